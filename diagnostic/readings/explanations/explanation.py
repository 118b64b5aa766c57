"""What an explanation holds: a figure, its formulas, on whom it rests, where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from diagnostic.confidence import Interval
from diagnostic.readings.explanations.formulas import MINUS, Formula, Known
from diagnostic.readings.explanations.spans import Span
from diagnostic.readings.measures import say_share
from diagnostic.texts import Voice, rounded


class Unit(StrEnum):
    """How a figure is displayed."""

    MARK = "note_sur_10"
    LEVEL = "niveau_sur_4"
    POINTS = "points"
    SHARE = "part"
    PLACE = "place"
    SHARE_POINTS = "points_de_pourcentage"
    PLAIN = "nombre"
    INDEX = "indice"
    WHOLE = "entier"

    def say(self, voice: Voice, value: float) -> str:
        """« 7,4/10 », « 2,5/4 », « +1,1 », « 74 % », « 0,83 », « 12 »."""
        match self:
            case Unit.MARK:
                return voice.mark(value)
            case Unit.LEVEL:
                return voice.mark(value, 4)
            case Unit.SHARE:
                return voice.percent(value)
            case Unit.PLACE:
                return say_share(voice, value)
            case Unit.INDEX:
                return _signed(voice, value, 2).removeprefix("+")
            case Unit.WHOLE:
                return voice.whole(round(value))
            case Unit.POINTS:
                return _signed(voice, value, 1)
            case Unit.SHARE_POINTS:
                return _signed(voice, value * 100, 0)
            case _:
                return voice.number(value)

    def say_ends(self, voice: Voice, interval: Interval) -> str:
        """« 5,1 à 7,4 »."""
        unit = Unit.PLAIN if self in (Unit.MARK, Unit.LEVEL) else self
        return voice.say(
            "{low} à {high}", low=unit.say(voice, interval.low), high=unit.say(voice, interval.high)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: a figure or an interval, and its formula."""

    label: str
    formula: Formula | Span
    unit: Unit

    @property
    def value(self) -> float | Interval:
        return self.formula.value if isinstance(self.formula, Formula) else self.formula.interval

    def shown(self, voice: Voice) -> str:
        """The figure as the screens display it: it is what the formula gives."""
        if isinstance(self.formula, Formula):
            return self.unit.say(voice, self.formula.value)
        return self.unit.say_ends(voice, self.formula.interval)

    def say(self, voice: Voice) -> str:
        """« Citoyens : (4 × 8 + 6 × 7) / 10 = 7,4/10 »."""
        if isinstance(self.formula, Known):
            return voice.say("{label} : {shown}", label=self.label, shown=self.shown(voice))
        if not isinstance(self.formula, Formula):
            return voice.say(
                "{label} : {shown} ({formula})",
                label=self.label,
                shown=self.shown(voice),
                formula=self.formula.say(voice),
            )
        return voice.say(
            "{label} : {formula} = {shown}",
            label=self.label,
            formula=self.formula.say(voice),
            shown=self.shown(voice),
        )


@dataclass(frozen=True, slots=True)
class Base:
    """On whom a figure rests, and who is not in it."""

    who: str
    given: int | None
    """Answers that count; None where too few answered for that to be shown."""
    dont_know: int | None
    """None, as the two others, where it is not told how many gave none of such a group."""
    not_concerned: int | None
    unanswered: int | None
    people: int | None = None
    """For an axis, people behind the levels that `given` counts."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A published figure, whole: it holds nothing that is not shown elsewhere."""

    name: str
    """Stable, such as « R1.F01.citoyen »."""
    title: str
    shown: str
    """The figure as displayed, or that there are too few answers."""
    version: str
    """The questionnaire and its version."""
    steps: tuple[Step, ...] = ()
    """None where the figure cannot be shown."""
    bases: tuple[Base, ...] = ()
    missing: str = ""
    """The regards that have no figure here; nobody can tell an empty one from a small one."""
    weights: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Of the national figures, in full."""
    public: tuple[str, ...] = ()
    """Of the public statistics, in full, with their years."""

    @property
    def is_shown(self) -> bool:
        return bool(self.steps)


def say_base(voice: Voice, base: Base) -> str:
    """« Citoyens : 10 réponses ; ne sait pas : 2 ; pas concerné : 0 ; sans réponse : 1 »."""
    parts = []
    if base.given is None:
        parts.append(voice.say("trop peu de réponses"))
    elif base.people is None:
        parts.append(voice.say_many("{number} réponse", "{number} réponses", base.given))
    else:
        parts.append(
            voice.say_many(
                "{number} niveau donné par {people} personnes",
                "{number} niveaux donnés par {people} personnes",
                base.given,
                people=voice.whole(base.people),
            )
        )
    if base.dont_know is not None:
        parts.append(voice.say("ne sait pas : {number}", number=voice.whole(base.dont_know)))
    if base.not_concerned is not None:
        parts.append(voice.say("pas concerné : {number}", number=voice.whole(base.not_concerned)))
    if base.unanswered is not None:
        parts.append(voice.say("sans réponse : {number}", number=voice.whole(base.unanswered)))
    return voice.say("{name} : {regards}", name=base.who, regards=voice.series(parts))


def say_lines(voice: Voice, explanation: Explanation) -> Iterator[tuple[str, str]]:
    """What the explanation says, each line with its heading."""
    for step in explanation.steps:
        yield voice.say("Calcul"), step.say(voice)
    for base in explanation.bases:
        yield voice.say("Base"), say_base(voice, base)
    if explanation.missing:
        yield voice.say("Manque"), explanation.missing
    if explanation.weights:
        yield voice.say("Poids"), explanation.weights
    for note in explanation.notes:
        yield voice.say("Lecture"), note
    yield voice.say("Questionnaire"), explanation.version
    for source in explanation.sources:
        yield voice.say("France"), source
    for source in explanation.public:
        yield voice.say("Source"), source


def explain_plainly(voice: Voice, explanation: Explanation) -> dict[str, Any]:
    """The same as plain values, with French keys, for a JSON file."""
    return {
        "nom": explanation.name,
        "titre": explanation.title,
        "affiche": explanation.shown,
        "calcul": [
            {
                "libelle": step.label,
                "formule": step.formula.say(voice),
                "valeur": _plain(step.value),
                "affiche": step.shown(voice),
            }
            for step in explanation.steps
        ],
        "base": [
            {
                "qui": base.who,
                "reponses": base.given,
                "personnes": base.people,
                "ne_sait_pas": base.dont_know,
                "pas_concerne": base.not_concerned,
                "sans_reponse": base.unanswered,
            }
            for base in explanation.bases
        ],
        "manque": explanation.missing,
        "poids": explanation.weights,
        "lecture": list(explanation.notes),
        "questionnaire": explanation.version,
        "sources": [*explanation.sources, *explanation.public],
    }


def _plain(value: float | Interval) -> float | list[float]:
    if isinstance(value, Interval):
        return [round(value.low, 9), round(value.high, 9)]
    return round(value, 9)


def _signed(voice: Voice, value: float, digits: int) -> str:
    figure = voice.number(abs(value), digits)
    if not rounded(value, digits):
        return figure
    return f"{'+' if value > 0 else MINUS}{figure}"
