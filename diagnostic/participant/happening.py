"""What goes on in the room where phones have nothing to answer: a reading, a debate, pads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Release
from diagnostic.confidence.live import part_of
from diagnostic.participant.desk import Desk
from diagnostic.participant.screens import clean
from diagnostic.participant.seating import Here, is_debating
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import (
    read_axes,
    read_domains,
    say_axes,
    say_fragilities,
    say_gaps,
    sort_by_gap,
)
from diagnostic.readings.crossings import read_crossings, say_borrowing, say_crossings
from diagnostic.readings.effects import read_effects, say_effects
from diagnostic.readings.matrix import read_matrix, say_experiment, say_matrix
from diagnostic.readings.provenance import say_producers
from diagnostic.readings.rules import current_rules
from diagnostic.territories import PerimeterRefused, UnknownTerritory
from diagnostic.texts import Voice
from diagnostic.workshops import Stage, StepKind

NO_FRANCE = Benchmarks((), ())
"""France is the wall's: a phone says the sentence, and has no chart to set it in."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What a phone shows of the step besides its title and its text; empty where it is nothing."""

    asked: str = ""
    """The question that the room talks about."""
    said: str = ""
    """The sentence of a reading."""
    pads: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The name of each sub-group, and its ideas."""
    decisions: tuple[tuple[str, str], ...] = ()
    """What was decided; by whom and when."""
    clock: str = ""
    """« 4:05 », the time left to debate."""
    seconds: int = 0
    runs: bool = False


def read_happening(desk: Desk, here: Here, voice: Voice) -> Happening:
    """What may be told now, by the same rules as the wall's, and no more."""
    step, state, home = here.step, here.state, here.home
    pads: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if step.kind is StepKind.GROUPS and not state.ended:
        pads = tuple(
            (
                group.of(voice.language),
                tuple(
                    clean(idea.text)
                    for idea in home.ideas
                    if (idea.step_id, idea.group) == (step.id, number)
                ),
            )
            for number, group in enumerate(step.groups, 1)
        )
    decisions: tuple[tuple[str, str], ...] = ()
    if step.kind is StepKind.DECISIONS or state.ended:
        decisions = tuple(
            (
                clean(one.what),
                " · ".join(
                    part for part in (clean(one.who), one.due and voice.day(one.due)) if part
                ),
            )
            for one in home.decisions
        )
    clock, seconds = "", 0
    if is_debating(state, step):
        seconds = state.timer.remaining(datetime.now(UTC))
        clock = f"{seconds // 60}:{seconds % 60:02d}"
    return Happening(
        asked=_say_asked(here, voice),
        said=_say_reading(desk, here, voice),
        pads=pads,
        decisions=decisions,
        clock=clock,
        seconds=seconds,
        runs=state.timer.ends_at is not None,
    )


def _say_asked(here: Here, voice: Voice) -> str:
    step, state = here.step, here.state
    if state.ended:
        return ""
    if step.is_voted and state.stage is Stage.DEBATE:
        return voice.say("Que voit l’un que l’autre ne voit pas ?")
    if step.framing is None:
        return ""
    asked = {
        "territoire": voice.say("De quel territoire parlons-nous ?"),
        "intervenants": voice.say("Qui parle, qui manque ?"),
        "organisation": voice.say("Comment allons-nous travailler ?"),
        "representation": voice.say("Comment regarder les résultats ?"),
    }[step.framing]
    return "" if asked == step.title.of(voice.language) else asked


def _say_reading(desk: Desk, here: Here, voice: Voice) -> str:
    """The sentence of a reading, of what this phone may see; nothing before its stage."""
    if here.step.reading is None or here.state.ended or not here.may.figures:
        return ""
    shown = part_of(desk.rooms.published(desk.store, here), here.may)
    if shown is None:
        return ""
    if not shown.questions and not shown.whole:
        return voice.say(
            "Trop peu de réponses : un regard se montre à partir de {threshold} personnes.",
            threshold=shown.threshold,
        )
    if here.step.reading == "R3":
        return _say_crossing(desk, here, voice, shown)
    return _say(here.step.reading, voice, here.home.content, shown)


def _say_crossing(desk: Desk, here: Here, voice: Voice, shown: Release) -> str:
    """As on the wall, then whose the public figures are and of when; nothing without any."""
    try:
        territory = desk.territory(here.home.diagnostic)
        crossings = read_crossings(
            read_domains(here.home.content, shown, NO_FRANCE),
            desk.indicators(),
            territory,
            desk.gazetteer,
        )
    except (UnknownTerritory, PerimeterRefused) as refusal:
        return voice.refuse(refusal)
    measures = [part.measure for one in crossings for part in one.objective.parts]
    sources = say_producers(voice, measures)
    if not sources:
        return ""
    parts = (say_crossings(voice, crossings), say_borrowing(voice, desk.gazetteer, crossings))
    return " ".join(part for part in (*parts, sources) if part)


def _say(reading: str, voice: Voice, content: Questionnaire, shown: Release) -> str:
    """As on the wall, for a reading of what people said alone."""
    if reading == "R5":
        return say_axes(voice, content, shown, read_axes(content, shown))
    rules = current_rules()
    if reading == "R6":
        return say_effects(voice, rules, content, read_effects(rules, content, shown))
    domains = read_domains(content, shown, NO_FRANCE)
    if reading == "R1":
        return say_fragilities(voice, content, domains)
    if reading == "R4":
        standings = read_matrix(rules, domains, shown)
        return say_experiment(voice, standings) or say_matrix(voice, standings)
    return say_gaps(voice, content, sort_by_gap(domains))


def say_status(here: Here, voice: Voice) -> str:
    """What a person is to do now, in one sentence."""
    state, step = here.state, here.step
    if state.ended:
        return voice.say("L’atelier est terminé. Merci d’y avoir pris part.")
    if not step.is_voted:
        return _say_waiting(here, voice)
    if here.may.answering and not here.questions:
        return voice.say("Cette étape s’adresse à d’autres regards : suivez l’écran de la salle.")
    if here.may.answering and state.round == 2:
        return voice.say("Second vote : répondez à nouveau, comme vous le pensez maintenant.")
    if here.may.answering:
        return voice.say("Répondez maintenant : chaque réponse est gardée quand elle est donnée.")
    if state.stage is Stage.VOTE:
        return voice.say("Le vote n’est pas encore ouvert. Il s’ouvrira ici.")
    if state.stage is Stage.DEBATE:
        return voice.say("Débattez-en ensemble : un second vote pourra s’ouvrir ici.")
    return voice.say("Le vote est arrêté. Regardez l’écran de la salle.")


def _say_waiting(here: Here, voice: Voice) -> str:
    if here.step.kind is StepKind.READING:
        if here.may.figures:
            return voice.say("Regardez le mur : on y lit ces résultats ensemble.")
        return voice.say("Regardez le mur : une lecture des résultats va y apparaître.")
    if here.step.kind is StepKind.DEBATE:
        return voice.say("Débattez-en ensemble : rien n’est à répondre ici.")
    if here.step.kind is StepKind.GROUPS:
        return voice.say(
            "Parlez-en dans votre sous-groupe. Les idées notées par la personne qui anime "
            "apparaissent ici."
        )
    if here.step.kind is StepKind.DECISIONS:
        return voice.say("Les décisions de la salle apparaissent ici quand elles sont notées.")
    return voice.say("Suivez l’écran de la salle : rien n’est à répondre ici pour l’instant.")
