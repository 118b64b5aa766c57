"""Where a room stands: all that its three faces follow, in one row of the memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from diagnostic.workshops.locking import Lock
from diagnostic.workshops.workshop import Step, WorkshopRefused

DEFAULT_SECONDS = 5 * 60


class Stage(StrEnum):
    """How far a vote or a reading is revealed, in this order."""

    VOTE = "vote"
    HIDDEN = "masque"
    """Answers are in; only how many is shown."""
    OWN = "son_regard"
    """Each phone shows its own regard; the wall shows no figure."""
    OTHERS = "autres_regards"
    FRANCE = "france"
    DEBATE = "debat"
    SECOND = "second_vote"
    MOVEMENT = "mouvement"
    RECORDED = "enregistre"

    @property
    def rank(self) -> int:
        return _ORDER.index(self)


_ORDER = tuple(Stage)
_VOTED = _ORDER
_READ = (Stage.HIDDEN, Stage.OWN, Stage.OTHERS, Stage.FRANCE, Stage.DEBATE, Stage.RECORDED)


def stages(step: Step) -> tuple[Stage, ...]:
    """The stages that a step goes through; empty where nothing is revealed."""
    if step.is_voted:
        return _VOTED
    return _READ if step.reading is not None else ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """Which vote an answer is meant for: a phone sends it back with each answer."""

    step_id: str
    round: int
    resets: int
    """How often this vote was set back to zero; older answers are not for it."""

    def __str__(self) -> str:
        return f"{self.step_id}:{self.round}:{self.resets}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """What `str` wrote. Raises WorkshopRefused."""
        step_id, _, rest = text.partition(":")
        number, _, resets = rest.partition(":")
        if not (step_id and number in ("1", "2") and resets.isdecimal() and len(resets) < 6):
            raise WorkshopRefused("Ce vote n’existe pas. Revenez à l’étape en cours.")
        return cls(step_id, int(number), int(resets))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one step stands, kept when the room goes elsewhere and comes back."""

    stage: Stage
    round: int = 1
    """1, or 2 once a second vote was opened."""
    revealed: Stage = Stage.VOTE
    """The furthest that the first round was shown, at most DEBATE; hiding does not lower it."""
    moved: bool = False
    """Whether the movement was shown."""
    resets: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """A countdown: running until `ends_at`, or stopped with `left` seconds."""

    total: int = DEFAULT_SECONDS
    """In seconds."""
    left: int = DEFAULT_SECONDS
    """In seconds, while it is stopped."""
    ends_at: datetime | None = None

    def remaining(self, now: datetime) -> int:
        """In seconds, rounded up; never under 0, nor over what it started with.

        The clock of the machine may be set back meanwhile.
        """
        if self.ends_at is None:
            return self.left
        return min(self.left, max(0, -int((now - self.ends_at).total_seconds() // 1)))


@dataclass(frozen=True, slots=True)
class RoomState:
    """All that the three faces of a room follow; one row of the memory."""

    step_id: str
    marks: Mapping[str, Mark]
    """Step id → where it stands, for the steps that were visited."""
    accepting: bool = False
    """Whether answers to the current ballot are taken."""
    join_shown: bool = True
    count_shown: bool = True
    timer: Timer = field(default_factory=Timer)
    ended: bool = False
    revision: int = 1
    """One more at each change."""
    lock: Lock | None = None
    """Once a code was chosen to lock the screens that run the room."""

    @property
    def is_locked(self) -> bool:
        return self.lock is not None and self.lock.is_closed

    @property
    def mark(self) -> Mark:
        return self.marks[self.step_id]

    @property
    def stage(self) -> Stage:
        return self.mark.stage

    @property
    def round(self) -> int:
        return self.mark.round

    @property
    def ballot(self) -> Ballot:
        return Ballot(self.step_id, self.mark.round, self.mark.resets)


def state_to_data(state: RoomState) -> dict[str, Any]:
    """As JSON holds it, without the revision, which the memory keeps apart."""
    ends_at = state.timer.ends_at
    # Without it where there is none: an older base has no such thing.
    locked = {"lock": _lock_to_data(state.lock)} if state.lock else {}
    return locked | {
        "step": state.step_id,
        "accepting": state.accepting,
        "join": state.join_shown,
        "count": state.count_shown,
        "ended": state.ended,
        "timer": [state.timer.total, state.timer.left, ends_at and ends_at.isoformat()],
        "marks": {
            name: [m.stage.value, m.round, m.revealed.value, m.moved, m.resets]
            for name, m in state.marks.items()
        },
    }


def state_from_data(data: Any, revision: int) -> RoomState:
    """What `state_to_data` wrote. Raises WorkshopRefused for anything else."""
    try:
        total, left, ends_at = data["timer"]
        state = RoomState(
            step_id=data["step"],
            accepting=data["accepting"],
            join_shown=data["join"],
            count_shown=data["count"],
            ended=data["ended"],
            timer=Timer(total, left, datetime.fromisoformat(ends_at) if ends_at else None),
            marks={
                name: Mark(Stage(stage), number, Stage(revealed), moved, resets)
                for name, (stage, number, revealed, moved, resets) in data["marks"].items()
            },
            revision=revision,
            lock=_lock_from_data(data["lock"]) if "lock" in data else None,
        )
        is_sound = _is_sound(state)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _spoilt() from None
    if not is_sound:
        raise _spoilt()
    return state


def _lock_to_data(lock: Lock) -> list[object]:
    until = lock.wait_until
    return [lock.salt, lock.print, lock.is_closed, lock.misses, until and until.isoformat()]


def _lock_from_data(data: Any) -> Lock:
    salt, kept, closed, misses, until = data
    return Lock(salt, kept, closed, misses, datetime.fromisoformat(until) if until else None)


def _spoilt() -> WorkshopRefused:
    return WorkshopRefused(
        "L’état de cet atelier ne peut plus être lu : la base a été modifiée ou abîmée. "
        "Rétablissez la dernière sauvegarde, ou préparez un nouvel atelier."
    )


def _is_sound(state: RoomState) -> bool:
    switches = [state.accepting, state.join_shown, state.count_shown, state.ended]
    counts = [state.timer.total, state.timer.left]
    for mark in state.marks.values():
        switches.append(mark.moved)
        counts += [mark.round - 1, 2 - mark.round, mark.resets]
    if (lock := state.lock) is not None:
        switches.append(lock.is_closed)
        counts.append(lock.misses)
        if not (isinstance(lock.salt, str) and isinstance(lock.print, str)):
            return False
        if lock.wait_until is not None and lock.wait_until.tzinfo is None:
            return False
    return (
        state.step_id in state.marks
        and all(isinstance(one, bool) for one in switches)
        and all(type(one) is int and one >= 0 for one in counts)
        and (state.timer.ends_at is None or state.timer.ends_at.tzinfo is not None)
    )
