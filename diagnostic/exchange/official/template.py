"""Our plain table: one value a line, with its territory, year and source; faults by line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from diagnostic.exchange.official.cells import parse
from diagnostic.exchange.official.direct import take
from diagnostic.exchange.official.drafts import Draft, Setting
from diagnostic.exchange.official.gathering import Column, Pile, Row, find_code, settle
from diagnostic.exchange.official.ledger import quote
from diagnostic.exchange.official.reading import FileRefused, ReadSeries, Reason
from diagnostic.exchange.official.recognise import TEMPLATE_COLUMNS, Sheet
from diagnostic.exchange.official.rows import read_rows, refuse_doubles
from diagnostic.exchange.official.summing import COUNTS, Formula, Made, Sums, compute
from diagnostic.indicators import IndicatorSource
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryLevel
from diagnostic.territories.spelling import fold

_LEVELS = {
    "pays": TerritoryLevel.COUNTRY,
    "france": TerritoryLevel.COUNTRY,
    "region": TerritoryLevel.REGION,
    "departement": TerritoryLevel.DEPARTMENT,
    "epci": TerritoryLevel.EPCI,
    "intercommunalite": TerritoryLevel.EPCI,
    "commune": TerritoryLevel.COMMUNE,
}
_YEAR = re.compile(r"(19|20)[0-9]{2}(-T[1-4]|-(0[1-9]|1[0-2])|-(19|20)[0-9]{2})?", re.ASCII)
_LONGEST_SOURCE = 200
_SOURCES = 100
"""Different sources of one table."""

_UNNAMED = Text(fr="chiffres recopiés", en="figures copied out")
"""What the source of a line is called where it only says whose it is."""

_Group = tuple[str, str, TerritoryLevel]
"""Indicator, year, level."""


def write_template(examples: Iterable[tuple[str, str, str, str, str, str]] = ()) -> bytes:
    """An empty table for a French spreadsheet, with its columns and, if given, a few lines."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(TEMPLATE_COLUMNS)
    writer.writerows(examples)
    return table.getvalue().encode("utf-8-sig")


def read_template(sheet: Sheet, setting: Setting) -> Draft:
    """The values of the table, each with its source. Raises FileRefused."""
    folded = [fold(name) for name in sheet.header]
    columns = {
        column: next(place for place, name in enumerate(folded) if name in words)
        for column, words in TEMPLATE_COLUMNS.items()
    }
    refuse_doubles(sheet, list(columns.values()))
    groups: dict[_Group, Pile] = {}
    sources: dict[_Group, str] = {}
    for line, cells in read_rows(sheet, setting.ledger, setting.limits):
        named = {column: cells[place] for column, place in columns.items()}
        group = _find_group(named, line, setting)
        if group is None:
            continue
        code = find_code(group[2], named["code"], line, "code", setting.places, setting.ledger)
        if code is None or not _has_source(named, line, group, sources, setting):
            continue
        cell = parse(named["valeur"], line, "valeur", setting.ledger)
        if group not in groups:
            groups[group] = Pile("code", setting.ledger)
        groups[group].add(code, Row(line, (cell,)))
    if not groups:
        raise FileRefused(
            f"« {sheet.name} » a bien les colonnes du modèle, mais aucune ligne n’a été comprise.",
            " ".join(str(refused.examples[0]) for refused in setting.ledger.refused[:3])
            or "Ajoutez des lignes sous la première.",
        )
    series = [
        one
        for group, pile in groups.items()
        for one in _make(group, pile.rows, _source(sources[group]), setting)
    ]
    for place, name in enumerate(sheet.header):
        if place not in columns.values() and name:
            setting.ledger.note(f"La colonne « {quote(name)} » n’est pas lue.")
    years = sorted({year for _, year, _ in groups})
    return Draft(f"Années {', '.join(years[:10])}", tuple(one for one in series if one.keys))


def _find_group(named: Mapping[str, str], line: int, setting: Setting) -> _Group | None:
    """Indicator, year and level of a line; every fault of it is told."""
    ledger = setting.ledger
    level = _LEVELS.get(fold(named["niveau"]))
    if level is None:
        cause = f"Le niveau « {quote(named['niveau'])} » n’est pas connu."
        ledger.refuse(Reason.LEVEL, line, "niveau", cause)
    indicator_id = named["indicateur"]
    if indicator_id not in setting.known:
        close: list[str] = []
        if ledger.wants(Reason.INDICATOR):
            close = get_close_matches(indicator_id[:60], list(setting.known), n=1)
        cure = f"Vouliez-vous écrire « {close[0]} » ?" if close else ""
        cause = f"L’indicateur « {quote(indicator_id)} » n’est pas connu."
        ledger.refuse(Reason.INDICATOR, line, "indicateur", cause, cure)
    year = named["annee"].upper()
    if not _YEAR.fullmatch(year):
        cause = f"« {quote(named['annee'])} » n’est pas une année lisible."
        ledger.refuse(Reason.YEAR, line, "annee", cause)
        return None
    if level is None or indicator_id not in setting.known:
        return None
    return indicator_id, year, level


def _has_source(
    named: Mapping[str, str],
    line: int,
    group: _Group,
    sources: dict[_Group, str],
    setting: Setting,
) -> bool:
    """A series has one source, told; the first one holds."""
    said = quote(" ".join(named["source"].split()), _LONGEST_SOURCE)
    if not said:
        cause = "Une valeur ne s’affiche jamais sans sa source."
        setting.ledger.refuse(Reason.SOURCE, line, "source", cause)
        return False
    held = sources.get(group)
    if held is None and len(set(sources.values()) | {said}) > _SOURCES:
        cause = f"Le tableau cite plus de {_SOURCES} sources différentes."
        setting.ledger.refuse(Reason.SOURCE, line, "source", cause)
        return False
    if sources.setdefault(group, said) != said:
        cause = f"Les autres valeurs de cette série viennent de « {quote(sources[group])} »."
        setting.ledger.refuse(Reason.SOURCE, line, "source", cause)
        return False
    return True


def _make(
    group: _Group, found: Mapping[str, Row], source: IndicatorSource, setting: Setting
) -> list[ReadSeries]:
    indicator_id, year, level = group
    indicator, ledger = setting.known[indicator_id], setting.ledger
    column = Column(0, "valeur", indicator_id in COUNTS)
    rows = settle(found, level, [column], setting.places, ledger)
    if indicator_id not in COUNTS:
        return [take(rows, 0, indicator, year, level, source, "valeur", ledger)]
    made = Made(Formula(indicator_id, "valeur"), indicator, year, (0,), "valeur")
    own = compute(made, rows, level, source, ledger)
    if level is not TerritoryLevel.COMMUNE:
        return [own]
    return [own, *Sums(rows, setting.places, ledger).add(made, own)]


def _source(said: str) -> IndicatorSource:
    producer, _, rest = said.partition(",")
    dataset = Text(fr=rest.strip(), en=rest.strip()) if rest.strip() else _UNNAMED
    name = fold(said).replace(" ", "_")[:40] or "source"
    return IndicatorSource(
        id=f"tableau_{name}",
        producer=producer.strip() or said,
        dataset=dataset,
        published=None,
        site="tableau importé",
        link=None,
        licence=Text(fr="Licence à préciser", en="Licence to be specified"),
        note=None,
    )
