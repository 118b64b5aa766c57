"""A mark on the wall: one large line for each regard, with its interval, and France's beside it."""

from collections.abc import Iterable
from html import escape

from diagnostic.benchmarks import Benchmark, Benchmarks, Measure
from diagnostic.confidence import Release
from diagnostic.questionnaire import LevelsQuestion, Question, ScaleQuestion
from diagnostic.readings.uncertainty import read_interval, say_sureness
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice
from diagnostic.ui.wall_style import colour_of, picture, sign
from diagnostic.ui.workshop_room import Room
from diagnostic.ui.workshop_words import MOST_LEVEL, regard_of

MOST_QUESTIONS = 2
"""More marks than that are drawn together, smaller."""
BEFORE = 60
"""Hundredths of a line after which the name of France stands before its mark."""
DIAMOND = picture(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" '
    'stroke="#808A90" stroke-width="2.5">'
    '<path d="M10 2 18 10 10 18 2 10z"/></svg>',
    kind="losange",
)


def is_mark(question: Question) -> bool:
    """Whether its answers stand on a scale."""
    return isinstance(question, ScaleQuestion | LevelsQuestion)


def scale_of(question: Question) -> tuple[int, int]:
    """Both ends."""
    if isinstance(question, ScaleQuestion):
        return question.minimum, question.maximum
    return 0, MOST_LEVEL


def france_of(
    benchmarks: Benchmarks, question: Question, viewpoint: Viewpoint | None
) -> Benchmark | None:
    """The latest mean of the same regard in France, on the same scale."""
    if viewpoint is None or not isinstance(question, ScaleQuestion):
        return None
    means = [one for one in benchmarks.of(question.id, viewpoint) if one.measure is Measure.MEAN]
    return means[-1] if means else None


def draw_marks(
    room: Room, question: Question, shown: Release, benchmarks: Benchmarks, *, alone: bool = True
) -> str:
    """Safe HTML that takes all the height there is; empty where nothing may be shown."""
    rows = [
        _row(room, question, viewpoint, tally, france_of(benchmarks, question, viewpoint))
        for viewpoint, tally in _tallies(room, question, shown)
        if tally.mean is not None
    ]
    if not rows:
        return ""
    least, most = scale_of(question)
    return (
        f'<div class="fleches notes{" plein" if alone else ""}" style="--rangs:{len(rows)}">'
        f"{''.join(rows)}"
        f'<div></div><div class="bouts"><span>{least}</span><span>{most}</span></div><div></div>'
        "</div>"
    )


def _tallies(
    room: Room, question: Question, shown: Release
) -> Iterable[tuple[Viewpoint | None, Tally]]:
    for route in room.content.routes:
        tally = shown.tally(question.id, route.viewpoint)
        if tally:
            yield route.viewpoint, tally
    if question.id in shown.whole:
        yield None, shown.whole[question.id]


def _row(
    room: Room,
    question: Question,
    viewpoint: Viewpoint | None,
    tally: Tally,
    france: Benchmark | None,
) -> str:
    voice, scale = room.voice, scale_of(question)
    regard = regard_of(voice, room.content, viewpoint)
    interval = read_interval(tally, scale)
    band = ""
    if interval is not None:
        left, right = _place(interval.low, scale), _place(interval.high, scale)
        band = f'<span class="trait fin" style="left:{left:.1f}%;width:{right - left:.1f}%"></span>'
    there = ""
    if france is not None:
        year = voice.say(
            "France {year} : {mark}",
            year=france.source.year,
            mark=voice.mark(france.value, scale[1]),
        )
        place = _place(france.value, scale)
        there = (
            f'<span class="france{" avant" if place > BEFORE else ""}" style="left:{place:.1f}%">'
            f"{DIAMOND}"
            f"{escape(year)}</span>"
        )
    told = _say(voice, regard, tally, scale, say_sureness(voice, tally, interval))
    mean = _place(tally.mean or 0.0, scale)
    return (
        f'<div class="regard">{sign(viewpoint)}{escape(regard)}</div>'
        f'<div class="ligne" style="--teinte:{colour_of(viewpoint)}" role="img" '
        f'aria-label="{escape(told)}">{band}'
        f'<span class="point" style="left:{mean:.1f}%">{sign(viewpoint)}</span>{there}</div>'
        f'<div class="note"><strong>{escape(voice.mark(tally.mean, scale[1]))}</strong> '
        f'<span class="petit">n = {escape(voice.whole(tally.given))}</span></div>'
    )


def _say(voice: Voice, regard: str, tally: Tally, scale: tuple[int, int], sure: str) -> str:
    return voice.say(
        "{regard} : {mark} (n = {number} ; {sure})",
        regard=regard,
        mark=voice.mark(tally.mean, scale[1]),
        number=voice.whole(tally.given),
        sure=sure,
    )


def _place(value: float, scale: tuple[int, int]) -> float:
    least, most = scale
    return 100 * min(1.0, max(0.0, (value - least) / (most - least)))
