"""A perimeter of the user's own: several communes together, or a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnostic.territories.levels import TerritoryLevel
from diagnostic.territories.territory import TerritoryKey

NAME_LENGTH = 120
"""Longest name, in characters."""


class PerimeterRefused(ValueError):
    """The perimeter cannot be used; the message, in French, says what to change."""


class PerimeterKind(StrEnum):
    """What the perimeter is made of."""

    COMMUNES = "communes"
    QUARTER = "quartier"
    """A part of exactly one commune."""


@dataclass(frozen=True, slots=True)
class Perimeter:
    """A named set of communes, or a quarter of one; PerimeterRefused when it makes no sense.

    Whether its communes exist is checked by `Gazetteer.check`.
    """

    name: str
    kind: PerimeterKind
    members: tuple[TerritoryKey, ...]
    """Communes, in the order the user gave them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(self.name.split()))
        if not self.name or not self.name.isprintable():
            raise PerimeterRefused(
                "Donnez un nom à votre périmètre, par exemple « Vallée de la Bruche »."
            )
        if len(self.name) > NAME_LENGTH:
            raise PerimeterRefused(
                f"Le nom du périmètre compte {len(self.name)} caractères : "
                f"raccourcissez-le à {NAME_LENGTH} au plus."
            )
        if not self.members:
            raise PerimeterRefused("Choisissez au moins une commune pour votre périmètre.")
        if any(member.level is not TerritoryLevel.COMMUNE for member in self.members):
            raise PerimeterRefused(
                "Un périmètre se compose de communes : remplacez les autres territoires "
                "par leurs communes."
            )
        if len(set(self.members)) < len(self.members):
            raise PerimeterRefused(
                "Une commune figure deux fois dans le périmètre : gardez-la une seule fois."
            )
        if self.kind is PerimeterKind.QUARTER and len(self.members) > 1:
            raise PerimeterRefused(
                "Un quartier se trouve dans une seule commune : gardez-en une, "
                "ou choisissez un regroupement de communes."
            )

    def to_data(self) -> dict[str, object]:
        """Plain dict for a file or a column; `from_data` reads it back."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "members": [str(member) for member in self.members],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Perimeter:
        """Read what `to_data` wrote; PerimeterRefused when it is something else."""
        name, kind, members = data.get("name"), data.get("kind"), data.get("members")
        kinds = [known.value for known in PerimeterKind]
        if not isinstance(name, str) or kind not in kinds or not isinstance(members, list | tuple):
            raise PerimeterRefused(
                "Ce périmètre est illisible : il lui faut un nom, une nature "
                f"({' ou '.join(kinds)}) et une liste de communes. Dessinez-le à nouveau."
            )
        try:
            keys = tuple(TerritoryKey.parse(str(member)) for member in members)
        except ValueError as error:
            raise PerimeterRefused(str(error)) from error
        return cls(name, PerimeterKind(str(kind)), keys)
