"""What a room is told of a vote in words and places: who was counted, what moved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.confidence import Release
from diagnostic.confidence.live import LiveFigures, Movement
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice

MOST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Arrow:
    """What moved in one regard between two votes; places are between 0 and 1 on one line."""

    viewpoint: Viewpoint | None
    """None for the whole room."""
    regard: str
    before: float | None
    after: float | None
    said_before: str
    said_after: str
    moved: float
    """Share of the people who changed their answer, between 0 and 1."""
    people: int


@dataclass(frozen=True, slots=True)
class Moves:
    """The arrows of one question."""

    question: Question
    about: str
    """What the places are: « moyenne, de 0 à 10 », or one answer and its share."""
    arrows: tuple[Arrow, ...]


def read_moves(
    voice: Voice, content: Questionnaire, question: Question, figures: LiveFigures
) -> Moves | None:
    """The arrows of a question, regard by regard; None where no movement may be shown."""
    if figures.second is None:
        return None
    moved: dict[Viewpoint | None, Movement] = {}
    for route in content.routes:
        found = (figures.movements or {}).get(question.id, {}).get(route.viewpoint)
        if found:
            moved[route.viewpoint] = found
    if not moved and figures.whole and question.id in figures.whole:
        moved[None] = figures.whole[question.id]
    pairs: dict[Viewpoint | None, tuple[Tally, Tally]] = {}
    for viewpoint in moved:
        one = _tally(figures.first, question.id, viewpoint)
        two = _tally(figures.second, question.id, viewpoint)
        if one and two:
            pairs[viewpoint] = (one, two)
    if not pairs:
        return None
    option = None if _has_mean(question) else _most_moved(pairs)
    arrows = []
    for viewpoint, (one, two) in pairs.items():
        before, said_before = _place(voice, question, one, option)
        after, said_after = _place(voice, question, two, option)
        arrows.append(
            Arrow(
                viewpoint,
                regard_of(voice, content, viewpoint),
                before,
                after,
                said_before,
                said_after,
                moved[viewpoint].moved,
                moved[viewpoint].people,
            )
        )
    return Moves(question, _about(voice, content, question, option), tuple(arrows))


def say_arrow(voice: Voice, arrow: Arrow) -> str:
    """One sentence: from where to where, and the share who moved."""
    changed = voice.say(
        "{share} ont changé de réponse (n = {number})",
        share=voice.percent(arrow.moved),
        number=voice.whole(arrow.people),
    )
    if arrow.before is None or arrow.after is None:
        return voice.say("{regard} : {changed}", regard=arrow.regard, changed=changed)
    return voice.say(
        "{regard} : {before} puis {after} ; {changed}",
        regard=arrow.regard,
        before=arrow.said_before,
        after=arrow.said_after,
        changed=changed,
    )


def regard_of(voice: Voice, content: Questionnaire, viewpoint: Viewpoint | None) -> str:
    """« Citoyens », or the whole room."""
    if viewpoint is None:
        return voice.say("Toute la salle")
    return content.route(viewpoint).plural.of(voice.language)


def say_people(voice: Voice, content: Questionnaire, shown: Release) -> str:
    """How many of each regard were counted, and which were too few to be shown."""
    counted = [
        voice.say(
            "{regard} : {number}",
            regard=regard_of(voice, content, route.viewpoint),
            number=voice.whole(shown.people[route.viewpoint]),
        )
        for route in content.routes
        if route.viewpoint in shown.people
    ]
    if shown.withheld and counted:
        counted.append(
            voice.say(
                "les autres regards comptent moins de {threshold} personnes",
                threshold=shown.threshold,
            )
        )
    elif not counted:
        counted.append(
            voice.say(
                "aucun regard ne compte {threshold} personnes : rien n’est montré regard par "
                "regard",
                threshold=shown.threshold,
            )
        )
    return " · ".join(counted)


def name_option(voice: Voice, content: Questionnaire, question: Question, option: str) -> str:
    """The label of an answer."""
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        for one in question.options:
            if one.id == option:
                return one.label.of(voice.language)
    return option


def _has_mean(question: Question) -> bool:
    return isinstance(question, ScaleQuestion | LevelsQuestion)


def _tally(shown: Release, name: str, viewpoint: Viewpoint | None) -> Tally | None:
    return shown.whole.get(name) if viewpoint is None else shown.tally(name, viewpoint)


def _share(tally: Tally, option: str) -> float | None:
    if not tally.given or not tally.counts:
        return None
    return dict(tally.counts).get(option, 0) / tally.given


def _most_moved(pairs: Mapping[Viewpoint | None, tuple[Tally, Tally]]) -> str | None:
    """The answer whose share moved most, all regards together; one line then serves all."""
    sums: Counter[str] = Counter()
    for one, two in pairs.values():
        for option in dict.fromkeys(str(name) for name, _ in (*one.counts, *two.counts)):
            before, after = _share(one, option), _share(two, option)
            if before is not None and after is not None:
                sums[option] += round(abs(after - before) * 1_000 * two.given)
    return max(sorted(sums), key=lambda name: sums[name], default=None)


def _place(
    voice: Voice, question: Question, tally: Tally, option: str | None
) -> tuple[float | None, str]:
    if isinstance(question, ScaleQuestion):
        if tally.mean is None:
            return None, voice.number(None)
        span = question.maximum - question.minimum
        return (tally.mean - question.minimum) / span, voice.mark(tally.mean, question.maximum)
    if isinstance(question, LevelsQuestion):
        if tally.mean is None:
            return None, voice.number(None)
        return tally.mean / MOST_LEVEL, voice.mark(tally.mean, MOST_LEVEL)
    share = _share(tally, option) if option else None
    return share, voice.percent(share)


def _about(voice: Voice, content: Questionnaire, question: Question, option: str | None) -> str:
    if isinstance(question, ScaleQuestion):
        return voice.say(
            "Moyenne, de {minimum} à {maximum}",
            minimum=question.minimum,
            maximum=question.maximum,
        )
    if isinstance(question, LevelsQuestion):
        return voice.say("Moyenne des niveaux, de 0 à {maximum}", maximum=MOST_LEVEL)
    if option is None:
        return voice.say("Part de ceux qui ont changé de réponse")
    return voice.say(
        "Part de « {answer} », la réponse qui a le plus bougé",
        answer=name_option(voice, content, question, option),
    )
