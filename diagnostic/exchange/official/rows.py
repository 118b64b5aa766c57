"""The lines of a recognised table, one by one: a bad line is left out, a cut file is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diagnostic.exchange.official.decoding import CUT, Line, read_lines, split
from diagnostic.exchange.official.ledger import Ledger
from diagnostic.exchange.official.reading import FileRefused, Limits, Reason
from diagnostic.exchange.official.recognise import Sheet


def read_rows(sheet: Sheet, ledger: Ledger, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line under the header, as many cells as the header has.

    Raises FileRefused where the file stops in the middle of a line, or never stops.
    """
    width = len(sheet.header)
    line = None
    for line in read_lines(sheet.member, sheet.encoding, limits):
        if line.number <= sheet.header_line or not line.text.strip(" \t;,|"):
            continue
        ledger.rows += 1
        if ledger.rows > limits.rows:
            raise FileRefused(
                f"« {sheet.name} » compte plus de {limits.rows} lignes : aucun des fichiers "
                "attendus n’est aussi long.",
                "Vérifiez que c’est le bon fichier.",
            )
        cells = split(line.text, sheet.delimiter)
        if cells is not None and len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if cells is not None and len(cells) == width:
            yield line.number, cells
        else:
            _leave_out(sheet, line, cells, ledger)
    ledger.unended = line is not None and not line.ended


def _leave_out(sheet: Sheet, line: Line, cells: list[str] | None, ledger: Ledger) -> None:
    width = len(sheet.header)
    if not line.ended and (cells is None or len(cells) < width):
        raise FileRefused(
            f"« {sheet.name} » semble coupé : sa dernière ligne ({line.number}) s’arrête en "
            "chemin.",
            CUT,
        )
    if cells is None:
        cause = "Les guillemets de cette ligne ne sont pas fermés ou sont mal placés."
        ledger.refuse(Reason.QUOTES, line.number, 1, cause)
    else:
        cause = f"La ligne a {len(cells)} cellules au lieu de {width}."
        ledger.refuse(Reason.CELLS, line.number, min(len(cells), width), cause)


def refuse_doubles(sheet: Sheet, wanted: Sequence[int]) -> None:
    """Raise FileRefused where a column that is used has a name that another one bears too."""
    names = [name.casefold() for name in sheet.header]
    for place in wanted:
        if names.count(names[place]) > 1:
            raise FileRefused(
                f"La colonne « {sheet.header[place][:60]} » figure deux fois dans "
                f"« {sheet.name} » : rien ne dit laquelle est la bonne.",
                "Retirez l’une des deux, ou téléchargez le fichier à nouveau.",
            )
