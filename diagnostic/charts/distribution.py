"""How the answers to one question are spread, regard by regard; what is no answer stands apart."""

from collections.abc import Mapping

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look
from diagnostic.charts.options import draw_options
from diagnostic.charts.panels import draw_panels
from diagnostic.charts.spread import Group, find_groups, find_kinds, say_apart
from diagnostic.confidence import is_split
from diagnostic.questionnaire import Question, Questionnaire, ScaleQuestion
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice

MOST_SAID = 3
"""Answers told for each regard in the sentence of the chart; a table says them all."""


def draw_distribution(
    voice: Voice,
    questionnaire: Questionnaire,
    question: Question,
    tallies: Mapping[Viewpoint, Tally],
    whole: Tally | None = None,
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """Released tallies of one question, spread; None for a free text or where nothing is shown.

    `whole` is drawn only where there is no tally of a regard.
    """
    look = Look(dark, wall)
    groups = find_groups(voice, questionnaire, look, tallies, whole)
    if not groups or not find_kinds(question, voice.language):
        return None
    if isinstance(question, ScaleQuestion):
        figure, height = draw_panels(voice, look, question, groups)
    else:
        figure, height = draw_options(voice, look, question, groups)
    alt = voice.say(
        "{question} Réponses par regard : {regards}.",
        question=question.wording.of(voice.language),
        regards=voice.series([_said(voice, question, group) for group in groups]),
    )
    return Chart(figure, alt, height)


def _said(voice: Voice, question: Question, group: Group) -> str:
    tally = group.tally
    if group.is_veiled:
        said = [voice.say("{regard}, trop peu de réponses", regard=group.name)]
    elif isinstance(question, ScaleQuestion):
        parts = {
            "regard": group.name,
            "number": voice.whole(tally.given),
            "mean": voice.mark(tally.mean, question.maximum),
        }
        split = is_split(tally, (question.minimum, question.maximum))
        said = [
            voice.say("{regard}, n = {number}, avis partagés (moyenne {mean})", **parts)
            if split
            else voice.say("{regard}, n = {number}, moyenne {mean}", **parts)
        ]
    else:
        said = [
            voice.say("{regard}, n = {number}", regard=group.name, number=voice.whole(tally.given))
        ]
        said += _most_given(voice, question, tally)
    return ", ".join([*said, *say_apart(voice, question, tally)])


def _most_given(voice: Voice, question: Question, tally: Tally) -> list[str]:
    kinds = find_kinds(question, voice.language)
    shares = [(tally.share((kind.value,)) or 0.0, kind.label) for kind in kinds]
    shares.sort(key=lambda pair: -pair[0])
    return [f"{label} {voice.percent(share)}" for share, label in shares[:MOST_SAID] if share]
