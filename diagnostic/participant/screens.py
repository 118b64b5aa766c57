"""What a page shows, as plain words: the templates only lay it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagnostic.answers import LONGEST_COMMENT, Answer, AnswerState
from diagnostic.participant.fields import APART, SEVERAL, Form, print_of, seen_of, word_of
from diagnostic.questionnaire import (
    PRIORITIES,
    PRIORITY,
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Progress,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    Screen,
    TextQuestion,
    takes_comment,
)
from diagnostic.texts import Voice

_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be touched."""

    value: str
    label: str
    note: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is laid out."""

    id: str
    kind: str
    wording: str
    domain: str
    """The domain's name, where it begins; otherwise nothing."""
    help: str
    low: str
    high: str
    choices: tuple[Choice, ...]
    ranks: tuple[tuple[str, tuple[Choice, ...]], ...]
    """For a ranking: the label of each rank, and what can be put there."""
    apart: tuple[Choice, ...]
    most: str
    text: str
    longest: int
    seen: str
    is_saved: bool
    notes: tuple[str, ...]
    comment: str | None
    """None where none can be joined."""
    comment_seen: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One theme of the list of themes."""

    id: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds of one passage, read back."""

    answers: Mapping[str, Answer]
    comments: Mapping[str, str]


def clean(text: str) -> str:
    """What people typed, without the signs that turn the direction of writing."""
    return _TURNING.sub("", text)


def ask_one(
    voice: Voice, content: Questionnaire, question: Question, kept: Kept, form: Form | None
) -> Asked:
    """One question with what is kept of it, or with what `form` held, by itself."""
    language, answer = voice.language, kept.answers.get(question.id)
    held, apart, text = _held(question, answer)
    if form is not None:
        held = tuple(form.get(f"a.{question.id}", ()))
        apart = "".join(form.get(f"x.{question.id}", ())[:1])
        text = held[0] if held else ""
    choices: tuple[Choice, ...] = ()
    ranks: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    low = high = most = ""
    if isinstance(question, ScaleQuestion):
        low, high = clean(question.low.of(language)), clean(question.high.of(language))
        marks = range(question.minimum, question.maximum + 1)
        choices = tuple(Choice(f"={n}", str(n)) for n in marks)
    elif isinstance(question, LevelsQuestion):
        names = [name.of(language) for name in question.names] or [""] * 5
        choices = tuple(
            Choice(f"={n}", title or level.of(language), level.of(language) if title else "")
            for n, (title, level) in enumerate(zip(names, question.levels, strict=True))
        )
    elif isinstance(question, ChoiceQuestion):
        choices = tuple(Choice(f"={o.id}", clean(o.label.of(language))) for o in question.options)
    elif isinstance(question, ChoicesQuestion):
        choices = tuple(Choice(o.id, o.label.of(language)) for o in question.options)
        most = voice.say("{most} réponses au plus", most=question.most)
    elif isinstance(question, RankingQuestion):
        options = tuple(Choice(o.id, o.label.of(language)) for o in question.options)
        ranks = tuple(
            (
                voice.say("Choix n° {rank}", rank=n + 1),
                _checked(options, held[n : n + 1]),
            )
            for n in range(question.most)
        )
    return Asked(
        id=question.id,
        kind=question.kind,
        wording=clean(question.wording.of(language)),
        domain="",
        help="",
        low=low,
        high=high,
        choices=_checked(choices, held),
        ranks=ranks,
        apart=_checked(_apart(voice, question), (apart,)),
        most=most,
        text=text,
        longest=question.longest if isinstance(question, TextQuestion) else LONGEST_COMMENT,
        seen=seen_of(question, answer),
        is_saved=answer is not None,
        notes=_notes(voice, content, question, answer),
        comment=kept.comments.get(question.id, "") if takes_comment(question) else None,
        comment_seen=print_of(kept.comments.get(question.id, "")),
    )


def _held(question: Question, answer: Answer | None) -> tuple[tuple[str, ...], str, str]:
    """What the fields of a question hold: what is picked, what is apart, what is written."""
    if answer is None:
        return (), "", ""
    if answer.state in APART:
        return (), answer.state.value, ""
    if isinstance(question, TextQuestion):
        return (), "", str(answer.value)
    if isinstance(question, SEVERAL):
        return (answer.value if isinstance(answer.value, tuple) else ()), "", ""
    return (word_of(answer),), "", ""


def _apart(voice: Voice, question: Question) -> tuple[Choice, ...]:
    said = (
        (question.dont_know, AnswerState.DONT_KNOW, voice.say("Ne sait pas")),
        (question.not_concerned, AnswerState.NOT_CONCERNED, voice.say("Pas concerné")),
    )
    return tuple(Choice(state.value, label) for allowed, state, label in said if allowed)


def _checked(choices: tuple[Choice, ...], held: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(replace(c, checked=True) if c.value in held else c for c in choices)


def _notes(
    voice: Voice, content: Questionnaire, question: Question, answer: Answer | None
) -> tuple[str, ...]:
    """What it means that a domain is a priority, for those just chosen."""
    picked = answer.value if answer and isinstance(answer.value, tuple) else ()
    if question.id != PRIORITIES:
        return ()
    wordings = (content.domain(name).wordings for name in picked)
    return tuple(w[PRIORITY].of(voice.language) for w in wordings if PRIORITY in w)


def stops(
    voice: Voice, screens: tuple[Screen, ...], here: Screen | None, kept: Kept, end: str
) -> tuple[Stop, ...]:
    """The list of themes, how much of each is answered, and the end."""
    listed = []
    for number, screen in enumerate(screens, 1):
        title = voice.say(
            "{number}/{total} · {title}",
            number=number,
            total=len(screens),
            title=screen.theme.title.of(voice.language),
        )
        due = len(screen.counted)
        label = f"{title} ({due - screen.left(kept.answers)}/{due})" if due else title
        listed.append(Stop(screen.theme.id, label, screen is here))
    return (*listed, Stop(end, voice.say("Fin : ce qui reste à dire"), here is None))


def say_progress(voice: Voice, how_far: Progress) -> str:
    said = voice.say_many(
        "✓ {number} réponse enregistrée sur {asked}",
        "✓ {number} réponses enregistrées sur {asked}",
        how_far.answered,
        asked=how_far.asked,
    )
    if how_far.minutes_left:
        said += voice.say_many(
            " · environ {number} minute restante",
            " · environ {number} minutes restantes",
            how_far.minutes_left,
        )
    return said


def say_left(voice: Voice, how_far: Progress) -> str:
    """What the end of the questionnaire says."""
    left = how_far.asked - how_far.answered
    if left == 0:
        return voice.say("Merci ! Vous avez répondu à tout, et tout est enregistré.")
    return voice.say_many(
        "Tout ce que vous avez dit est enregistré. {number} question reste sans réponse : "
        "vous pouvez la laisser ainsi, ou y revenir.",
        "Tout ce que vous avez dit est enregistré. {number} questions restent sans "
        "réponse : vous pouvez les laisser ainsi, ou y revenir.",
        left,
    )


def left_on(voice: Voice, screens: tuple[Screen, ...], kept: Kept) -> tuple[tuple[str, str], ...]:
    """Theme id and label, for the themes where something is left unanswered."""
    return tuple(
        (
            screen.theme.id,
            voice.say_many(
                "{title} : {number} question sans réponse",
                "{title} : {number} questions sans réponse",
                screen.left(kept.answers),
                title=screen.theme.title.of(voice.language),
            ),
        )
        for screen in screens
        if screen.left(kept.answers)
    )


def regards(
    voice: Voice, content: Questionnaire, *, with_length: bool = True
) -> tuple[Choice, ...]:
    """The routes to choose from, each with who takes it and how long it is."""
    choices = []
    for route in content.routes:
        length = voice.say(
            "Environ {minutes} min, {short} en version courte.",
            minutes=route.minutes,
            short=route.short_minutes,
        )
        who = route.who.of(voice.language)
        note = f"{who} {length}" if with_length else who
        choices.append(Choice(route.viewpoint.value, route.name.of(voice.language), note))
    return tuple(choices)


def without_comment(one: Asked) -> Asked:
    """In a room, what there is to say is said aloud."""
    return replace(one, comment=None)
