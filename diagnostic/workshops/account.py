"""What a workshop leaves: its votes, what moved, its ideas, its decisions, its timings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from diagnostic.workshops.state import RoomState
from diagnostic.workshops.votes import Box
from diagnostic.workshops.workshop import Decision, Idea, Workshop


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the room stayed at a step; a step visited twice has two."""

    step_id: str
    started_at: datetime
    ended_at: datetime | None
    """None while it lasts."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything for the account of a workshop, as of one moment."""

    workshop: Workshop
    state: RoomState
    people: int
    """Seats taken."""
    boxes: Mapping[str, tuple[Box, ...]]
    """Step id → first round, then the second where there was one; only votes that were shown
    or recorded. `confidence.live` says what may be told of them."""
    ideas: tuple[Idea, ...]
    decisions: tuple[Decision, ...]
    timings: tuple[Timing, ...]
