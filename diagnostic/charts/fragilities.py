"""R1 « nos fragilités »: the domains ranked, each regard on its own, France beside its regard."""

from collections.abc import Iterable, Mapping

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, hover, wrap
from diagnostic.charts.rows import Bar, Legend, Mark, Row, Tick, draw, fit
from diagnostic.charts.wording import hover_france, label_france, plural, say_base, say_consensus
from diagnostic.confidence import INDICATIVE_UNDER
from diagnostic.questionnaire import Questionnaire, ScaleQuestion
from diagnostic.readings import Comparison, DomainReading
from diagnostic.readings.fragilities import compare_domains
from diagnostic.readings.uncertainty import say_interval, say_standing
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice

NAME_WIDTH = 22
"""Characters on one line of a domain's name."""


def draw_fragilities(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[DomainReading],
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One row per domain that has a height, in the order given; None where none has.

    A selection gives back the domain's id. France is drawn beside a regard that is drawn, with
    its latest figure.
    """
    found = [reading for reading in readings if reading.height is not None]
    if not found:
        return None
    look = Look(dark, wall)
    comparisons = compare_domains(found)
    rows = [_row(voice, questionnaire, reading, comparisons) for reading in found]
    grid = fit(look, 0, 10, rows)
    question = questionnaire.question(found[0].question_id)
    ends = ""
    if isinstance(question, ScaleQuestion):
        ends = voice.say(
            "0 : {low} ; 10 : {high}",
            low=question.low.of(voice.language).lower(),
            high=question.high.of(voice.language).lower(),
        )
    figure, height = draw(
        voice,
        questionnaire,
        grid,
        rows,
        Legend(
            bar=voice.say("Note croisée"),
            together=voice.say("Toute la salle"),
            france=voice.say("France"),
        ),
        grid.axis({value: str(value) for value in range(0, 11, 2)}, wrap(ends, 60)),
    )
    return Chart(figure, _alt(voice, found), height)


def _row(
    voice: Voice,
    questionnaire: Questionnaire,
    reading: DomainReading,
    comparisons: Mapping[tuple[str, Viewpoint], Comparison],
) -> Row:
    name = reading.domain.name.of(voice.language)
    marks, ticks = [], []
    for viewpoint, tally in reading.marks.items():
        if tally.mean is None:
            continue
        regard = plural(questionnaire, viewpoint, voice)
        figure = reading.national(viewpoint)
        comparison = comparisons.get((reading.domain.id, viewpoint))
        interval = reading.interval(viewpoint)
        marks.append(
            Mark(
                viewpoint,
                tally.mean,
                hover(
                    name,
                    voice.say("{regard} : {mark}", regard=regard, mark=voice.mark(tally.mean)),
                    say_base(
                        voice,
                        tally.given,
                        indicative=figure is not None and tally.given < INDICATIVE_UNDER,
                    ),
                    say_interval(voice, interval),
                    say_consensus(
                        voice,
                        divided=viewpoint in reading.divided,
                        split=viewpoint in reading.split,
                    ),
                    say_standing(voice, comparison) if comparison else "",
                ),
                interval,
            )
        )
        if figure:
            ticks.append(
                Tick(
                    figure.value,
                    label_france(voice, questionnaire, figure, viewpoint),
                    hover_france(voice, questionnaire, figure, viewpoint),
                )
            )
    return Row(
        key=reading.domain.id,
        name=wrap(reading.domain.short.of(voice.language), NAME_WIDTH),
        aside=_aside(voice, reading),
        bar=_bar(voice, reading, name),
        marks=tuple(marks),
        ticks=tuple(ticks),
    )


def _bar(voice: Voice, reading: DomainReading, name: str) -> Bar | None:
    if reading.cross:
        said = voice.say("Note croisée : {mark}", mark=voice.mark(reading.cross.mean))
        rests = voice.say_many(
            "moyenne de {number} regard", "moyenne de {number} regards", reading.cross.regards
        )
        return Bar(reading.cross.mean, hover(name, said, rests))
    if reading.whole and reading.whole.mean is not None:
        said = voice.say("Toute la salle : {mark}", mark=voice.mark(reading.whole.mean))
        base = say_base(voice, reading.whole.given)
        sure = say_interval(voice, reading.whole_interval)
        return Bar(reading.whole.mean, hover(name, said, base, sure), together=True)
    return None


def _aside(voice: Voice, reading: DomainReading) -> tuple[str, ...]:
    figure = voice.number(reading.height)
    if reading.cross:
        return (figure,)
    return (voice.say("toute la salle : {figure}", figure=figure),)


def _alt(voice: Voice, readings: list[DomainReading]) -> str:
    first = voice.say_many(
        "{number} domaine, noté de 0 à 10 par les regards : {marks}.",
        "{number} domaines, du plus au moins fragile, notés de 0 à 10 : {marks}.",
        len(readings),
        marks=voice.series(
            [
                f"{r.domain.short.of(voice.language)} {voice.number(r.height)}"
                if r.cross
                else voice.say(
                    "{domain} {mark} (toute la salle)",
                    domain=r.domain.short.of(voice.language),
                    mark=voice.number(r.height),
                )
                for r in readings
            ],
        ),
    )
    if any(r.interval(viewpoint) for r in readings for viewpoint in r.marks):
        first += " " + voice.say("Un trait fin donne l’intervalle à 95 % de chaque regard.")
    national = sum(
        bool(r.france.get(viewpoint)) and tally.mean is not None
        for r in readings
        for viewpoint, tally in r.marks.items()
    )
    if not national:
        return first
    return f"{first} " + voice.say_many(
        "Un losange donne la note de France du même regard, pour {number} mesure.",
        "Des losanges donnent les notes de France du même regard, pour {number} mesures.",
        national,
    )
