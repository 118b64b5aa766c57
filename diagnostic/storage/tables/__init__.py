"""The shape of the memory: one table per thing that is kept, the same on both engines."""

from diagnostic.storage.tables.base import Moment, metadata
from diagnostic.storage.tables.diagnostics import (
    diagnostic,
    local_question,
    questionnaire_version,
    wave,
)
from diagnostic.storage.tables.imports import data_import, imported_series
from diagnostic.storage.tables.journeys import erased_submission, journey
from diagnostic.storage.tables.passages import answer, answer_history, comment, follow, submission
from diagnostic.storage.tables.privacy import privacy, purge
from diagnostic.storage.tables.published import counted_answer, frozen_state, panel, told_families
from diagnostic.storage.tables.rights import history, invitation, person, role
from diagnostic.storage.tables.rooms import (
    ballot_box,
    boxed_answer,
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
    "boxed_answer",
    "comment",
    "counted_answer",
    "data_import",
    "decision",
    "diagnostic",
    "erased_submission",
    "follow",
    "frozen_state",
    "history",
    "idea",
    "imported_series",
    "invitation",
    "journey",
    "local_question",
    "panel",
    "person",
    "privacy",
    "programme_template",
    "purge",
    "questionnaire_version",
    "role",
    "room",
    "round_answer",
    "seat",
    "step_timing",
    "submission",
    "told_families",
    "wave",
    "workshop",
]
