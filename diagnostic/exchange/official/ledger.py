"""What is left aside while a file is read: counted by reason, the first ones as examples."""

from __future__ import annotations

from diagnostic.exchange.official.reading import (
    Gap,
    Hole,
    Ignored,
    Moved,
    Reason,
    Refused,
)
from diagnostic.problems import Problem

EXAMPLES = 20
IGNORED = 100
"""Columns left aside that are named."""
_REASONS = 1_000
"""Different reasons of holes that are kept word for word."""

CURES: dict[Reason, str] = {
    Reason.CELLS: "Comparez cette ligne avec la première.",
    Reason.QUOTES: "Fermez les guillemets, sans retour à la ligne dans une cellule.",
    Reason.FORMULA: "Remplacez la formule par sa valeur.",
    Reason.CODE: "Cherchez le territoire par son nom pour connaître son code d’aujourd’hui.",
    Reason.LEVEL: "Écrivez pays, region, departement, epci ou commune.",
    Reason.INDICATOR: "Reprenez l’identifiant dans la liste des indicateurs.",
    Reason.YEAR: "Écrivez 2021, 2024-06, 2024-T3 ou 2015-2021.",
    Reason.NUMBER: "Écrivez un nombre seul, comme 12,3 ; laissez vide ce qui manque.",
    Reason.RANGE: "Vérifiez la valeur, son unité et sa virgule.",
    Reason.SOURCE: "Dites d’où vient la valeur ; une série n’a qu’une source.",
    Reason.TWICE: "Gardez une seule des lignes qui se contredisent.",
    Reason.FORMER: "Prenez une édition plus récente du fichier.",
    Reason.DISTRICT: "Ajoutez la ligne de la ville entière.",
}


class Ledger:
    """Kept by the readers of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows = 0
        self.repeated = 0
        self.districts = 0
        self.restored = 0
        """Codes given back the zero that a spreadsheet ate."""
        self.unended = False
        """Whether the last line read stops without an end of line."""
        self.former: dict[str, str] = {}
        self._ignored: dict[Ignored, None] = {}
        self._ignored_more = 0
        self.notes: list[str] = []
        self._unknown: dict[str, None] = {}
        self._counts: dict[Reason, int] = {}
        self._examples: dict[Reason, list[Problem]] = {}
        self._holes: dict[str, Hole] = {}

    def refuse(
        self, reason: Reason, line: int, column: int | str, cause: str, cure: str = ""
    ) -> None:
        """Count a line or a value that is left out."""
        self._counts[reason] = self._counts.get(reason, 0) + 1
        examples = self._examples.setdefault(reason, [])
        if self.wants(reason):
            examples.append(Problem(self.file, line, column, cause, cure or CURES[reason]))

    def wants(self, reason: Reason) -> bool:
        """Whether an example of this reason would still be kept."""
        return len(self._examples.get(reason, ())) < EXAMPLES

    def refuse_code(self, line: int, column: int | str, code: str, cause: str) -> None:
        """Count the line of a territory that the level does not have."""
        if len(self._unknown) < EXAMPLES:
            self._unknown[quote(code)] = None
        self.refuse(Reason.CODE, line, column, cause)

    def ignore(self, name: str, why: str, label: str = "") -> None:
        """Tell that nothing was taken from a column or from a file of a zip."""
        ignored = Ignored(name, label, why)
        if len(self._ignored) < IGNORED:
            self._ignored[ignored] = None
        elif ignored not in self._ignored:
            self._ignored_more += 1

    def hole(self, gap: Gap, reason: str) -> Hole:
        """One object for each reason, however many values miss."""
        found = self._holes.get(reason)
        if found is None:
            if len(self._holes) >= _REASONS:
                reason = "Sans valeur dans le fichier."
            found = self._holes.setdefault(reason, Hole(gap, reason))
        return found

    def note(self, sentence: str) -> None:
        """Tell the user something, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    @property
    def refused(self) -> tuple[Refused, ...]:
        return tuple(
            Refused(reason, count, tuple(self._examples[reason]))
            for reason, count in self._counts.items()
        )

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        if not self._ignored_more:
            return tuple(self._ignored)
        more = Ignored(f"{self._ignored_more} autres", "", "Aucun indicateur suivi n’en a besoin.")
        return (*self._ignored, more)

    @property
    def unknown_codes(self) -> tuple[str, ...]:
        return tuple(self._unknown)

    @property
    def moved(self) -> tuple[Moved, ...]:
        return tuple(Moved(code, today) for code, today in sorted(self.former.items()))


def quote(cell: str, longest: int = 40) -> str:
    """A cell as it may be shown: short, on one line, nothing invisible."""
    start = cell[: longest + 1]
    plain = "".join(letter if letter.isprintable() else " " for letter in start).strip()
    return f"{plain[:longest]}…" if len(plain) > longest else plain
