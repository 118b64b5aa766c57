"""INSEE « Statistiques locales » and other Géoclip exports: three lines of heading, one zoning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.exchange.official.direct import take
from diagnostic.exchange.official.drafts import Draft, Setting
from diagnostic.exchange.official.gathering import Column, gather, read_codes
from diagnostic.exchange.official.ledger import quote
from diagnostic.exchange.official.places import refuse_zoning
from diagnostic.exchange.official.reading import FileRefused, ReadSeries
from diagnostic.exchange.official.recognise import Sheet
from diagnostic.exchange.official.rows import refuse_doubles
from diagnostic.exchange.official.summing import COUNTS, Formula, Made, Sums, compute
from diagnostic.indicators import IndicatorSource
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryLevel
from diagnostic.territories.spelling import fold

_ZONINGS: tuple[tuple[re.Pattern[str], TerritoryLevel], ...] = (
    (re.compile(r"communes?( (19|20)[0-9]{2})?$"), TerritoryLevel.COMMUNE),
    (
        re.compile(
            r"(epci|intercommunalites?|etablissements? publics? de cooperation intercommunale)"
            r"( epci| a fiscalite propre)*( (19|20)[0-9]{2})?$"
        ),
        TerritoryLevel.EPCI,
    ),
    (re.compile(r"departements?( (19|20)[0-9]{2})?$"), TerritoryLevel.DEPARTMENT),
    (re.compile(r"regions?( (19|20)[0-9]{2})?$"), TerritoryLevel.REGION),
    (re.compile(r"(pays|france|france entiere)$"), TerritoryLevel.COUNTRY),
)
_YEARS = re.compile(
    r"(?P<label>.*\S)\s+(?:(?P<quarter>T[1-4])\s+)?(?P<first>(?:19|20)[0-9]{2})"
    r"(?:\s?[-–/]\s?(?P<last>(?:19|20)[0-9]{2}))?",
    re.DOTALL,
)

LABELS = {
    "taux de pauvrete": "taux_pauvrete",
    "mediane du niveau de vie": "niveau_vie_median",
    "esperance de vie des femmes a la naissance": "esperance_vie_femmes",
    "esperance de vie des hommes a la naissance": "esperance_vie_hommes",
    "taux de mortalite standardise des 0 a 64 ans": "mortalite_0_64",
    "part des diplomes d un bac 5 ou plus dans la pop non scolarisee de 15 ans ou": (
        "diplomes_bac5"
    ),
    "part des non ou peu diplomes dans la pop non scolarisee de 15 ans ou": "peu_ou_pas_diplomes",
    "part des actifs occ 15 ans ou plus voiture pour travailler": "actifs_voiture",
    "densite de population historique depuis 1876": "densite",
    "densite de population": "densite",
    "part des pers agees de 75 ans ou": "part_75_plus",
    "densite des pharmacies pour 10 000 hab": "pharmacies_10000",
    "apl medecins generalistes": "apl_generalistes",
}
"""Folded labels as the exports write them → indicator, where theirs is not ours."""

_LONGEST = 300
"""Characters of the line that says the zoning."""
_SHOWN = 150
"""Characters of a heading that are shown, and by which the user names it."""
_PEOPLE = "estimations de population"
_COUNTS = {
    "medecin generaliste en nombre": "medecins_generalistes_10000",
    "infirmier en nombre": "infirmiers_10000",
    "pharmacie en nombre": "pharmacies_10000",
    "chirurgien dentiste en nombre": "dentistes_10000",
}
"""Counts that make one of our indicators with the population estimates of the same export."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column of the export."""

    place: int
    heading: str
    label: str
    """Folded, without its year."""
    year: str | None


def read_local(sheet: Sheet, setting: Setting) -> Draft:
    """The columns that are known indicators. Raises FileRefused for another zoning."""
    level = _find_level(sheet)
    codes = read_codes(sheet, 0, setting.limits)
    setting.places.check_level(level, codes, sheet.name)
    headings = [_read_heading(place, text) for place, text in enumerate(sheet.header[2:], start=2)]
    people = next((one for one in headings if one.label == _PEOPLE and one.year), None)
    direct = _find_direct(headings, setting)
    counted = _find_counted(headings, setting) if people else {}
    used = list(dict.fromkeys([*direct, *counted, *([people] if people and counted else [])]))
    _ignore(headings, used, people, setting)
    if len(used) > setting.limits.taken:
        raise FileRefused(
            f"« {sheet.name} » porte plus de {setting.limits.taken} indicateurs à la fois.",
            "Faites plusieurs exports, avec moins d’indicateurs ou moins d’années chacun.",
        )
    refuse_doubles(sheet, [0, *(heading.place for heading in used)])
    columns = [
        Column(one.place, one.heading[:80], one not in direct or direct[one] in COUNTS)
        for one in used
    ]
    rows = gather(sheet, level, 0, columns, setting.places, setting.ledger, setting.limits)
    source = _source(sheet)
    series: list[ReadSeries] = []
    made: list[Made] = []
    for rank, (heading, indicator_id) in enumerate(direct.items()):
        indicator, year = setting.known[indicator_id], heading.year or ""
        name = columns[rank].name
        if indicator_id in COUNTS:
            formula = Formula(indicator_id, heading.heading)
            made.append(Made(formula, indicator, year, (rank,), name))
            continue
        series.append(take(rows, rank, indicator, year, level, source, name, setting.ledger))
    for heading, indicator_id in counted.items():
        if people is not None:
            formula = Formula(indicator_id, heading.heading, bottom=people.heading, factor=10_000)
            ranks = (used.index(heading), used.index(people))
            indicator, name = setting.known[indicator_id], columns[ranks[0]].name
            made.append(Made(formula, indicator, heading.year or "", ranks, name))
    sums = Sums(rows, setting.places, setting.ledger) if level is TerritoryLevel.COMMUNE else None
    for one in made:
        own = compute(one, rows, level, source, setting.ledger)
        series += [own, *(sums.add(one, own) if sums else ())]
    years = sorted({one.year for one in series})
    return Draft(f"Années {', '.join(years)}" if years else "", tuple(series))


def _find_level(sheet: Sheet) -> TerritoryLevel:
    said = sheet.heading[-1]
    zoning = fold(said[:_LONGEST]).rpartition(" par ")[2] if " par " in said[:_LONGEST] else ""
    for pattern, level in _ZONINGS:
        if pattern.fullmatch(zoning):
            return level
    if not zoning:
        raise FileRefused(
            f"« {sheet.name} » ne dit pas de quels territoires il parle : « {quote(said)} ».",
            "Refaites l’export, sans toucher aux trois premières lignes.",
        )
    raise refuse_zoning(f"est découpé par {quote(said.rpartition(' par ')[2])}", sheet.name)


def _read_heading(place: int, text: str) -> _Heading:
    found = _YEARS.fullmatch(text)
    if found is None:
        return _Heading(place, text, fold(text), None)
    year = found["first"]
    if found["last"]:
        year = f"{year}-{found['last']}"
    elif found["quarter"]:
        year = f"{year}-{found['quarter']}"
    return _Heading(place, text, fold(found["label"]), year)


def _find_direct(headings: Sequence[_Heading], setting: Setting) -> dict[_Heading, str]:
    own = {fold(indicator.label.fr): name for name, indicator in setting.known.items()}
    found = {}
    taken: set[tuple[str, str]] = set()
    for heading in headings:
        chosen = setting.matching.get(quote(heading.heading, _SHOWN))
        indicator_id = chosen or LABELS.get(heading.label) or own.get(heading.label)
        if indicator_id is None or indicator_id not in setting.known or not heading.year:
            continue
        if (indicator_id, heading.year) not in taken:
            taken.add((indicator_id, heading.year))
            found[heading] = indicator_id
    return found


def _find_counted(headings: Sequence[_Heading], setting: Setting) -> dict[_Heading, str]:
    return {
        heading: _COUNTS[heading.label]
        for heading in headings
        if heading.year and _COUNTS.get(heading.label) in setting.known
    }


def _ignore(
    headings: Sequence[_Heading],
    used: Sequence[_Heading],
    people: _Heading | None,
    setting: Setting,
) -> None:
    for heading in headings:
        if heading in used or not heading.heading:
            continue
        if heading.label in _COUNTS and people is None:
            why = (
                "C’est un nombre : ajoutez « Estimations de population » à l’export pour en faire "
                "un taux."
            )
        elif heading.year is None:
            why = "Son intitulé ne dit pas l’année."
        else:
            why = "Aucun indicateur de l’application ne porte ce nom, ou un autre le donne déjà."
        setting.ledger.ignore(quote(heading.heading, _SHOWN), why)


def _source(sheet: Sheet) -> IndicatorSource:
    site = " ".join(sheet.heading[0].split())[:120] or "Export de carte statistique"
    insee = fold(site).startswith("insee")
    producer, _, rest = site.partition(" - ")
    if not insee or not rest.strip():
        producer, rest = site, site
    name = fold(site).replace(" ", "_")[:40] or "export"
    return IndicatorSource(
        id=f"geoclip_{name}",
        producer=producer.strip() or site,
        dataset=Text(fr=rest.strip(), en=rest.strip()),
        published=sheet.member.dated,
        site="statistiques-locales.insee.fr" if insee else site,
        link="https://statistiques-locales.insee.fr" if insee else None,
        licence=Text(
            fr="Réutilisation libre en citant la source" if insee else "Licence à préciser",
            en="Free reuse with the source named" if insee else "Licence to be specified",
        ),
        note=None,
    )
