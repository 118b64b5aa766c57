"""From rows to words and back: what leaves the memory is never a row."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from sqlalchemy import Row

from diagnostic.answers import Answer, AnswerState, Value
from diagnostic.campaigns import FRAMING, Diagnostic, LocalQuestion, Receipt, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.workshops import Step, Workshop

_LOCAL: TypeAdapter[LocalQuestion] = TypeAdapter(
    Annotated[LocalQuestion, Field(discriminator="kind")]
)
_STEPS: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])
TOTAL = "effectif."
"""Start of the lines of a framing that say how many people there are in all of a regard."""
# Marks that reverse the direction of a text: they disguise what is read.
_DIRECTIONS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def diagnostic_of(row: Row[Any]) -> Diagnostic:
    territory = (
        TerritoryKey.parse(row.territory)
        if row.territory is not None
        else Perimeter.from_data(row.perimeter)
    )
    return Diagnostic(
        id=row.id,
        code=row.code,
        title=row.title,
        territory=territory,
        created_on=row.created_at.date(),
        threshold=row.threshold,
        fictitious=row.fictitious,
        framing={name: said for name, said in row.framing.items() if name in FRAMING},
        totals=totals_of(row.framing),
    )


def totals_of(framing: Mapping[str, Any]) -> dict[Viewpoint, int]:
    """How many people there are in all, of the regards of which it was said."""
    found = {v: framing.get(f"{TOTAL}{v}") for v in Viewpoint}
    return {v: people for v, people in found.items() if people is not None}


def place_columns(territory: TerritoryKey | Perimeter) -> dict[str, Any]:
    if isinstance(territory, Perimeter):
        return {"territory": None, "perimeter": territory.to_data()}
    return {"territory": str(territory), "perimeter": None}


def wave_of(row: Row[Any]) -> Wave:
    return Wave(
        id=row.id,
        diagnostic_id=row.diagnostic_id,
        number=row.number,
        questionnaire_id=row.questionnaire_id,
        questionnaire_version=row.questionnaire_version,
        opened_on=row.opened_at.date(),
        closed_on=row.closed_at.date() if row.closed_at is not None else None,
        sealed_on=row.sealed_at.date() if row.sealed_at is not None else None,
        emptied_on=row.emptied_at.date() if row.emptied_at is not None else None,
    )


def submission_of(row: Row[Any]) -> Submission:
    return Submission(row.id, row.wave_id, Viewpoint(row.viewpoint), row.short)


def answer_of(row: Row[Any]) -> Answer:
    value: Value = tuple(row.value) if isinstance(row.value, list) else row.value
    return Answer(row.question_id, AnswerState(row.state), value)


def value_column(value: Value) -> int | str | list[str] | None:
    return list(value) if isinstance(value, tuple) else value


def receipt_of(row: Row[Any]) -> Receipt:
    return Receipt(row.question_id, row.revision, row.saved_at)


@lru_cache(maxsize=256)
def local_question_of(definition: str) -> LocalQuestion:
    return _LOCAL.validate_json(definition)


def canonical(questionnaire: Questionnaire) -> str:
    """The whole questionnaire as one JSON text, always written the same way."""
    tree = questionnaire.model_dump(mode="json")
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    # A link typed by a stranger may hold anything, half a character included.
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def printable(text: str) -> str:
    """The text without control characters, lone surrogates or reversed directions.

    Line breaks stay; blanks around go.
    """
    kept = (
        character
        for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        if character == "\n"
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _DIRECTIONS)
    )
    return "".join(kept).strip()


def rounded(moment: datetime) -> datetime:
    """The start of the ten minutes in which a moment falls: the exact one can name a person."""
    return moment.replace(minute=moment.minute - moment.minute % 10, second=0, microsecond=0)


def steps_column(steps: tuple[Step, ...]) -> str:
    """The steps as one JSON text."""
    return _STEPS.dump_json(steps, exclude_defaults=True).decode()


@lru_cache(maxsize=256)
def steps_of(column: str) -> tuple[Step, ...]:
    return _STEPS.validate_json(column)


def workshop_of(row: Row[Any]) -> Workshop:
    """From a row of the workshop, with the diagnostic of its wave."""
    return Workshop(
        id=row.id,
        diagnostic_id=row.diagnostic_id,
        wave_id=row.wave_id,
        code=row.code,
        held_on=row.held_on,
        place=row.place,
        expected=row.expected,
        steps=steps_of(row.steps),
        edition=row.edition,
    )
