"""« Ce qui a bougé » as a table: one row per figure that both waves show."""

import pandas as pd

from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.movement_words import (
    name_move,
    name_subject,
    say_change,
    say_change_ends,
    say_figure,
)
from diagnostic.readings.movements import Movement, Moves
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def movements_table(
    voice: Voice, questionnaire: Questionnaire, moves: Moves, waves: tuple[int, int], subject: str
) -> pd.DataFrame:
    """`subject` names the first column; `waves` are the numbers of the two waves."""
    found = [(row, one) for row in moves.rows for one in row.movements]
    columns = {
        subject: [row.label[voice.language] for row, _ in found],
        voice.say("Regard"): [name_subject(voice, questionnaire, one) for _, one in found],
        **{
            voice.say("Vague {number} (n)", number=number): [
                _shown(voice, moves, one, place) for _, one in found
            ]
            for place, number in enumerate(waves)
        },
        voice.say("Mouvement"): [
            say_change(voice, moves, one.difference.value) for _, one in found
        ],
        voice.say("Intervalle à 95 %"): [
            say_change_ends(voice, moves, one.difference.interval) for _, one in found
        ],
        voice.say("Lecture"): [name_move(voice, one.standing) for _, one in found],
    }
    if any(one.followed for _, one in found):
        columns[voice.say("Personnes suivies (n)")] = [
            _followed(voice, moves, one) for _, one in found
        ]
    return pd.DataFrame(columns)


def _shown(voice: Voice, moves: Moves, one: Movement, place: int) -> str:
    figure = say_figure(voice, moves, (one.before, one.after)[place])
    if one.viewpoint is None:
        return voice.say(
            "{figure} ({number} regards)", figure=figure, number=voice.whole(one.given[place])
        )
    return f"{figure} ({voice.whole(one.given[place])})"


def _followed(voice: Voice, moves: Moves, one: Movement) -> str:
    if one.followed is None:
        return MISSING
    difference = one.followed.difference
    return voice.say(
        "{change} ({number}) ; {ends} : {standing}",
        change=say_change(voice, moves, difference.value),
        number=voice.whole(one.followed.given),
        ends=say_change_ends(voice, moves, difference.interval),
        standing=name_move(voice, one.followed_standing),
    )
