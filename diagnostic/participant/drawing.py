"""What was drawn once is not drawn again: questions with their answer, pages with their holes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from diagnostic.participant.fields import Form, seen_of
from diagnostic.participant.packing import Page, Piece, carry, press
from diagnostic.participant.remembering import Remembered
from diagnostic.participant.rendering import macro
from diagnostic.participant.screens import Kept, ask_one, clean, without_comment
from diagnostic.participant.words import words
from diagnostic.questionnaire import Question, Questionnaire, TextQuestion
from diagnostic.texts import Refusal, Voice

MOST_BLOCKS = 1_200
"""Questions kept as they were drawn, about 7 KB each."""

_SIGN = secrets.token_hex(8)
"""Drawn at random when the server starts: nobody can type it."""
_HOLES = re.compile(f"{_SIGN}([a-z]+){_SIGN}")


@dataclass(frozen=True, slots=True)
class Block:
    """One question, laid out with one answer."""

    question: Question
    """Held so that no other object takes its identity, under which the block is kept."""
    html: Markup
    piece: Piece


_blocks: Remembered[tuple[object, ...], Block] = Remembered(float("inf"), MOST_BLOCKS)


def draw_questions(
    voice: Voice,
    content: Questionnaire,
    questions: Iterable[Question],
    kept: Kept,
    refused: Mapping[str, Refusal],
    form: Form,
    *,
    commented: bool,
) -> tuple[Block, ...]:
    """The questions of a page; a help that several share is written once.

    What a refused form held is shown again, with the reason. `commented`: whether a comment can
    be joined.
    """
    told: set[str] = set()
    domain = None
    drawn = []
    for question in questions:
        help_ = clean(question.help.first_steps.of(voice.language))
        begins = bool(question.domain) and question.domain != domain
        drawn.append(
            _draw(
                voice, content, question, kept, refused, form, begins, help_ not in told, commented
            )
        )
        told.add(help_)
        domain = question.domain
    return tuple(drawn)


def _draw(
    voice: Voice,
    content: Questionnaire,
    question: Question,
    kept: Kept,
    refused: Mapping[str, Refusal],
    form: Form,
    begins: bool,
    helps: bool,
    commented: bool,
) -> Block:
    name, answer = question.id, kept.answers.get(question.id)

    def make() -> Block:
        one = ask_one(voice, content, question, kept, form if name in refused else None)
        one = one if commented else without_comment(one)
        html = macro("question")(
            replace(
                one,
                help=clean(question.help.first_steps.of(voice.language)) if helps else "",
                domain=content.domain(question.domain).name.of(voice.language)
                if begins and question.domain
                else "",
                refusal=voice.refuse(refused[name]) if name in refused else "",
            ),
            words(voice.language),
        )
        return Block(question, html, press(html))

    written = isinstance(question, TextQuestion) and answer is not None
    if name in refused or written or kept.comments.get(name):
        return make()
    key = (id(question), voice.language, begins, helps, commented, seen_of(question, answer))
    return _blocks.get(key, make)


def hole(name: str) -> str:
    """Stands in a page for what is one person's alone."""
    return f"{_SIGN}{name}{_SIGN}"


def cut(html: str) -> Page:
    """A page drawn with holes, ready to be filled as often as needed."""
    parts = _HOLES.split(html)
    return tuple(part if n % 2 else press(part) for n, part in enumerate(parts))


def fill(page: Page, own: Mapping[str, Iterable[Piece] | str]) -> list[Piece]:
    """The page of one person: name of each hole → what goes there, safe as HTML."""
    filled: list[Piece] = []
    for part in page:
        if isinstance(part, Piece):
            filled.append(part)
        else:
            mine = own[part]
            filled.extend((carry(mine),) if isinstance(mine, str) else mine)
    return filled
