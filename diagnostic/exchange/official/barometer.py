"""DITP barometer: one line per indicator, zone and date; the current value only, never a target."""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostic.exchange.official.cells import check, parse
from diagnostic.exchange.official.drafts import Draft, Setting
from diagnostic.exchange.official.gathering import Pile, Row
from diagnostic.exchange.official.ledger import Ledger, quote
from diagnostic.exchange.official.places import Places
from diagnostic.exchange.official.reading import FileRefused, Gap, Hole, ReadSeries, Reason
from diagnostic.exchange.official.recognise import Sheet
from diagnostic.exchange.official.rows import read_rows, refuse_doubles
from diagnostic.indicators import IndicatorSource, Method
from diagnostic.questionnaire import Text
from diagnostic.territories import FRANCE, TerritoryKey, TerritoryLevel

RATES = {
    "IND-306": ("fibre_raccordable", "déploiement de la fibre", "fibre roll-out"),
    "IND-312": (
        "ald_avec_medecin_traitant",
        "patients en affection de longue durée ayant un médecin traitant",
        "long-term patients with a family doctor",
    ),
    "IND-589": (
        "population_couverte_cpts",
        "population couverte par une CPTS",
        "population covered by a local health professionals’ community",
    ),
    "IND-246": (
        "france_services_satisfaction",
        "satisfaction en France services",
        "satisfaction in France services",
    ),
}
"""Barometer indicators that are a rate of ours as they stand: identifier, French, English name.

The others are counts, that the application only follows related to a population.
"""
_MAYOTTE = {("IND-306", "976"), ("IND-306", "06")}
_NO_FIBRE = "Le fichier porte 0 pour Mayotte faute de donnée : ce zéro n’est pas une mesure."
_DATE = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])-[0-9]{2}")
_ZONES = {
    "REG": (TerritoryLevel.REGION, re.compile(r"R([0-9]{2})")),
    "DEPT": (TerritoryLevel.DEPARTMENT, re.compile(r"D([0-9]{2,3}|2[AB])")),
}
_COLUMNS = ("INDIC_ID", "ENFORCE_ZONE_ID", "METRIC_ENFORCE_DATE", "MAILLE", "INDIC_VA", "INDIC_VI")

_Group = tuple[str, str, TerritoryLevel]
"""Barometer indicator, year and month, level."""


def read_barometer(sheet: Sheet, setting: Setting) -> Draft:
    """The current values of the rates that the application follows. Raises FileRefused."""
    names = [name.upper() for name in sheet.header]
    columns = {name: names.index(name) for name in _COLUMNS if name in names}
    refuse_doubles(sheet, list(columns.values()))
    groups: dict[_Group, Pile] = {}
    others: dict[str, None] = {}
    ledger = setting.ledger
    for line, cells in read_rows(sheet, ledger, setting.limits):
        named = {name: cells[place] for name, place in columns.items()}
        ours = RATES.get(named["INDIC_ID"])
        if ours is None or ours[0] not in setting.known:
            if len(others) < setting.limits.members:
                others[quote(named["INDIC_ID"])] = None
            continue
        # The first value of a series stands alone in its own column; a target is no measure.
        said = "INDIC_VA" if named["INDIC_VA"] else "INDIC_VI"
        if not named.get(said):
            continue
        key = _find_zone(named, line, setting.places, ledger)
        date = _DATE.fullmatch(named["METRIC_ENFORCE_DATE"])
        if date is None:
            cause = f"« {quote(named['METRIC_ENFORCE_DATE'])} » n’est pas une date lisible."
            ledger.refuse(Reason.YEAR, line, "metric_enforce_date", cause)
        if key is None or date is None:
            continue
        cell = parse(named[said], line, said.lower(), ledger)
        if not isinstance(cell, Hole):
            if cell == 0 and (named["INDIC_ID"], key.code) in _MAYOTTE:
                cell = ledger.hole(Gap.UNAVAILABLE, _NO_FIBRE)
            else:
                cell = check(cell, setting.known[ours[0]], line, said.lower(), ledger)
        group = (named["INDIC_ID"], f"{date[1]}-{date[2]}", key.level)
        if group not in groups:
            groups[group] = Pile("enforce_zone_id", ledger)
        groups[group].add(key.code, Row(line, (cell,)))
    for name in others:
        ledger.ignore(name, "Ce n’est pas un taux que l’application suit tel quel.")
    if not groups:
        raise FileRefused(
            f"« {sheet.name} » est un fichier du baromètre de la DITP, mais d’aucun indicateur que "
            f"l’application suit tel quel ({', '.join(list(others)[:5]) or 'aucune valeur'}).",
            f"Chargez l’un de ceux-ci : {', '.join(RATES)}. Les autres sont des nombres, à "
            "rapporter à une population dans le modèle de tableau.",
        )
    series = (_series(group, pile.rows, sheet) for group, pile in groups.items())
    return Draft(_edition(groups), tuple(one for one in series if one.keys))


def _find_zone(
    named: Mapping[str, str], line: int, places: Places, ledger: Ledger
) -> TerritoryKey | None:
    zone, level_name = named["ENFORCE_ZONE_ID"].upper(), named["MAILLE"].upper()
    if level_name == "NAT" and zone == "FRANCE":
        return FRANCE
    if level_name not in (*_ZONES, "NAT"):
        cause = f"La maille « {quote(named['MAILLE'])} » n’est pas suivie."
        ledger.refuse(Reason.LEVEL, line, "maille", cause)
        return None
    level, pattern = _ZONES.get(level_name, _ZONES["REG"])
    code = pattern.fullmatch(zone)
    key = places.find(level, code[1]) if code and level_name != "NAT" else None
    if key is None:
        cause = f"« {quote(zone)} » n’est pas une zone de la maille « {level_name} »."
        ledger.refuse_code(line, "enforce_zone_id", zone, cause)
    return key


def _series(group: _Group, rows: Mapping[str, Row], sheet: Sheet) -> ReadSeries:
    indicator, year, level = group
    keys = tuple(TerritoryKey(level, code) for code in rows)
    cells = [row.cells[0] for row in rows.values()]
    return ReadSeries(
        RATES[indicator][0],
        year,
        level,
        Method.OFFICIAL,
        _source(indicator, sheet.member.dated),
        keys,
        tuple(None if isinstance(cell, Hole) else cell for cell in cells),
        {key: cell for key, cell in zip(keys, cells, strict=True) if isinstance(cell, Hole)},
    )


def _edition(groups: Mapping[_Group, object]) -> str:
    months = sorted({year for _, year, _ in groups})
    return f"De {months[0]} à {months[-1]}" if len(months) > 1 else months[0]


def _source(indicator: str, dated: str | None) -> IndicatorSource:
    _, french, english = RATES[indicator]
    return IndicatorSource(
        id=f"ditp_{indicator.replace('-', '_').lower()}",
        producer="DITP",
        dataset=Text(
            fr=f"Baromètre des résultats de l’action publique, {indicator} : {french}",
            en=f"Barometer of public policy results, {indicator}: {english}",
        ),
        published=dated,
        site="data.gouv.fr",
        link=None,
        licence=Text(fr="Licence Ouverte 2.0", en="Open Licence 2.0"),
        note=None,
    )
