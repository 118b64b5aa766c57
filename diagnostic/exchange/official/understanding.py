"""The door of official files: everything is understood and told, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from diagnostic.exchange.official.barometer import read_barometer
from diagnostic.exchange.official.comparator import read_comparator
from diagnostic.exchange.official.comparing import compare
from diagnostic.exchange.official.decoding import ENCODING_NAMES, Budget, Spent, read_lines, split
from diagnostic.exchange.official.drafts import Draft, Setting
from diagnostic.exchange.official.filosofi import read_filosofi
from diagnostic.exchange.official.ledger import Ledger
from diagnostic.exchange.official.local import read_local
from diagnostic.exchange.official.opening import Parcel, open_parcel
from diagnostic.exchange.official.places import LEVELS, places_of
from diagnostic.exchange.official.preferring import prefer_given
from diagnostic.exchange.official.reading import (
    LIMITS,
    FileRefused,
    Ignored,
    Kind,
    Limits,
    ReadSeries,
    Understanding,
)
from diagnostic.exchange.official.recognise import NOTICE, Sheet, recognise
from diagnostic.exchange.official.template import read_template
from diagnostic.indicators import Indicators, IndicatorSource
from diagnostic.territories import LEVEL_NAMES, Gazetteer

_READERS: Mapping[Kind | str, Callable[[Sheet, Setting], Draft]] = {
    Kind.COMPARATOR: read_comparator,
    Kind.LOCAL: read_local,
    Kind.FILOSOFI: read_filosofi,
    Kind.BAROMETER: read_barometer,
    Kind.TEMPLATE: read_template,
}
_NOTICE_LINES = 2_000
"""Lines of a notice that are read: those of the columns come before those of the codes."""


def understand(
    name: str,
    content: bytes | Path,
    gazetteer: Gazetteer,
    indicators: Indicators,
    *,
    matching: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> Understanding:
    """What a file says, before anything is imported.

    `name` is what the user calls the file; `matching` gives an indicator to headings that none
    bears (heading → identifier). Raises FileRefused, in French, where nothing can be taken.
    """
    with open_parcel(name, content, limits) as parcel:
        sheets, notices, ignored = _recognise(parcel, limits)
        ledger = Ledger(parcel.name)
        for one in ignored:
            ledger.ignore(one.name, one.why)
        setting = Setting(
            known={indicator.id: indicator for indicator in indicators.all},
            places=places_of(gazetteer),
            ledger=ledger,
            limits=limits,
            matching=matching or {},
            notices=_read_notices(notices, limits),
        )
        drafts = _read(sheets, setting, parcel)
    read = [one for draft in drafts for one in draft.series if one.keys]
    kept = prefer_given(read, setting.known, ledger)
    series = tuple(compare(one, indicators) for one in kept)
    _refuse_doubles(parcel.name, series)
    if not series:
        raise _nothing(parcel.name, ledger)
    if ledger.restored:
        ledger.note(f"{ledger.restored} codes ont retrouvé le zéro de tête perdu par un tableur.")
    levels = {one.level for one in series}
    return Understanding(
        name=parcel.name,
        kind=Kind(sheets[0].kind),
        edition=" ; ".join(dict.fromkeys(draft.edition for draft in drafts if draft.edition)),
        encoding=ENCODING_NAMES[sheets[0].encoding],
        levels=tuple(level for level in LEVELS if level in levels),
        sources=_sources(series),
        series=series,
        rows=ledger.rows,
        refused=ledger.refused,
        unknown_codes=ledger.unknown_codes,
        former=ledger.moved,
        districts=ledger.districts,
        repeated=ledger.repeated,
        ignored=ledger.ignored,
        notes=tuple(ledger.notes),
    )


def _recognise(parcel: Parcel, limits: Limits) -> tuple[list[Sheet], list[Sheet], list[Ignored]]:
    """The tables to read, the notices, and the files of a zip that are neither."""
    budget = Budget(parcel.name, limits)
    sheets: list[Sheet] = []
    notices: list[Sheet] = []
    ignored: list[Ignored] = []
    refusals: list[FileRefused] = []
    for member in parcel.members:
        try:
            sheet = recognise(member, budget, limits)
        except Spent:
            raise
        except FileRefused as refusal:
            refusals.append(refusal)
            ignored.append(Ignored(member.name, "", refusal.seems))
            continue
        (notices if sheet.kind == NOTICE else sheets).append(sheet)
    if not sheets and notices:
        raise FileRefused(
            f"« {parcel.name} » semble être la notice qui accompagne les données, sans les "
            "données.",
            "Chargez le zip entier, ou l’autre fichier qu’il contient.",
        )
    if not sheets:
        raise _say_why(parcel, refusals)
    if len({sheet.kind for sheet in sheets}) > 1:
        kinds = ", ".join(sorted({str(sheet.kind) for sheet in sheets}))
        raise FileRefused(
            f"« {parcel.name} » réunit des fichiers de plusieurs sortes ({kinds}).",
            "Chargez-les l’un après l’autre.",
        )
    return sheets, notices, ignored


def _say_why(parcel: Parcel, refusals: Sequence[FileRefused]) -> FileRefused:
    if not parcel.zipped or len(refusals) == 1:
        return refusals[0]
    told = " ".join(refusal.seems for refusal in refusals[:3])
    seems = f"Aucun des {len(refusals)} fichiers de « {parcel.name} » n’est reconnu. {told}"
    return FileRefused(seems, refusals[0].cure)


def _read(sheets: Sequence[Sheet], setting: Setting, parcel: Parcel) -> list[Draft]:
    """Tables of one zip: those of another zoning are left aside, the others are read."""
    drafts: list[Draft] = []
    refusals: list[FileRefused] = []
    for sheet in sheets:
        try:
            drafts.append(_READERS[sheet.kind](sheet, setting))
        except FileRefused as refusal:
            if len(sheets) == 1:
                raise
            refusals.append(refusal)
            setting.ledger.ignore(sheet.name, refusal.seems)
    if not drafts:
        raise _say_why(parcel, refusals)
    return drafts


def _read_notices(notices: Sequence[Sheet], limits: Limits) -> dict[str, str]:
    labels: dict[str, str] = {}
    for notice in notices:
        names = [name.upper() for name in notice.header]
        code, label = names.index("COD_VAR"), names.index("LIB_VAR")
        lines = read_lines(notice.member, notice.encoding, limits)
        for line in islice(lines, notice.header_line, _NOTICE_LINES):
            cells = split(line.text, notice.delimiter) or []
            if len(cells) > max(code, label) and cells[code]:
                labels.setdefault(cells[code].upper(), cells[label][:120])
    return labels


def _refuse_doubles(name: str, series: Sequence[ReadSeries]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for one in series:
        place = (one.indicator_id, one.year, one.level)
        if place in seen:
            raise FileRefused(
                f"« {name} » donne deux fois la même série : {one.indicator_id}, {one.year}, "
                f"niveau « {LEVEL_NAMES[one.level].singular} ».",
                "Gardez un seul des tableaux ou une seule des colonnes.",
            )
        seen.add(place)


def _nothing(name: str, ledger: Ledger) -> FileRefused:
    left = ", ".join(f"« {one.name} »" for one in ledger.ignored[:5])
    refused = " ".join(str(one.examples[0]) for one in ledger.refused[:2])
    return FileRefused(
        f"Rien dans « {name} » ne peut être repris. {refused}".strip(),
        f"Choisissez un fichier qui porte un indicateur suivi ; ici sont laissés de côté : {left}."
        if left
        else "Vérifiez ses lignes, puis chargez-le à nouveau.",
        ledger.ignored,
    )


def _sources(series: Sequence[ReadSeries]) -> tuple[IndicatorSource, ...]:
    found: dict[str, IndicatorSource] = {}
    for one in series:
        found.setdefault(one.source.id, one.source)
    return tuple(found.values())
