"""INSEE Filosofi files: medians and poverty rates ready made, never added up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.exchange.official.direct import take
from diagnostic.exchange.official.drafts import Draft, Setting
from diagnostic.exchange.official.gathering import Column, gather, read_codes
from diagnostic.exchange.official.reading import FileRefused
from diagnostic.exchange.official.recognise import Sheet
from diagnostic.exchange.official.rows import refuse_doubles
from diagnostic.indicators import IndicatorSource
from diagnostic.questionnaire import Text

_STEMS = {
    "Q2": ("niveau_vie_median", 1.0),
    "MED": ("niveau_vie_median", 1.0),
    "TP60": ("taux_pauvrete", 1.0),
    "TP60IP": ("intensite_pauvrete", 100.0),
    "RD": ("rapport_interdecile", 1.0),
    "AGE1TP60": ("taux_pauvrete_moins_30", 1.0),
    "TP60AGE1": ("taux_pauvrete_moins_30", 1.0),
    "AGE6TP60": ("taux_pauvrete_75_plus", 1.0),
    "TP60AGE6": ("taux_pauvrete_75_plus", 1.0),
    "PPSOC": ("part_prestations_sociales", 1.0),
}
"""Stem of a column → indicator, and what its values are multiplied by (an intensity is written
0,204 for 20.4 %)."""
_NAME = re.compile(rf"({'|'.join(_STEMS)})([0-9]{{2}})?")
_ANY_YEAR = re.compile(r"[A-Z0-9]*?(?:TP60|Q2|D1|D9|MED)([0-9]{2})")
_AVAILABLE = re.compile(r"(PPSOC|PIMPOT|PPMINI|MED|TP60)[0-9]{2}")
"""Columns that only the files of disposable income have."""
_DECLARED = re.compile(r"(^|[_-])DEC([_-]|$)", re.IGNORECASE)
_DISPOSABLE = re.compile(r"(^|[_-])DISP([_-]|$)|FILOSOFI", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    place: int
    name: str
    indicator_id: str
    factor: float
    year: int | None


def read_filosofi(sheet: Sheet, setting: Setting) -> Draft:
    """The indicators of one zoning. Raises FileRefused for another zoning, or declared income."""
    names = [name.upper() for name in sheet.header]
    _refuse_declared(sheet, names)
    years = [int(dated[1]) for name in names if (dated := _ANY_YEAR.fullmatch(name))]
    if not years:
        raise FileRefused(
            f"« {sheet.name} » ne dit pas de quelle année il parle.",
            "Prenez le fichier tel que l’Insee le donne.",
        )
    year = max(set(years), key=lambda digits: (years.count(digits), digits))
    found = _find(sheet.header, year, setting)
    geography = names.index("CODGEO")
    refuse_doubles(sheet, [geography, *(one.place for one in found)])
    codes = read_codes(sheet, geography, setting.limits)
    if not codes:
        raise FileRefused(f"« {sheet.name} » n’a aucune ligne.", "Téléchargez-le à nouveau.")
    level = setting.places.guess_level(codes, sheet.name, sheet.name)
    columns = [Column(one.place, one.name, addable=False) for one in found]
    rows = gather(sheet, level, geography, columns, setting.places, setting.ledger, setting.limits)
    used = {one.place for one in found} | {geography}
    for place, name in enumerate(sheet.header):
        if place not in used and name:
            setting.ledger.ignore(name, "Aucun indicateur suivi n’en a besoin.")
    if not _DISPOSABLE.search(sheet.name):
        setting.ledger.note(
            "Vérifiez que ce sont bien les revenus disponibles (DISP), après impôts et "
            "prestations : le nom du fichier ne le dit pas."
        )
    source = _source(2000 + year, sheet.member.dated)
    return Draft(
        f"Revenus {2000 + year}",
        tuple(
            take(
                rows,
                rank,
                setting.known[one.indicator_id],
                str(2000 + year),
                level,
                source,
                one.name,
                setting.ledger,
                one.factor,
            )
            for rank, one in enumerate(found)
        ),
    )


def _refuse_declared(sheet: Sheet, names: Sequence[str]) -> None:
    """Before taxes and benefits, the same columns say something else."""
    disposable = any(_AVAILABLE.fullmatch(name) for name in names)
    if _DECLARED.search(sheet.name.rpartition(".")[0]) or not disposable:
        raise FileRefused(
            f"« {sheet.name} » semble donner les revenus déclarés, avant impôts et prestations : "
            "ni niveau de vie ni taux de pauvreté ne s’y lisent.",
            "Prenez le fichier des revenus disponibles, dont le nom contient DISP.",
        )


def _find(header: Sequence[str], year: int, setting: Setting) -> list[_Found]:
    found: dict[str, _Found] = {}
    for place, heading in enumerate(header):
        match = _NAME.fullmatch(heading.upper())
        if match is None or (match[2] and int(match[2]) != year):
            continue
        if match[2] is None and match[1] != "RD":
            continue
        indicator_id, factor = _STEMS[match[1]]
        if indicator_id in setting.known:
            found.setdefault(indicator_id, _Found(place, heading, indicator_id, factor, year))
    return list(found.values())


def _source(year: int, dated: str | None) -> IndicatorSource:
    return IndicatorSource(
        id=f"filosofi_{year}",
        producer="Insee-DGFiP-Cnaf-Cnav-CCMSA",
        dataset=Text(
            fr=f"Fichier localisé social et fiscal (Filosofi) {year}",
            en=f"Local social and tax file (Filosofi) {year}",
        ),
        published=dated,
        site="insee.fr",
        link="https://www.insee.fr/fr/statistiques/7756855" if year == 2021 else None,
        licence=Text(
            fr="Réutilisation libre en citant la source", en="Free reuse with the source named"
        ),
        note=Text(
            fr="Un taux de pauvreté de 5,0 se lit « 5 % ou moins ».",
            en="A poverty rate of 5.0 reads “5% or less”.",
        ),
    )
