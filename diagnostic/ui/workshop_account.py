"""The account of a workshop: one page to print, of what was shown to the room and no more."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from diagnostic.confidence.live import LiveFigures
from diagnostic.questionnaire import LevelsQuestion, Question, ScaleQuestion
from diagnostic.scoring import Tally
from diagnostic.texts import Voice
from diagnostic.ui import workshop_room
from diagnostic.ui.workshop_prepare import say_when
from diagnostic.ui.workshop_room import Room
from diagnostic.ui.workshop_words import MOST_LEVEL, name_option, read_moves, regard_of
from diagnostic.workshops import WALL, Decision, Record, StepKind, Timing, visible

TEMPLATES = Path(__file__).parent / "templates"
MOST_ANSWERS = 3
"""Answers told of a question without marks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One regard on one question."""

    regard: str
    first: str
    second: str
    moved: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One question that the room answered."""

    wording: str
    rows: tuple[Row, ...]
    twice: bool
    note: str


@dataclass(frozen=True, slots=True)
class Pad:
    """What one sub-group wrote."""

    name: str
    ideas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One decision in words."""

    what: str
    who: str
    due: str


def make_page(room: Room, record: Record) -> str:
    """The account as an HTML document that stands alone."""
    return _templates().get_template("account.html").render(**_content(room, record))


def address(room: Room) -> str:
    """Where the account is handed over, to whoever may run the workshop when they ask for it."""
    return f"/atelier/{room.workshop.code}/compte-rendu?lang={room.voice.language}"


def read_votes(room: Room, record: Record) -> tuple[Vote, ...]:
    """What the room answered and saw, in the order of the programme."""
    return tuple(_votes(room, record))


def say_people(room: Room, record: Record) -> str:
    """How many came; where nobody is left of those who answered, that they were erased since."""
    voice = room.voice
    if record.people == 0 and (record.boxes or room.wave.emptied_on is not None):
        return voice.say("personnes effacées depuis")
    return voice.say_many("{number} personne", "{number} personnes", record.people)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _content(room: Room, record: Record) -> dict[str, object]:
    voice = room.voice
    return {
        "language": voice.language,
        "words": {
            "title": room.diagnostic.title,
            "when": voice.say("Atelier du {when}", when=say_when(voice, room.workshop)),
            "people": say_people(room, record),
            "fictitious": voice.say(
                "Données fictives : le territoire existe, les réponses sont inventées."
            )
            if room.diagnostic.fictitious
            else "",
            "votes": voice.say("Ce que la salle a répondu"),
            "regard": voice.say("Regard"),
            "first": voice.say("Premier vote"),
            "second": voice.say("Second vote"),
            "moved": voice.say("Ont changé de réponse"),
            "ideas": voice.say("Les idées des sous-groupes"),
            "decisions": voice.say("Ce qui est décidé"),
            "no_decision": voice.say("Aucune décision n’a été écrite."),
            "what": voice.say("Quoi"),
            "who": voice.say("Qui"),
            "due": voice.say("Pour quand"),
            "timings": voice.say("Le déroulé"),
            "source": voice.say(
                "Source : votes de la salle, {day}. Entre parenthèses, n est le nombre de "
                "personnes de ce regard qui ont donné une réponse ; au second vote, qui n’a pas "
                "voté à nouveau garde sa première réponse.",
                day=voice.day(room.workshop.held_on),
            ),
            "rule": voice.say(
                "Un regard n’est montré qu’à partir de {threshold} personnes. Ce qui n’a pas été "
                "révélé pendant l’atelier n’est pas ici.",
                threshold=room.diagnostic.threshold,
            ),
        },
        "votes": _votes(room, record),
        "pads": _pads(room, record),
        "decisions": _lines(voice, record.decisions),
        "timings": [_say_timing(room, one) for one in record.timings],
    }


def _votes(room: Room, record: Record) -> list[Vote]:
    found: list[Vote] = []
    for step in room.workshop.steps:
        if not step.is_voted or step.id not in record.state.marks or step.id not in record.boxes:
            continue
        then = replace(record.state, step_id=step.id, accepting=False)
        shown = visible(then, step, WALL)
        figures = workshop_room.counted(room, step, record.boxes[step.id], shown)
        if figures is None:
            continue
        found += [
            _vote(room, question, figures) for question in workshop_room.questions_of(room, step)
        ]
    return found


def _vote(room: Room, question: Question, figures: LiveFigures) -> Vote:
    voice, content = room.voice, room.content
    tallies: dict[str, tuple[Tally, Tally | None]] = {}
    for route in content.routes:
        first = figures.first.tally(question.id, route.viewpoint)
        if first:
            second = figures.second and figures.second.tally(question.id, route.viewpoint)
            tallies[regard_of(voice, content, route.viewpoint)] = (first, second or None)
    whole = figures.first.whole.get(question.id)
    if whole:
        after = figures.second.whole.get(question.id) if figures.second else None
        tallies[regard_of(voice, content, None)] = (whole, after)
    moves = read_moves(voice, content, question, figures)
    changed = {
        arrow.regard: voice.percent(arrow.moved) for arrow in (moves.arrows if moves else ())
    }
    note = ""
    if not tallies:
        note = voice.say(
            "Trop peu de réponses : un regard se montre à partir de {threshold} personnes.",
            threshold=figures.first.threshold,
        )
    return Vote(
        wording=question.wording.of(voice.language),
        rows=tuple(
            Row(
                name,
                _say_tally(room, question, first),
                _say_tally(room, question, second) if second else voice.number(None),
                changed.get(name, voice.number(None)),
            )
            for name, (first, second) in tallies.items()
        ),
        twice=figures.second is not None,
        note=note,
    )


def _say_tally(room: Room, question: Question, tally: Tally) -> str:
    """« 6,4/10 (n = 12) », or the answers given most."""
    voice = room.voice
    base = voice.say("(n = {number})", number=voice.whole(tally.given))
    if isinstance(question, ScaleQuestion):
        return f"{voice.mark(tally.mean, question.maximum)} {base}"
    if isinstance(question, LevelsQuestion):
        return f"{voice.mark(tally.mean, MOST_LEVEL)} {base}"
    if not tally.given or not tally.counts:
        return voice.number(None)
    most = sorted(tally.counts, key=lambda one: -one[1])[:MOST_ANSWERS]
    told = [
        f"{name_option(voice, room.content, question, str(name))} "
        f"{voice.percent(people / tally.given)}"
        for name, people in most
        if people
    ]
    return f"{voice.series(told)} {base}"


def _pads(room: Room, record: Record) -> list[Pad]:
    found = []
    for step in room.workshop.steps:
        if step.kind is not StepKind.GROUPS:
            continue
        for number, name in enumerate(step.groups, 1):
            ideas = tuple(
                one.text for one in record.ideas if (one.step_id, one.group) == (step.id, number)
            )
            if ideas:
                found.append(Pad(name.of(room.voice.language), ideas))
    return found


def _lines(voice: Voice, decisions: tuple[Decision, ...]) -> list[Line]:
    return [
        Line(one.what, one.who, voice.day(one.due) if one.due else voice.number(None))
        for one in decisions
    ]


def _say_timing(room: Room, timing: Timing) -> str:
    """« 14:02 · 12 min · Bienvenue », by the clock of this machine.

    Without a duration where that clock was set back meanwhile: how long it was is not known.
    """
    voice = room.voice
    ended = timing.ended_at or datetime.now(UTC)
    titles = {step.id: step.title.of(voice.language) for step in room.workshop.steps}
    hour = f"{timing.started_at.astimezone():%H:%M}"
    step = titles.get(timing.step_id, voice.number(None))
    if ended < timing.started_at:
        return f"{hour} · {step}"
    minutes = max(1, round((ended - timing.started_at).total_seconds() / 60))
    return voice.say("{hour} · {minutes} min · {step}", hour=hour, minutes=minutes, step=step)
