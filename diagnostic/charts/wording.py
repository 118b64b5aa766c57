"""The words of the charts: what a mark says when it is pointed at."""

from diagnostic.benchmarks import Benchmark, Measure
from diagnostic.charts.layout import hover
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import GapName
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice


def plural(questionnaire: Questionnaire, viewpoint: Viewpoint, voice: Voice) -> str:
    """« Citoyens »."""
    return questionnaire.route(viewpoint).plural.of(voice.language)


def short_figure(voice: Voice, figure: Benchmark) -> str:
    """A national figure in its unit: « 6,4/10 », « 74 % », « rang 2 »."""
    if figure.measure is Measure.SHARE:
        return voice.percent(figure.value / 100)
    if figure.measure is Measure.RANK:
        return voice.say("rang {rank}", rank=voice.number(figure.value, 0))
    maximum = int(figure.maximum) if figure.maximum is not None else 10
    return voice.mark(figure.value, maximum)


def say_base(voice: Voice, given: int, *, indicative: bool = False) -> str:
    """« n = 12, à titre indicatif »."""
    if indicative:
        return voice.say("n = {number}, à titre indicatif", number=voice.whole(given))
    return voice.say("n = {number}", number=voice.whole(given))


def hover_france(
    voice: Voice, questionnaire: Questionnaire, figure: Benchmark, viewpoint: Viewpoint
) -> str:
    """A national mark: regard, year, figure, then its source with its base."""
    title = voice.say(
        "France, {regard}, {year} : {figure}",
        regard=plural(questionnaire, viewpoint, voice).lower(),
        year=figure.source.year,
        figure=short_figure(voice, figure),
    )
    return hover(title, voice.say("Source : {source}", source=figure.source.short(voice.language)))


def label_france(
    voice: Voice, questionnaire: Questionnaire, figure: Benchmark, viewpoint: Viewpoint
) -> str:
    """The few words beside a national mark: « citoyens 2019 »."""
    return voice.say(
        "{regard} {year}",
        regard=plural(questionnaire, viewpoint, voice).lower(),
        year=figure.source.year,
    )


def name_gap(voice: Voice, name: GapName) -> str:
    """The name of a gap in the voice's language."""
    if name is GapName.WIDE:
        return voice.say("écart de regards")
    if name is GapName.SLIGHT:
        return voice.say("nuance")
    return voice.say("accord")


def say_consensus(voice: Voice, *, divided: bool, split: bool) -> str:
    """What is to know before reading a mean; empty where people mostly agree."""
    if split:
        return voice.say("Avis partagés en deux camps : peu de personnes sont près de la moyenne.")
    if divided:
        return voice.say("Avis dispersés à l’intérieur de ce regard.")
    return ""
