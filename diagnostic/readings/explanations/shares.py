"""The anchor questions and the territory's own explained: shares, ranks, and France."""

from collections.abc import Iterator, Mapping
from functools import cached_property, partial

from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.readings.anchors import AnchorReading, AnchorRow, is_anchor, read_anchors
from diagnostic.readings.explanations.explanation import Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import Known, Minus, RankOf, ShareOf
from diagnostic.readings.explanations.marks import spread_steps
from diagnostic.readings.explanations.scene import Make, Scene
from diagnostic.readings.explanations.spans import DifferenceSpan, span_share
from diagnostic.readings.uncertainty import say_standing
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally

_WHOLE = (0, 1)
_Options = ChoiceQuestion | ChoicesQuestion | RankingQuestion


def name_shares(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The figures of these questions, each with what explains it."""
    anchors = _Anchors(scene)
    for question in scene.questionnaire.by_id.values():
        if is_anchor(question):
            for viewpoint in scene.viewpoints:
                name = f"{question.id}.{viewpoint}"
                yield name, partial(_anchor, scene, anchors, question, viewpoint)
            yield f"{question.id}.salle", partial(_room, scene, question)
    for question in scene.own:
        if question.kind != "text":
            for viewpoint in scene.viewpoints:
                name = f"{question.id}.{viewpoint}"
                yield name, partial(_own, scene, question, viewpoint)
            yield f"{question.id}.salle", partial(_room, scene, question)


class _Anchors:
    """The readings of the anchor questions, read when one of them is explained."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def by_id(self) -> Mapping[str, AnchorReading]:
        scene = self._scene
        read = read_anchors(scene.questionnaire, scene.release, scene.benchmarks, scene.viewpoints)
        return {reading.question.id: reading for reading in read}


def count_share(tally: Tally, options: tuple[str, ...]) -> ShareOf:
    """The share of those who gave an answer and picked one of `options`, from the counts."""
    counts = dict(tally.counts)
    return ShareOf(tuple(counts.get(option, 0) for option in options), tally.given)


def _title(scene: Scene, question: Question, what: str) -> str:
    language, subject = scene.voice.language, question.wording.of(scene.voice.language)
    if question.domain:
        domain = scene.questionnaire.domain(question.domain).name.of(language)
        subject = scene.voice.say("Impact attendu d’une alliance : {domain}", domain=domain)
    return scene.voice.say("{regard} : {option}", regard=subject, option=what)


def _anchor(
    scene: Scene, anchors: _Anchors, question: Question, viewpoint: Viewpoint
) -> Explanation:
    name, title = f"{question.id}.{viewpoint}", _title(scene, question, scene.plural(viewpoint))
    reading, bases = anchors.by_id.get(question.id), scene.bases(question.id, (viewpoint,))
    tally = scene.release.tally(question.id, viewpoint)
    if reading is None or tally is None or not tally.counts:
        return scene.explain(name, title, (), bases=bases)
    rows = [row for row in reading.rows if row.viewpoint is viewpoint]
    steps = [step for row in rows for step in _row(scene, tally, row)]
    steps += scene.share_of_unknown(tally)
    compared = sum(row.comparison is not None for row in reading.rows)
    notes = [
        scene.voice.say("« {domain} »", domain=row.label[scene.voice.language])
        + " "
        + say_standing(scene.voice, row.comparison)
        for row in rows
        if row.comparison
    ]
    if notes and compared > 1:
        notes.append(
            scene.voice.say(
                "{number} comparaisons de cette question sont lues ensemble, et corrigées de leur "
                "nombre (Holm).",
                number=scene.voice.whole(compared),
            )
        )
    return scene.explain(
        name,
        title,
        steps,
        shown=_say_shares(scene, steps, rows),
        bases=bases,
        weights=_say_several(scene, question),
        notes=(*notes, *scene.say_crowd(viewpoint, tally.given)),
        sources=[figure for row in rows for figure in row.france],
    )


def _row(scene: Scene, tally: Tally, row: AnchorRow) -> Iterator[Step]:
    voice, label = scene.voice, row.label[scene.voice.language]
    share = count_share(tally, row.options)
    yield Step(label, share, Unit.SHARE)
    if row.rank is not None:
        mine = sum(share.picked)
        ahead = sum(people > mine for _, people in tally.counts)
        yield Step(voice.say("Rang de « {name} »", name=label), RankOf(ahead), Unit.WHOLE)
    here = span_share(share, row.people)
    if row.interval is not None and row.interval.width and here is not None:
        yield Step(voice.say("Intervalle à 95 %"), here, Unit.SHARE)
    if row.comparison is None:
        return
    value, around = scene.there(row.comparison.benchmark, _WHOLE)
    there = Known(value)
    yield Step(voice.say("Écart avec la France"), Minus(share, there), Unit.SHARE_POINTS)
    if row.comparison.difference.interval is not None and here is not None:
        span = DifferenceSpan(share, here, there, around)
        yield Step(voice.say("Intervalle de cet écart"), span, Unit.SHARE_POINTS)


def _own(scene: Scene, question: Question, viewpoint: Viewpoint) -> Explanation:
    tally = scene.release.tally(question.id, viewpoint)
    plural = scene.plural(viewpoint)
    steps = _plain_steps(scene, question, tally, plural)
    if tally and steps:
        steps += scene.share_of_unknown(tally)
    return scene.explain(
        f"{question.id}.{viewpoint}",
        _title(scene, question, plural),
        steps,
        shown=_say_shares(scene, steps),
        bases=scene.bases(question.id, (viewpoint,)),
        weights=_say_several(scene, question),
        notes=(scene.voice.say("Question de votre territoire : rien ailleurs ne s’y compare."),),
    )


def _room(scene: Scene, question: Question) -> Explanation:
    label = scene.voice.say("Tous regards réunis")
    steps = _plain_steps(scene, question, scene.release.whole.get(question.id), label)
    return scene.explain(
        f"{question.id}.salle",
        _title(scene, question, label),
        steps,
        shown=_say_shares(scene, steps),
        bases=scene.room_base(question.id),
        weights=scene.voice.say("Aucun regard ne peut être montré seul : une personne, une voix."),
    )


def _plain_steps(scene: Scene, question: Question, tally: Tally | None, label: str) -> list[Step]:
    """The shares of each option, or the mean of a scale."""
    if tally is None or not tally.counts:
        return []
    if isinstance(question, _Options):
        return [
            Step(
                option.label.of(scene.voice.language), count_share(tally, (option.id,)), Unit.SHARE
            )
            for option in question.options
        ]
    mean = (
        scene.room(question.id)
        if scene.release.whole.get(question.id) is tally
        else next(
            (
                scene.mean(question.id, viewpoint)
                for viewpoint in scene.viewpoints
                if scene.release.tally(question.id, viewpoint) is tally
            ),
            None,
        )
    )
    if mean is None:
        return []
    steps = [Step(label, mean, Unit.PLAIN)]
    if isinstance(question, ScaleQuestion):
        scale = (question.minimum, question.maximum)
        steps += spread_steps(scene, mean, tally, scale, Unit.PLAIN)
    return steps


def _say_shares(scene: Scene, steps: list[Step], rows: list[AnchorRow] | None = None) -> str:
    """The shares one after the other; the only figure where there is one."""
    names = None if rows is None else {row.label[scene.voice.language] for row in rows}
    told = [
        f"{step.label} {step.shown(scene.voice)}"
        for step in steps
        if isinstance(step.formula, ShareOf) and (names is None or step.label in names)
    ]
    return scene.voice.series(told) if len(told) > 1 else ""


def _say_several(scene: Scene, question: Question) -> str:
    if isinstance(question, ChoiceQuestion):
        return scene.voice.say("« Ne sait pas » est hors de la base des parts.")
    if isinstance(question, _Options):
        return scene.voice.say(
            "Plusieurs réponses par personne : les parts ne s’ajoutent pas à 100 %. « Ne sait "
            "pas » est hors de leur base."
        )
    return ""
