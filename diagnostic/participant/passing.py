"""One person's passage as the phone page reads and saves it; nothing here knows HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.answers import Answer, AnswerRefused
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.participant.fields import (
    Form,
    Moves,
    print_of,
    read_form,
    read_text,
    read_word,
    seen_of,
    word_of,
)
from diagnostic.participant.screens import Kept
from diagnostic.questionnaire import (
    Progress,
    Question,
    Questionnaire,
    Screen,
    TextQuestion,
    opens_others,
    progress,
    reach,
    walk,
)
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store

END = "fin-du-questionnaire"


class NotAskedHere(AnswerRefused):
    """A question that is not on this person's way; only a forged request asks for it."""

    def __init__(self) -> None:
        super().__init__("Cette question ne vous est pas posée : la réponse n’est pas comptée.")


@dataclass(frozen=True, slots=True)
class Under:
    """A passage under way: who, in which diagnostic, with which questions."""

    submission: Submission
    wave: Wave
    diagnostic: Diagnostic
    content: Questionnaire
    local: tuple[Question, ...]

    @property
    def is_closed(self) -> bool:
        return self.wave.closed_on is not None

    def question(self, name: str) -> Question:
        """A question on this person's way. Raises NotAskedHere."""
        for question in self.local:
            if question.id == name:
                return question
        here = self.submission
        if name not in _reach(self.content, here.viewpoint, here.short):
            raise NotAskedHere
        return self.content.question(name)

    def screens(self, answers: Mapping[str, Answer]) -> tuple[Screen, ...]:
        here = self.submission
        return walk(
            self.content, here.viewpoint, short=here.short, answers=answers, local=self.local
        )

    def how_far(self, answers: Mapping[str, Answer]) -> Progress:
        here = self.submission
        return progress(
            self.content, here.viewpoint, self.screens(answers), answers, short=here.short
        )


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a phone sends: an answer as a short word, a text, or a comment."""

    question: str
    phone: str
    number: int
    word: str | None = None
    text: str | None = None
    comment: str | None = None
    vote: str | None = None
    """The ballot that the answer is for, in a room."""


_reached: dict[tuple[str, str, Viewpoint, bool], frozenset[str]] = {}
"""Made once per version: a published questionnaire never changes."""


def _reach(content: Questionnaire, viewpoint: Viewpoint, short: bool) -> frozenset[str]:
    key = (content.id, content.version, viewpoint, short)
    if key not in _reached:
        _reached[key] = reach(content, viewpoint, short=short)
    return _reached[key]


def open_passage(store: Store, token: str) -> Under:
    """The passage of a personal link. Raises UnknownLink."""
    submission, wave, diagnostic = store.resume(token)
    content = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
    return Under(submission, wave, diagnostic, content, tuple(store.local_questions(diagnostic)))


def read_kept(store: Store, submission: Submission) -> Kept:
    """What the database holds now."""
    return Kept(store.answers(submission), store.comments(submission))


def where_left(screens: tuple[Screen, ...], kept: Kept) -> str:
    """The theme to come back to: the first one with something left, the end otherwise."""
    for screen in screens:
        if screen.left(kept.answers):
            return screen.theme.id
    return END


def theme_ids(screens: tuple[Screen, ...]) -> list[str]:
    """The themes in their order, then the end."""
    return [*(screen.theme.id for screen in screens), END]


def save_form(store: Store, under: Under, form: Form, token: str) -> Moves:
    """Saves what moved on a page since it was drawn.

    Raises WaveClosed, UnknownLink, StorageUnavailable and NotAskedHere.
    """
    drawn = [name[2:] for name in form if name[:2] in ("v.", "w.")]
    moves = read_form({name: under.question(name) for name in drawn}, form)
    if moves.answers or moves.cleared:
        store.save(under.submission, moves.answers, moves.cleared, token=token)
    refused = dict(moves.refused)
    for name, body in moves.comments.items():
        try:
            store.say(under.submission, name, body)
        except AnswerRefused as refusal:
            refused[name] = refusal
    return Moves(moves.answers, moves.cleared, moves.comments, refused)


def save_one(store: Store, under: Under, said: Said, token: str) -> str:
    """Saves one thing and gives back its short word, or the print of its text, as it is kept.

    Raises AnswerRefused, WaveClosed, UnknownLink and StorageUnavailable.
    """
    question = under.question(said.question)
    if said.comment is not None:
        return print_of(store.say(under.submission, question.id, said.comment))
    if isinstance(question, TextQuestion) and said.text is not None:
        answer = read_text(question, said.text)
    else:
        answer = read_word(question, said.word or "")
    if answer is None:
        store.save(under.submission, (), (question.id,), token=token)
        return ""
    (_,) = store.save(under.submission, (answer,), token=token)
    return print_of(str(answer.value)) if answer.is_free_text else word_of(answer)


def read_one(store: Store, under: Under, said: Said) -> str:
    """What `save_one` gave back for the last thing that was kept under the same name."""
    question = under.question(said.question)
    if said.comment is not None:
        return print_of(store.comments(under.submission).get(question.id, ""))
    return seen_of(question, store.answers(under.submission).get(question.id))


def changes_what_is_asked(under: Under, name: str) -> bool:
    return opens_others(under.content, name)
