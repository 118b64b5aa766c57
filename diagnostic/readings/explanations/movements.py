"""« Ce qui a bougé » explained: each figure of two waves, how far it moved, how surely."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from diagnostic.confidence.panels import Followed
from diagnostic.questionnaire import Axis, Domain, Question, RankingQuestion
from diagnostic.readings.anchors import is_anchor
from diagnostic.readings.cooperation import LEVELS
from diagnostic.readings.explanations.explanation import Base, Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import Formula, MeanOf, Minus, Ratio
from diagnostic.readings.explanations.levels import find_axis_mean, span_axis
from diagnostic.readings.explanations.scene import Make, Scene
from diagnostic.readings.explanations.shares import count_share
from diagnostic.readings.explanations.spans import (
    DifferenceSpan,
    GroupsSpan,
    PairedSpan,
    QuestionsSpan,
    Span,
    span_mean,
    span_share,
)
from diagnostic.readings.fragilities import SEVERITY
from diagnostic.readings.gaps import SCALE
from diagnostic.readings.movement_words import name_move
from diagnostic.readings.movements import (
    Compared,
    MovedRow,
    Movement,
    Moves,
    find_axis_questions,
    read_anchor_moves,
    read_axis_moves,
    read_domain_moves,
    rests_on,
)
from diagnostic.respondents import Viewpoint

CROSSED = "croisee"


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure of one wave: how it is had, and how sure it is where that may be told."""

    formula: Formula
    span: Span | None


def name_movements(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The movements between two waves, each with what explains it."""
    beside = scene.beside
    if beside.waves is None or beside.compared is None:
        return
    read, start = _Read(scene, beside.compared), f"bouge.{beside.waves[0]}-{beside.waves[1]}"
    for domain in scene.questionnaire.domains:
        for viewpoint in scene.viewpoints:
            name = f"{start}.{domain.id}.{viewpoint}"
            yield name, partial(_domain, read, name, domain, viewpoint)
        name = f"{start}.{domain.id}.{CROSSED}"
        yield name, partial(_domain, read, name, domain, None)
    for axis in scene.questionnaire.axes:
        for viewpoint in scene.viewpoints:
            name = f"{start}.{axis.id}.{viewpoint}"
            yield name, partial(_axis, read, name, axis, viewpoint)
    for question in scene.questionnaire.by_id.values():
        if is_anchor(question) and not isinstance(question, RankingQuestion):
            for viewpoint in scene.viewpoints:
                name = f"{start}.{question.id}.{viewpoint}"
                yield name, partial(_anchor, read, name, question, viewpoint)


class _Read:
    """The two waves and what moved between them, read when one figure is explained."""

    def __init__(self, scene: Scene, compared: Callable[[], Compared]) -> None:
        self.scene, self._compared = scene, compared

    @cached_property
    def pair(self) -> Compared:
        return self._compared()

    @cached_property
    def sides(self) -> tuple[Scene, Scene]:
        """What each wave shows, under the questionnaire that it was answered under."""
        before, after = (
            replace(self.scene, questionnaire=moment.questionnaire, release=moment.shown)
            for moment in (self.pair.before, self.pair.after)
        )
        return before, after

    @property
    def numbers(self) -> tuple[int, int]:
        return self.pair.before.number, self.pair.after.number

    @cached_property
    def domains(self) -> Moves:
        pair, wanted = self.pair, self.scene.viewpoints
        return read_domain_moves(pair.before, pair.after, wanted, pair.followed)

    @cached_property
    def axes(self) -> Moves:
        return read_axis_moves(self.pair.before, self.pair.after, self.scene.viewpoints)

    @cached_property
    def anchors(self) -> Mapping[str, Moves]:
        pair, scene = self.pair, self.scene
        return read_anchor_moves(pair.before, pair.after, scene.benchmarks, scene.viewpoints)


def _who(scene: Scene, viewpoint: Viewpoint | None) -> str:
    return scene.plural(viewpoint) if viewpoint else scene.voice.say("note croisée")


def _title(read: _Read, subject: str, viewpoint: Viewpoint | None) -> str:
    return read.scene.voice.say(
        "{subject} : {who}, de la vague {first} à la vague {last}",
        subject=subject,
        who=_who(read.scene, viewpoint),
        first=read.numbers[0],
        last=read.numbers[1],
    )


def _find(moves: Moves, key: str, viewpoint: Viewpoint | None) -> Movement | None:
    several = (row.movements for row in moves.rows if row.key == key)
    return next((one for row in several for one in row if one.viewpoint is viewpoint), None)


def _why_not(read: _Read, moves: Moves, names: Iterable[str]) -> str:
    voice = read.scene.voice
    if set(moves.changed) & set(names):
        return voice.say("question posée autrement d’une vague à l’autre : non comparée")
    return voice.say("non montré dans les deux vagues")


def _domain(read: _Read, name: str, domain: Domain, viewpoint: Viewpoint | None) -> Explanation:
    scene, question_id = read.scene, f"{domain.id}.{SEVERITY}"
    title = _title(read, domain.name.of(scene.voice.language), viewpoint)
    movement = _find(read.domains, domain.id, viewpoint)
    if movement is None:
        why_not = _why_not(read, read.domains, (domain.id,))
        return scene.explain(name, title, (), why_not=why_not)
    row = next(row for row in read.domains.rows if row.key == domain.id)
    regards = [one.viewpoint for one in row.movements if one.viewpoint]
    if viewpoint is None:
        parts = tuple(_cross_part(side, question_id, regards) for side in read.sides)
    else:
        parts = tuple(_mean_part(side, question_id, viewpoint, SCALE) for side in read.sides)
        regards = [viewpoint]
    steps = [*_steps(read, movement, parts, Unit.MARK, Unit.POINTS)]
    if movement.followed is not None:
        steps += _followed_steps(scene, movement.followed)
    return scene.explain(
        name,
        title,
        steps,
        bases=_bases(read, question_id, regards),
        missing=scene.missing(regards) if viewpoint is None else "",
        weights=scene.even(len(regards)) if viewpoint is None else "",
        notes=_notes(read, read.domains, movement),
        version=_version(read),
    )


def _axis(read: _Read, name: str, axis: Axis, viewpoint: Viewpoint) -> Explanation:
    scene, voice = read.scene, read.scene.voice
    subject = f"{axis.id} · {axis.name.of(voice.language)}"
    title = _title(read, subject, viewpoint)
    movement = _find(read.axes, axis.id, viewpoint)
    if movement is None:
        why_not = _why_not(read, read.axes, [item.id for item in axis.items])
        return scene.explain(name, title, (), why_not=why_not)
    names = find_axis_questions(read.pair.before, read.pair.after, axis, viewpoint)
    parts = tuple(_axis_part(side, axis, viewpoint, names) for side in read.sides)
    bases = []
    for side, number in zip(read.sides, read.numbers, strict=True):
        tally = side.release.axes[axis.id][viewpoint]
        bases.append(side.base(_of_wave(scene, number, scene.plural(viewpoint)), tally))
    return scene.explain(
        name,
        title,
        _steps(read, movement, parts, Unit.LEVEL, Unit.POINTS),
        bases=bases,
        weights=voice.say_many(
            "Une seule question (★) est comparée d’une vague à l’autre.",
            "{number} questions (★) sont montrées dans les deux vagues : chacune pèse 1/{number}.",
            movement.questions,
        ),
        notes=(
            *_notes(read, read.axes, movement),
            voice.say("Questions comparées : {names}.", names=voice.join(names)),
        ),
        version=_version(read),
    )


def _anchor(read: _Read, name: str, question: Question, viewpoint: Viewpoint) -> Explanation:
    scene, voice = read.scene, read.scene.voice
    language = voice.language
    subject = question.wording.of(language)
    if question.domain:
        domain = scene.questionnaire.domain(question.domain).name.of(language)
        subject = voice.say("Impact attendu d’une alliance : {domain}", domain=domain)
    title = _title(read, subject, viewpoint)
    moves = read.anchors.get(question.id)
    moved = [
        (row, one)
        for row in (moves.rows if moves else ())
        for one in row.movements
        if one.viewpoint is viewpoint
    ]
    if moves is None or not moved:
        changed = moves.changed if moves else ()
        why_not = _why_not(read, Moves((0, 1), (), tuple(changed)), (question.id,))
        return scene.explain(name, title, (), why_not=why_not)
    steps: list[Step] = []
    for row, movement in moved:
        parts = tuple(_share_part(side, question.id, viewpoint, row) for side in read.sides)
        told = row.label[language]
        steps += _steps(read, movement, parts, Unit.SHARE, Unit.SHARE_POINTS, told)
    return scene.explain(
        name,
        title,
        steps,
        shown=voice.series(
            f"{row.label[language]} {Unit.SHARE_POINTS.say(voice, one.difference.value)}"
            for row, one in moved
        ),
        bases=_bases(read, question.id, (viewpoint,)),
        weights=voice.say("« Ne sait pas » est hors de la base des parts."),
        notes=(
            *(
                voice.say(
                    "« {name} » : {fit}.",
                    name=row.label[language],
                    fit=name_move(voice, one.standing),
                )
                for row, one in moved
            ),
            *_say_reading(read, moves),
        ),
        version=_version(read),
    )


def _mean_part(
    scene: Scene, question_id: str, viewpoint: Viewpoint, scale: tuple[int, int]
) -> _Part:
    mean, tally = scene.mean(question_id, viewpoint), scene.release.tally(question_id, viewpoint)
    assert mean is not None
    assert tally is not None
    people = scene.total(viewpoint)
    return _Part(mean, span_mean(mean.people, mean.value, tally.deviation, scale, people))


def _cross_part(scene: Scene, question_id: str, regards: Iterable[Viewpoint]) -> _Part:
    parts = [_mean_part(scene, question_id, viewpoint, SCALE) for viewpoint in regards]
    spans = [(part.formula, part.span) for part in parts if part.span is not None]
    mean = MeanOf(tuple(part.formula for part in parts))
    return _Part(mean, GroupsSpan(tuple(spans)) if len(spans) == len(parts) else None)


def _axis_part(scene: Scene, axis: Axis, viewpoint: Viewpoint, names: tuple[str, ...]) -> _Part:
    tally = scene.release.axes[axis.id][viewpoint]
    mark = find_axis_mean(scene, axis, viewpoint)
    assert mark is not None
    assert tally.mean is not None
    if rests_on(scene.release, axis, viewpoint, names):
        return _Part(mark, span_axis(scene, tally, viewpoint))
    parts = [_mean_part(scene, name, viewpoint, LEVELS) for name in names]
    spans = [part.span for part in parts if part.span is not None]
    mean = MeanOf(tuple(part.formula for part in parts))
    return _Part(mean, QuestionsSpan(tuple(spans)) if len(spans) == len(parts) else None)


def _share_part(scene: Scene, question_id: str, viewpoint: Viewpoint, row: MovedRow) -> _Part:
    tally = scene.release.tally(question_id, viewpoint)
    assert tally is not None
    share = count_share(tally, tuple(row.key.split("+")))
    return _Part(share, span_share(share, scene.total(viewpoint)))


def _steps(
    read: _Read,
    movement: Movement,
    parts: tuple[_Part, ...],
    unit: Unit,
    change: Unit,
    told: str = "",
) -> Iterator[Step]:
    """The movement, both figures, and the interval; `told` is the answer that is counted."""
    voice, (before, after) = read.scene.voice, parts

    def label(said: str) -> str:
        return voice.say("{regard} : {option}", regard=told, option=said) if told else said

    yield Step(label(voice.say("Mouvement")), Minus(after.formula, before.formula), change)
    for number, part in zip(read.numbers, parts, strict=True):
        yield Step(label(voice.say("Vague {number}", number=number)), part.formula, unit)
    found = movement.difference.interval
    if found is not None and found.width and before.span and after.span:
        span = DifferenceSpan(after.formula, after.span, before.formula, before.span)
        yield Step(label(voice.say("Intervalle de ce mouvement")), span, change)


def _followed_steps(scene: Scene, followed: Followed) -> Iterator[Step]:
    voice, given = scene.voice, followed.given
    changes = Ratio(round(followed.mean * given), given)
    label = voice.say("{number} personnes suivies", number=voice.whole(given))
    yield Step(label, changes, Unit.POINTS)
    if followed.deviation is not None and followed.difference.interval is not None:
        span = PairedSpan(given, followed.mean, followed.deviation)
        label = voice.say("Intervalle de ce qu’elles ont changé")
        yield Step(label, span, Unit.POINTS)


def _of_wave(scene: Scene, number: int, who: str) -> str:
    return scene.voice.say("Vague {number}, {who}", number=number, who=who)


def _bases(read: _Read, question_id: str, regards: Iterable[Viewpoint]) -> Iterator[Base]:
    several = tuple(regards)
    for side, number in zip(read.sides, read.numbers, strict=True):
        for base in side.bases(question_id, several):
            yield replace(base, who=_of_wave(read.scene, number, base.who))


def _notes(read: _Read, moves: Moves, movement: Movement) -> Iterator[str]:
    voice = read.scene.voice
    said = name_move(voice, movement.standing)
    yield voice.say("{label} : {shown}", label=voice.say("Ce que l’on peut en dire"), shown=said)
    if movement.difference.interval is None:
        yield voice.say("Trop peu de réponses pour un intervalle.")
    for side, number in zip(read.sides, read.numbers, strict=True):
        for said in side.say_crowd(movement.viewpoint):
            yield _of_wave(read.scene, number, said)
    yield from _say_reading(read, moves)
    if movement.followed is not None:
        yield voice.say(
            "Les personnes suivies ont accepté que leurs réponses aux deux vagues soient reliées : "
            "{standing}.",
            standing=name_move(voice, movement.followed_standing),
        )


def _say_reading(read: _Read, moves: Moves) -> Iterator[str]:
    voice, together = read.scene.voice, len(moves.movements)
    if together > 1:
        yield voice.say(
            "{number} mouvements sont lus ensemble : « a monté » et « a baissé » sont corrigés de "
            "leur nombre (Holm), si bien qu’un intervalle peut exclure zéro sans qu’on tranche.",
            number=voice.whole(together),
        )
    yield voice.say(
        "Les deux vagues sont lues comme deux groupes de personnes : si les mêmes ont répondu "
        "deux fois, l’intervalle est plutôt trop large."
    )


def _version(read: _Read) -> str:
    """The questionnaire of both waves, once where it is the same."""
    before, after = (side.version for side in read.sides)
    if before == after:
        return after
    return read.scene.voice.say("{before}, puis {after}", before=before, after=after)
