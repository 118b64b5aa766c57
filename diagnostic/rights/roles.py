"""The three roles of a territory, and what each allows; what is not written here is refused."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is for one territory."""

    READER = "lecteur"
    FACILITATOR = "animateur"
    OWNER = "proprietaire"


class Right(StrEnum):
    """What a gesture asks for."""

    PUBLIC = "public"
    """Nothing: a code or a personal link, which whoever asks must hold, says what it opens."""
    READ = "lire"
    RUN = "animer"
    OWN = "decider"
    SIGNED = "membre"
    """A role on any territory."""
    INSTALL = "installer"
    """The whole installation: its administrators."""
    MACHINE = "machine"
    """The person at the machine alone: people's whole answers, one by one."""


_OF_ROLE = {
    Role.READER: frozenset({Right.READ}),
    Role.FACILITATOR: frozenset({Right.READ, Right.RUN}),
    Role.OWNER: frozenset({Right.READ, Right.RUN, Right.OWN}),
}


def allows(role: Role | None, right: Right) -> bool:
    """Whether this role on a territory opens what asks for `right` on it."""
    return role is not None and right in _OF_ROLE[role]
