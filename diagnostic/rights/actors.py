"""Who is acting: somebody at this machine, a person who signed in, or anybody."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_NAME = 80


class Kind(StrEnum):
    """How we know who acts; kept in the history."""

    MACHINE = "machine"
    LINK = "lien"
    PERSON = "personne"
    ANYBODY = "anonyme"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom an identity provider vouches for."""

    issuer: str
    subject: str
    """Unique for this issuer; no two people ever have the same."""
    name: str
    """As others see them in the history."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks something of the memory."""

    kind: Kind
    person: Person | None = None
    administrator: bool = False

    @property
    def owns_all(self) -> bool:
        """At the machine, or by the owner's link: nothing is closed."""
        return self.kind in (Kind.MACHINE, Kind.LINK)

    @classmethod
    def signed_in(cls, issuer: str, subject: str, name: str, *, administrator: bool) -> "Actor":
        """A person, their name shortened to one readable line."""
        line = "".join(sign if sign.isprintable() else " " for sign in name)
        shown = " ".join(line.split())[:LONGEST_NAME] or subject[:LONGEST_NAME]
        return cls(Kind.PERSON, Person(issuer, subject, shown), administrator)


MACHINE = Actor(Kind.MACHINE, administrator=True)
OWNER_LINK = Actor(Kind.LINK, administrator=True)
ANYBODY = Actor(Kind.ANYBODY)
