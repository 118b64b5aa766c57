"""R5 « notre façon de coopérer »: the axes A to H and their items, per regard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diagnostic.confidence import Interval, Release, tally_agreement
from diagnostic.questionnaire import Axis, LevelsQuestion, Questionnaire
from diagnostic.readings.gaps import ITEM_GAP, Gap, find_gap
from diagnostic.readings.uncertainty import read_interval
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally
from diagnostic.texts import Voice, rounded

LEVELS = (0, 4)


@dataclass(frozen=True, slots=True)
class AxisReading:
    """One axis as the regards see it, on the items of the common trunk (★)."""

    axis: Axis
    marks: Mapping[Viewpoint, AxisTally]
    mean: float | None
    """Plain mean of the regards' means, 0 to 4; None where no regard has one."""
    gap: Gap | None
    totals: Mapping[Viewpoint, int] = field(default_factory=dict)
    """How many people there are in all, of the regards of which it is known."""

    def interval(self, viewpoint: Viewpoint) -> Interval | None:
        """The interval of a regard's mean; None where too few answered."""
        tally = self.marks.get(viewpoint)
        return read_axis_interval(tally, self.totals.get(viewpoint)) if tally else None


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of an axis as the regards see it."""

    question: LevelsQuestion
    short: str
    marks: Mapping[Viewpoint, Tally]
    whole: Tally | None
    gap: Gap | None
    totals: Mapping[Viewpoint, int] = field(default_factory=dict)
    """How many people there are in all, of the regards of which it is known."""

    def interval(self, viewpoint: Viewpoint) -> Interval | None:
        """The interval of a regard's mean; None where too few answered."""
        tally = self.marks.get(viewpoint)
        return read_interval(tally, LEVELS, self.totals.get(viewpoint)) if tally else None

    def agreement(self, viewpoint: Viewpoint) -> float | None:
        """Van der Eijk's A inside a regard, from −1 to 1."""
        tally = self.marks.get(viewpoint)
        return tally_agreement(tally, LEVELS) if tally else None


def read_axis_interval(tally: AxisTally, people: int | None) -> Interval | None:
    """The interval of an axis; `people`: how many there are in all of the regard.

    Where some gave no level to a question, not everything is known of those who answered: how
    many there are in all is then left aside, which is too wide rather than too narrow.
    """
    return read_interval(tally, LEVELS, None if tally.is_partial else people)


def read_axes(
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
) -> tuple[AxisReading, ...]:
    """The axes in their order."""
    wanted = tuple(viewpoints)
    readings = []
    for axis in questionnaire.axes:
        shown = release.axes.get(axis.id, {})
        marks = {viewpoint: shown[viewpoint] for viewpoint in wanted if viewpoint in shown}
        means = {viewpoint: tally.mean for viewpoint, tally in marks.items()}
        known = [mean for mean in means.values() if mean is not None]
        readings.append(
            AxisReading(
                axis=axis,
                marks=marks,
                mean=sum(known) / len(known) if known else None,
                gap=find_gap(means),
                totals=release.known_totals,
            )
        )
    return tuple(readings)


def read_items(
    questionnaire: Questionnaire,
    release: Release,
    axis: Axis,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
    language: str = "fr",
) -> tuple[ItemReading, ...]:
    """The items of one axis in their order, those outside the common trunk included."""
    wanted = tuple(viewpoints)
    readings = []
    for item in axis.items:
        question = questionnaire.question(item.id)
        assert isinstance(question, LevelsQuestion)
        marks = {
            viewpoint: tally
            for viewpoint in wanted
            if (tally := release.tally(item.id, viewpoint)) is not None
        }
        readings.append(
            ItemReading(
                question=question,
                short=item.short.of(language),
                marks=marks,
                whole=release.whole.get(item.id),
                gap=find_gap({viewpoint: tally.mean for viewpoint, tally in marks.items()}),
                totals=release.known_totals,
            )
        )
    return tuple(readings)


def say_weights(voice: Voice, readings: Iterable[AxisReading]) -> str:
    """On what the axes' means rest, where some people left items out; empty where nobody did."""
    if not any(tally.is_partial for r in readings for tally in r.marks.values()):
        return ""
    return voice.say(
        "Qui n’a pas donné de niveau à une question (« ne sait pas », « pas concerné » ou sans "
        "réponse) n’y compte pas pour zéro : la note de la question est celle des autres "
        "personnes, et une question sans note donne son poids aux autres questions de l’axe."
    )


def say_axes(
    voice: Voice,
    questionnaire: Questionnaire,
    release: Release,
    readings: Iterable[AxisReading],
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
) -> str:
    """The sentence of R5: a strength, a point to work on, an item seen differently."""
    wanted = tuple(viewpoints)
    axes = tuple(readings)
    marked = [reading for reading in axes if reading.mean is not None]
    if not marked:
        return voice.say("Trop peu de réponses pour lire la façon de coopérer.")
    strong = max(marked, key=lambda r: rounded(r.mean or 0.0))
    weak = min(marked, key=lambda r: rounded(r.mean or 0.0))
    if len(marked) == 1:
        said = voice.say(
            "Un seul axe a assez de réponses : {axis}.", axis=strong.axis.name.of(voice.language)
        )
    elif strong is weak or rounded(strong.mean or 0.0) == rounded(weak.mean or 0.0):
        said = voice.say("Tous les axes sont au même niveau.")
    else:
        said = voice.say("Point fort : {axis}.", axis=strong.axis.name.of(voice.language))
        said += " " + voice.say("À travailler : {axis}.", axis=weak.axis.name.of(voice.language))
    widest: ItemReading | None = None
    for reading in axes:
        for item in read_items(questionnaire, release, reading.axis, wanted, voice.language):
            points = item.gap.shown if item.gap else 0.0
            if points >= ITEM_GAP and (
                widest is None or widest.gap is None or points > widest.gap.shown
            ):
                widest = item
    if widest and widest.gap:
        names = [
            questionnaire.route(viewpoint).plural.of(voice.language)
            for viewpoint in (widest.gap.high, widest.gap.low)
        ]
        said += " " + voice.say(
            "{first} et {second} ne voient pas « {item} » de la même façon.",
            first=names[0],
            second=names[1].lower(),
            item=widest.short,
        )
    return said
