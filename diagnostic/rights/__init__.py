"""Who may do what: roles on a territory, and what each of them allows. No database here."""

from diagnostic.rights.actors import ANYBODY, MACHINE, OWNER_LINK, Actor, Kind, Person
from diagnostic.rights.invitations import (
    LONGEST_LIFE,
    Claim,
    InvitationRefused,
    read_link,
    write_link,
)
from diagnostic.rights.roles import Right, Role, allows

__all__ = [
    "ANYBODY",
    "LONGEST_LIFE",
    "MACHINE",
    "OWNER_LINK",
    "Actor",
    "Claim",
    "InvitationRefused",
    "Kind",
    "Person",
    "Right",
    "Role",
    "allows",
    "read_link",
    "write_link",
]
