"""The shape of the memory: one table per thing that is kept, the same on both engines."""

from diagnostic.storage.tables.base import Moment, metadata
from diagnostic.storage.tables.diagnostics import (
    diagnostic,
    local_question,
    questionnaire_version,
    wave,
)
from diagnostic.storage.tables.imports import data_import, imported_series
from diagnostic.storage.tables.passages import answer, answer_history, comment, follow, submission
from diagnostic.storage.tables.published import counted_answer, frozen_state, panel
from diagnostic.storage.tables.rooms import (
    ballot_box,
    decision,
    idea,
    programme_template,
    room,
    round_answer,
    seat,
    step_timing,
    workshop,
)

__all__ = [
    "Moment",
    "metadata",
    "answer",
    "answer_history",
    "ballot_box",
    "comment",
    "counted_answer",
    "data_import",
    "decision",
    "diagnostic",
    "follow",
    "frozen_state",
    "idea",
    "imported_series",
    "local_question",
    "panel",
    "programme_template",
    "questionnaire_version",
    "room",
    "round_answer",
    "seat",
    "step_timing",
    "submission",
    "wave",
    "workshop",
]
