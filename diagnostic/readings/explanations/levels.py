"""R5 explained: the levels of the axes and of their items, and what weighs in them."""

from collections.abc import Iterator, Mapping
from functools import partial

from diagnostic.confidence import TOO_MANY_UNKNOWN
from diagnostic.confidence.suppression import trunk_tallies
from diagnostic.questionnaire import Axis, LevelsQuestion
from diagnostic.readings.cooperation import LEVELS
from diagnostic.readings.explanations.explanation import Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import (
    CountMean,
    Formula,
    Known,
    MeanOf,
    Minus,
    ShareOf,
)
from diagnostic.readings.explanations.marks import say_few, spread_steps
from diagnostic.readings.explanations.scene import Make, Scene, count_mean
from diagnostic.readings.explanations.spans import Span, span_mean
from diagnostic.readings.gaps import ITEM_GAP, find_gap
from diagnostic.readings.uncertainty import say_sureness
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally

_NOISE = 1e-9
"""Two means that differ by less are the same figure."""


def name_levels(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The figures of R5, each with what explains it."""
    for axis in scene.questionnaire.axes:
        for viewpoint in scene.viewpoints:
            yield f"R5.{axis.id}.{viewpoint}", partial(_axis, scene, axis, viewpoint)
        yield f"R5.{axis.id}.croisee", partial(_axis_cross, scene, axis)
        yield f"R5.{axis.id}.ecart", partial(_axis_gap, scene, axis)
        for item in axis.items:
            short = f"{item.id} · {item.short.of(scene.voice.language)}"
            for viewpoint in scene.viewpoints:
                yield f"{item.id}.{viewpoint}", partial(_item, scene, item.id, short, viewpoint)
            yield f"{item.id}.croisee", partial(_item_cross, scene, item.id, short)
            yield f"{item.id}.salle", partial(_item_room, scene, item.id, short)
            yield f"{item.id}.ecart", partial(_item_gap, scene, item.id, short)


def find_axis_mean(scene: Scene, axis: Axis, viewpoint: Viewpoint) -> Formula | None:
    """How a regard's level on an axis is had; None where it is not shown.

    Of figures kept for long, a question may have moved since the axis was marked: the mark is
    then told as it was published.
    """
    tally = scene.release.axes.get(axis.id, {}).get(viewpoint)
    if tally is None or tally.mean is None:
        return None
    parts = tuple(mean for _, mean in _trunk_means(scene, axis, viewpoint))
    if not parts or abs(MeanOf(parts).value - tally.mean) > _NOISE:
        return Known(tally.mean)
    return MeanOf(parts)


def span_axis(scene: Scene, tally: AxisTally, viewpoint: Viewpoint) -> Span | None:
    """How sure the level of an axis is, as `read_axis_interval` reads it."""
    assert tally.mean is not None
    people = None if tally.is_partial else scene.total(viewpoint)
    return span_mean(tally.given, tally.mean, tally.deviation, LEVELS, people)


def find_axis_means(scene: Scene, axis: Axis) -> dict[Viewpoint, Formula]:
    """The regards' levels on an axis that are shown."""
    found = {viewpoint: find_axis_mean(scene, axis, viewpoint) for viewpoint in scene.viewpoints}
    return {viewpoint: mean for viewpoint, mean in found.items() if mean is not None}


def _trunk_means(
    scene: Scene, axis: Axis, viewpoint: Viewpoint
) -> tuple[tuple[str, CountMean], ...]:
    shown = trunk_tallies(scene.questionnaire, scene.release.questions, axis.id, viewpoint)
    return tuple(
        (tally.question_id, mean)
        for tally in shown
        if (mean := count_mean(scene.questionnaire.question(tally.question_id), tally))
    )


def _unknown(scene: Scene, axis: Axis, viewpoint: Viewpoint, tally: AxisTally) -> list[Step]:
    """« Ne sait pas » among the levels and « ne sait pas » of the questions of the axis."""
    if not tally.dont_know_share:
        return []
    shown = trunk_tallies(scene.questionnaire, scene.release.questions, axis.id, viewpoint)
    unknown, given = sum(one.dont_know for one in shown), sum(one.given for one in shown)
    part: Formula = ShareOf((unknown,), given + unknown)
    # How many gave a level to a question that is hidden is not told: only the share is.
    if any(one.mean is None for one in shown) or abs(part.value - tally.dont_know_share) > _NOISE:
        part = Known(tally.dont_know_share)
    return [Step(scene.voice.say("Part de « ne sait pas »"), part, Unit.SHARE)]


def _axis_title(scene: Scene, axis: Axis, what: str) -> str:
    name = f"{axis.id} · {axis.name.of(scene.voice.language)}"
    return scene.voice.say("{regard} : {option}", regard=name, option=what)


def _axis(scene: Scene, axis: Axis, viewpoint: Viewpoint) -> Explanation:
    voice, name, plural = scene.voice, f"R5.{axis.id}.{viewpoint}", scene.plural(viewpoint)
    title = _axis_title(scene, axis, plural)
    tally = scene.release.axes.get(axis.id, {}).get(viewpoint)
    if tally is None:
        return scene.explain(name, title, ())
    bases = (scene.base(plural, tally),)
    mean = find_axis_mean(scene, axis, viewpoint)
    if mean is None or tally.mean is None:
        return scene.explain(name, title, (), bases=bases)
    steps, notes, weights = [Step(plural, mean, Unit.LEVEL)], [], ""
    trunk = [item.id for item in axis.items if item.star]
    if isinstance(mean, MeanOf):
        parts = _trunk_means(scene, axis, viewpoint)
        steps += [Step(item, part, Unit.LEVEL) for item, part in parts]
        weights = voice.say_many(
            "Une seule question (★) de l’axe sur {trunk} a une note : elle pèse tout.",
            "{number} questions (★) de l’axe sur {trunk} ont une note : chacune pèse 1/{number}.",
            len(parts),
            trunk=len(trunk),
        )
    else:
        notes.append(
            voice.say(
                "Note telle qu’elle a été publiée : une de ses questions a été comptée à nouveau "
                "depuis."
            )
        )
    if tally.is_partial:
        notes.append(
            voice.say(
                "Des personnes n’ont pas donné de niveau à toutes ces questions : cela ne compte "
                "pas pour zéro, et ne pèse que sur la base de ces questions."
            )
        )
    span = span_axis(scene, tally, viewpoint)
    if span is None:
        sure = say_sureness(voice, tally, None)
        notes.append(sure[0].upper() + sure[1:] + ".")
    elif span.interval.width:
        steps.append(Step(voice.say("Intervalle à 95 %"), span, Unit.LEVEL))
    notes += scene.say_crowd(viewpoint, tally.given)
    steps += _unknown(scene, axis, viewpoint, tally)
    notes.append(
        voice.say(
            "Au-delà de {share} de « ne sait pas », un axe n’a pas de note.",
            share=voice.percent(TOO_MANY_UNKNOWN),
        )
    )
    return scene.explain(name, title, steps, bases=bases, weights=weights, notes=notes)


def _axis_cross(scene: Scene, axis: Axis) -> Explanation:
    voice, means = scene.voice, find_axis_means(scene, axis)
    shown = scene.release.axes.get(axis.id, {})
    return scene.explain(
        f"R5.{axis.id}.croisee",
        _axis_title(scene, axis, voice.say("note croisée")),
        scene.crossed(voice.say("Note croisée"), means, Unit.LEVEL),
        bases=tuple(scene.base(scene.plural(v), shown[v]) for v in means),
        missing=scene.missing(means),
        weights=scene.even(len(means)),
    )


def _axis_gap(scene: Scene, axis: Axis) -> Explanation:
    means = find_axis_means(scene, axis)
    title = _axis_title(scene, axis, scene.voice.say("écart entre les regards"))
    return _gap(scene, f"R5.{axis.id}.ecart", title, means)


def _gap(scene: Scene, name: str, title: str, means: Mapping[Viewpoint, Formula]) -> Explanation:
    voice = scene.voice
    gap = find_gap({viewpoint: mean.value for viewpoint, mean in means.items()})
    if gap is None:
        return scene.explain(name, title, ())
    high, low = means[gap.high], means[gap.low]
    return scene.explain(
        name,
        title,
        (
            Step(voice.say("Plus grand écart"), Minus(high, low), Unit.PLAIN),
            Step(scene.plural(gap.high), high, Unit.LEVEL),
            Step(scene.plural(gap.low), low, Unit.LEVEL),
        ),
        missing=scene.missing(means),
        notes=(
            voice.say(
                "À partir de {levels} niveau, les regards ne voient pas une question de la même "
                "façon ; entre les deux regards les plus éloignés.",
                levels=voice.number(ITEM_GAP),
            ),
        ),
    )


def _item_title(scene: Scene, short: str, what: str) -> str:
    return scene.voice.say("{regard} : {option}", regard=short, option=what)


def _item(scene: Scene, item_id: str, short: str, viewpoint: Viewpoint) -> Explanation:
    name, plural = f"{item_id}.{viewpoint}", scene.plural(viewpoint)
    title, bases = _item_title(scene, short, plural), scene.bases(item_id, (viewpoint,))
    tally, mean = scene.release.tally(item_id, viewpoint), scene.mean(item_id, viewpoint)
    if tally is None or mean is None:
        return scene.explain(name, title, (), bases=bases)
    return scene.explain(
        name,
        title,
        (
            Step(plural, mean, Unit.LEVEL),
            *spread_steps(scene, mean, tally, LEVELS, Unit.LEVEL, scene.total(viewpoint)),
            *scene.share_of_unknown(tally),
        ),
        bases=bases,
        notes=(
            say_few(scene, tally, scene.total(viewpoint)),
            *scene.say_crowd(viewpoint, tally.given),
            _say_level(scene, item_id, mean),
        ),
    )


def _item_cross(scene: Scene, item_id: str, short: str) -> Explanation:
    voice, means = scene.voice, scene.means(item_id)
    return scene.explain(
        f"{item_id}.croisee",
        _item_title(scene, short, voice.say("note croisée")),
        scene.crossed(voice.say("Note croisée"), means, Unit.LEVEL),
        bases=scene.bases(item_id, means),
        missing=scene.missing(means),
        weights=scene.even(len(means)),
    )


def _item_room(scene: Scene, item_id: str, short: str) -> Explanation:
    voice, mean = scene.voice, scene.room(item_id)
    label, whole = voice.say("Tous regards réunis"), scene.release.whole.get(item_id)
    steps = []
    if mean is not None and whole is not None:
        steps = [
            Step(label, mean, Unit.LEVEL),
            *spread_steps(scene, mean, whole, LEVELS, Unit.LEVEL),
        ]
    return scene.explain(
        f"{item_id}.salle",
        _item_title(scene, short, label),
        steps,
        bases=scene.room_base(item_id),
        weights=voice.say("Aucun regard ne peut être montré seul : une personne, une voix."),
    )


def _item_gap(scene: Scene, item_id: str, short: str) -> Explanation:
    title = _item_title(scene, short, scene.voice.say("écart entre les regards"))
    return _gap(scene, f"{item_id}.ecart", title, scene.means(item_id))


def _say_level(scene: Scene, item_id: str, mean: CountMean) -> str:
    """The level in words that the mean is nearest to."""
    question = scene.question(item_id)
    if not isinstance(question, LevelsQuestion):
        return ""
    nearest = min(len(question.levels) - 1, int(mean.value + 0.5))
    return scene.voice.say(
        "Niveau le plus proche, {level} : « {text} »",
        level=nearest,
        text=question.levels[nearest].of(scene.voice.language),
    )
