"""One table: each verb of the memory, the right that it asks for, and what the history tells of it.

A verb that is not here is refused to everybody (door.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostic.rights import Right
from diagnostic.storage.access import looks
from diagnostic.storage.access.looks import Look


@dataclass(frozen=True, slots=True)
class Rule:
    """What one verb asks for.

    Its diagnostic is that of every object among its arguments, and of its `code` or `state_id`.
    """

    right: Right
    tells: Look | None = None
    """What it may change."""
    by_result: bool = False
    """Its diagnostic is that of what it returns: nothing among its arguments is trusted for it."""
    guests: bool = False
    """Open too to whoever answers without an account: it says what the invitation says."""
    by_itself: bool = False
    """It tells the history by itself, of a diagnostic that is not there when it begins."""
    whole: bool = False
    """Told in the history of the installation: what it changes belongs to no diagnostic, or is
    gone afterwards."""
    always: bool = False
    """Told each time, whatever changed."""
    as_self: bool = False
    """Its `actor` is whoever asks, and nobody else."""
    stricter: Callable[[Mapping[str, Any]], Right | None] | None = None
    """The right that some arguments ask for instead."""


_READ = Rule(Right.READ)
_RUN = Rule(Right.RUN)
_PUBLIC = Rule(Right.PUBLIC)
_MACHINE = Rule(Right.MACHINE)


def _own(look: Look) -> Rule:
    return Rule(Right.OWN, look)


def _counts_all(said: Mapping[str, Any]) -> Right | None:
    return Right.OWN if said.get("all_that_waits") else None


RULES: dict[str, Rule] = {
    # Diagnostics
    "open_diagnostic": Rule(Right.INSTALL, by_itself=True, whole=True),
    # Filtered by the door: those where whoever asks has a role.
    "diagnostics": _PUBLIC,
    "diagnostic": Rule(Right.READ, by_result=True, guests=True),
    "rename": _own(looks.identity),
    "set_threshold": _own(looks.identity),
    "set_framing": _own(looks.identity),
    "set_totals": _own(looks.identity),
    "erase": Rule(Right.OWN, looks.existence, whole=True),
    "questionnaire": _PUBLIC,
    "waves": Rule(Right.READ, guests=True),
    "open_wave": _own(looks.waves),
    "close_wave": _own(looks.waves),
    "reopen_wave": _own(looks.waves),
    "next_local_number": Rule(Right.OWN),
    "add_local_question": _own(looks.own_questions),
    "withdraw_local_question": _own(looks.own_questions),
    "local_questions": Rule(Right.READ, guests=True),
    # Personal data
    "privacy": Rule(Right.READ, guests=True),
    "set_privacy": _own(looks.privacy),
    "purges": Rule(Right.OWN),
    "seal_wave": _own(looks.waves),
    "purge": _MACHINE,
    "own_record": _PUBLIC,
    # What is answered: the personal link, or the place that it has, is what opens it
    "begin": _PUBLIC,
    "resume": _PUBLIC,
    "set_short": _PUBLIC,
    "finish": _PUBLIC,
    "is_finished": _PUBLIC,
    "save": _PUBLIC,
    "answers": _PUBLIC,
    "receipts": _PUBLIC,
    "read_back": _PUBLIC,
    "say": _PUBLIC,
    "comments": _PUBLIC,
    "erase_submission": _PUBLIC,
    "link": _PUBLIC,
    "unlink": _PUBLIC,
    "is_linked": _PUBLIC,
    "join": _PUBLIC,
    "join_with": _PUBLIC,
    "seat_of": _PUBLIC,
    "sitting": _PUBLIC,
    "vote": _PUBLIC,
    "votes": _PUBLIC,
    # What is shown
    "change_counter": Rule(Right.READ, guests=True),
    "publication": Rule(Right.READ, looks.published, stricter=_counts_all),
    "can_count_more": _READ,
    "counted_comments": _READ,
    "counted_people": _READ,
    "families": _READ,
    "gathered": _READ,
    "panel": _READ,
    "freeze_state": Rule(Right.RUN, looks.states),
    "frozen_states": _READ,
    "state_names": _READ,
    "frozen_state": Rule(Right.READ, by_result=True),
    "drop_state": _own(looks.states),
    # People's whole answers, one by one
    "passages": _MACHINE,
    "counted_passages": _MACHINE,
    "seated": _MACHINE,
    # Workshops
    "open_workshop": Rule(Right.RUN, looks.workshops),
    "workshop": Rule(Right.RUN, by_result=True),
    "workshop_by_id": Rule(Right.RUN, by_result=True),
    "workshops": _RUN,
    "home": _RUN,
    "edit_workshop": Rule(Right.RUN, looks.workshops),
    "erase_workshop": Rule(Right.RUN, looks.workshops),
    "room_state": _RUN,
    "watch": _RUN,
    "turnout": _RUN,
    "move": Rule(Right.RUN, looks.resets),
    "lock_room": _RUN,
    "unlock_room": _RUN,
    # Without its code.
    "forget_lock": _MACHINE,
    "boxes": _RUN,
    "give_place_back": Rule(Right.RUN, looks.resets, always=True),
    "write_idea": _RUN,
    "ideas": _RUN,
    "write_decision": Rule(Right.RUN, looks.decisions),
    "decisions": _RUN,
    "timings": _RUN,
    "record": _RUN,
    # Of the whole installation: what one territory writes in them, the others read.
    "templates": Rule(Right.SIGNED),
    "save_template": Rule(Right.INSTALL, looks.templates, whole=True),
    "erase_template": Rule(Right.INSTALL, looks.templates, whole=True),
    # Travelling
    # The file holds each person’s whole answers.
    "carry": Rule(Right.MACHINE, looks.journey),
    "journey": _READ,
    "end_journey": _own(looks.journey),
    "bring": Rule(Right.MACHINE, looks.count_diagnostics, whole=True, always=True),
    # Measured facts: public figures, for the whole installation
    "import_measures": Rule(Right.INSTALL, looks.imports, whole=True),
    "imports": _PUBLIC,
    "layers": _PUBLIC,
    "undo_import": Rule(Right.INSTALL, looks.imports, whole=True),
    # People and history
    "members": Rule(Right.OWN),
    "set_role": _own(looks.roles),
    "invite": _own(looks.invitations),
    "invitations": Rule(Right.OWN),
    "revoke_invitation": _own(looks.invitations),
    "look_at_invitation": Rule(Right.PUBLIC, as_self=True),
    "accept_invitation": Rule(Right.PUBLIC, as_self=True, by_itself=True),
    "history": _READ,
    "installation_history": Rule(Right.INSTALL),
    # The installation: how much, never of whom
    "vitals": Rule(Right.INSTALL),
    "broken_history": _MACHINE,
}
