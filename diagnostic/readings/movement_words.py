"""« Ce qui a bougé » in words: up, down, close, or that one cannot tell."""

from collections.abc import Iterable

from diagnostic.confidence import Difference, Interval, Standing
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.movements import MovedRow, Movement, Moves
from diagnostic.readings.uncertainty import MINUS, say_everybody
from diagnostic.texts import Voice, rounded

MOST_TOLD = 6
"""Movements told in a sentence; a table says them all."""


def name_move(voice: Voice, standing: Standing) -> str:
    """« a monté », « a baissé », « proche », « on ne peut pas trancher »."""
    if standing is Standing.ABOVE:
        return voice.say("a monté")
    if standing is Standing.BELOW:
        return voice.say("a baissé")
    return (
        voice.say("proche") if standing is Standing.CLOSE else voice.say("on ne peut pas trancher")
    )


def name_subject(voice: Voice, questionnaire: Questionnaire, movement: Movement) -> str:
    """« Citoyens », or « Note croisée »."""
    if movement.viewpoint is None:
        return voice.say("Note croisée")
    return questionnaire.route(movement.viewpoint).plural.of(voice.language)


def say_figure(voice: Voice, moves: Moves, value: float) -> str:
    """« 6,4 », or « 64 % »."""
    return voice.percent(value) if moves.is_share else voice.number(value)


def say_change(voice: Voice, moves: Moves, value: float) -> str:
    """« +1,2 »; in points of percentage where it is a share."""
    digits, shown = (0, value * 100) if moves.is_share else (1, value)
    figure = voice.number(abs(shown), digits)
    if not rounded(shown, digits):
        return figure
    return f"{'+' if shown > 0 else MINUS}{figure}"


def say_change_ends(voice: Voice, moves: Moves, interval: Interval | None) -> str:
    """« +0,4 à +2,0 », or that there is none."""
    if interval is None:
        return voice.say("trop peu de réponses pour un intervalle")
    if not interval.width:
        return say_everybody(voice)
    return voice.say(
        "{low} à {high}",
        low=say_change(voice, moves, interval.low),
        high=say_change(voice, moves, interval.high),
    )


def say_movement(voice: Voice, moves: Moves, movement: Movement) -> str:
    """« 5,1 puis 6,3 : +1,2 (intervalle à 95 % : +0,4 à +2,0), a monté »."""
    return voice.say(
        "{before} puis {after} : {change}, {standing}",
        before=say_figure(voice, moves, movement.before),
        after=say_figure(voice, moves, movement.after),
        change=_sure(voice, moves, movement.difference),
        standing=name_move(voice, movement.standing),
    )


def say_followed(voice: Voice, moves: Moves, movement: Movement) -> str:
    """What those changed who answered twice; empty where it cannot be shown."""
    if movement.followed is None:
        return ""
    return voice.say(
        "Les {number} personnes suivies d’une vague à l’autre : {change}, {standing}",
        number=voice.whole(movement.followed.given),
        change=_sure(voice, moves, movement.followed.difference),
        standing=name_move(voice, movement.followed_standing),
    )


def say_moves(voice: Voice, moves: Moves) -> str:
    """How many figures moved, as far as one can tell."""
    told = [movement.standing for movement in moves.movements]
    if not told:
        return voice.say("Aucun de ces chiffres n’est montré dans les deux vagues.")
    if set(told) == {Standing.UNSETTLED}:
        return voice.say_many(
            "{number} chiffre est montré dans les deux vagues : on ne peut pas trancher.",
            "{number} chiffres sont montrés dans les deux vagues : on ne peut trancher pour aucun.",
            len(told),
        )
    return voice.say_many(
        "{number} chiffre montré dans les deux vagues : {standings}.",
        "{number} chiffres montrés dans les deux vagues : {standings}.",
        len(told),
        standings=voice.join(
            said
            for standing, said in (
                (Standing.ABOVE, _count(voice, Standing.ABOVE, told)),
                (Standing.BELOW, _count(voice, Standing.BELOW, told)),
                (Standing.CLOSE, _count(voice, Standing.CLOSE, told)),
                (Standing.UNSETTLED, _count(voice, Standing.UNSETTLED, told)),
            )
            if standing in told
        ),
    )


def say_which(voice: Voice, questionnaire: Questionnaire, moves: Moves, standing: Standing) -> str:
    """Which figures moved that way, the widest movement first; empty where none did."""
    found = sorted(
        ((row, one) for row in moves.rows for one in row.movements if one.standing is standing),
        key=lambda pair: -abs(pair[1].difference.value),
    )
    if not found:
        return ""
    said = [_which(voice, questionnaire, moves, *pair) for pair in found[:MOST_TOLD]]
    if (left := len(found) - MOST_TOLD) > 0:
        said.append(voice.say_many("{number} autre mouvement", "{number} autres mouvements", left))
    if standing is Standing.ABOVE:
        return voice.say("Ce qui a monté : {list}.", list=voice.series(said))
    return voice.say("Ce qui a baissé : {list}.", list=voice.series(said))


def say_changed(voice: Voice, names: Iterable[str]) -> str:
    """What is asked otherwise than before; empty where all is the same."""
    told = list(names)
    if not told:
        return ""
    return voice.say_many(
        "Question posée autrement d’une vague à l’autre, donc non comparée : {names}.",
        "Questions posées autrement d’une vague à l’autre, donc non comparées : {names}.",
        len(told),
        names=voice.join(told),
    )


def _count(voice: Voice, standing: Standing, told: list[Standing]) -> str:
    number = told.count(standing)
    if standing is Standing.ABOVE:
        return voice.say_many("{number} a monté", "{number} ont monté", number)
    if standing is Standing.BELOW:
        return voice.say_many("{number} a baissé", "{number} ont baissé", number)
    if standing is Standing.CLOSE:
        return voice.say_many("{number} est resté proche", "{number} sont restés proches", number)
    return voice.say_many(
        "pour {number}, on ne peut pas trancher", "pour {number}, on ne peut pas trancher", number
    )


def _which(
    voice: Voice,
    questionnaire: Questionnaire,
    moves: Moves,
    row: MovedRow,
    movement: Movement,
) -> str:
    return voice.say(
        "« {what} », {regard} {change}",
        what=row.label[voice.language],
        regard=name_subject(voice, questionnaire, movement).lower(),
        change=say_change(voice, moves, movement.difference.value),
    )


def _sure(voice: Voice, moves: Moves, difference: Difference) -> str:
    change = say_change(voice, moves, difference.value)
    if difference.interval is None:
        return voice.say("{change} (trop peu de réponses pour un intervalle)", change=change)
    if not difference.interval.width:
        return voice.say("{value} ({notes})", value=change, notes=say_everybody(voice))
    return voice.say(
        "{change} (intervalle à 95 % : {ends})",
        change=change,
        ends=say_change_ends(voice, moves, difference.interval),
    )
