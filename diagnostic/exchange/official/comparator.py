"""INSEE « comparateur de territoires », any edition: a column is a stem and a two-digit year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostic.exchange.official.direct import take
from diagnostic.exchange.official.drafts import Draft, Setting
from diagnostic.exchange.official.gathering import WHOLE, Column, gather
from diagnostic.exchange.official.reading import FileRefused, Gap, ReadSeries
from diagnostic.exchange.official.recognise import Sheet
from diagnostic.exchange.official.rows import refuse_doubles
from diagnostic.exchange.official.summing import Formula, Made, Sums, compute
from diagnostic.indicators import IndicatorSource
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryLevel

_CENSUS = re.compile(r"P([0-9]{2})_([A-Z0-9_]+)")
_DATED = re.compile(r"(NAISD|DECESD|MED|TP60|ETTOT|ETOQ|ETTEFP10)([0-9]{2})")
_BEFORE = "POP_BEFORE"
_CENTURY = 70
"""Two-digit years from here on are of the twentieth century."""

FORMULAS = (
    Formula("population", "P_POP"),
    Formula("densite", "P_POP", bottom="SUPERF"),
    Formula("taux_chomage_rp", "P_CHOM1564", bottom="P_ACT1564", factor=100, share=True),
    Formula("taux_activite", "P_ACT1564", bottom="P_POP1564", factor=100, share=True),
    Formula(
        "taux_emploi", "P_ACT1564", less="P_CHOM1564", bottom="P_POP1564", factor=100, share=True
    ),
    Formula("taille_menages", "P_POP", bottom="P_MEN"),
    Formula("logements_vacants", "P_LOGVAC", bottom="P_LOG", factor=100, share=True),
    Formula("residences_secondaires", "P_RSECOCC", bottom="P_LOG", factor=100, share=True),
    Formula("proprietaires", "P_RP_PROP", bottom="P_RP", factor=100, share=True),
    Formula(
        "emplois_pour_100_actifs_occupes",
        "P_EMPLT",
        bottom="P_ACT1564",
        bottom_less="P_CHOM1564",
        factor=100,
    ),
    Formula("solde_naturel", "NAISD", less="DECESD", bottom="P_POP", factor=1000),
    Formula("etablissements_actifs_1000", "ETTOT", bottom="P_POP", factor=1000),
    Formula("etablissements_10_salaries_plus", "ETTEFP10", bottom="ETTOT", factor=100, share=True),
    Formula("etablissements_public_sante_social", "ETOQ", bottom="ETTOT", factor=100, share=True),
)
"""Each dated by the year of its `top`."""
DIRECT = {"MED": "niveau_vie_median", "TP60": "taux_pauvrete"}
"""Medians and rates that the file gives without their counts: never added up."""

_SECRET = (
    Gap.SECRET,
    "Non diffusé par l’Insee : secret statistique, trop peu de personnes sont comptées.",
)
_OUTSIDE = frozenset({"971", "973", "976"})
_NO_INCOME = (
    Gap.UNAVAILABLE,
    "L’Insee ne publie pas ces revenus pour la Guadeloupe, la Guyane et Mayotte.",
)
_UNCOVERED = (Gap.UNAVAILABLE, "Résultat non disponible dans ce fichier pour ce territoire.")


@dataclass(frozen=True, slots=True)
class _Stem:
    """A column of the file as the formulas call it."""

    place: int
    name: str
    year: int


def read_comparator(sheet: Sheet, setting: Setting) -> Draft:
    """The indicators of the communes and of what they add up to. Raises FileRefused."""
    stems = _find_stems(sheet.header)
    geography = next(i for i, name in enumerate(sheet.header) if name.upper() == "CODGEO")
    refuse_doubles(sheet, [geography, *(stem.place for stem in stems.values())])
    names = list(stems)
    columns = [
        Column(
            stems[name].place,
            stems[name].name,
            addable=name not in DIRECT,
            empty=_SECRET if name in DIRECT else _UNCOVERED,
        )
        for name in names
    ]
    level, ledger = TerritoryLevel.COMMUNE, setting.ledger
    rows = gather(sheet, level, geography, columns, setting.places, ledger, setting.limits)
    if not rows:
        raise FileRefused(
            f"« {sheet.name} » a les colonnes du comparateur, mais aucune commune connue.",
            "Vérifiez que la colonne CODGEO contient des codes de communes, avec leur zéro.",
        )
    source = _source(stems, sheet.member.dated)
    sums = Sums(rows, setting.places, ledger)
    series: list[ReadSeries] = []
    for made in _make(stems, names, setting):
        own = compute(made, rows, level, source, ledger)
        series += [own, *sums.add(made, own)]
    for stem, indicator_id in DIRECT.items():
        if stem in stems and indicator_id in setting.known:
            indicator, found = setting.known[indicator_id], stems[stem]
            rank, year = names.index(stem), str(found.year)
            taken = take(rows, rank, indicator, year, level, source, found.name, ledger)
            series.append(_tell_uncovered(taken, setting))
    _tell(sheet, stems, len(rows), setting)
    return Draft(_edition(stems), tuple(series))


def _find_stems(header: Sequence[str]) -> dict[str, _Stem]:
    """Stem → column, of the latest year where a stem has several; POP_BEFORE is the one before."""
    found: dict[str, list[_Stem]] = {}
    for place, heading in enumerate(header):
        name = heading.upper()
        if name == "SUPERF":
            found["SUPERF"] = [_Stem(place, heading, 0)]
        census, dated = _CENSUS.fullmatch(name), _DATED.fullmatch(name)
        if census:
            stem, digits = f"P_{census[2]}", census[1]
        elif dated:
            stem, digits = dated[1], dated[2]
        else:
            continue
        found.setdefault(stem, []).append(_Stem(place, heading, _year(digits)))
    used = {name for formula in FORMULAS for name in formula.ingredients} | set(DIRECT)
    stems = {
        stem: max(columns, key=lambda column: column.year)
        for stem, columns in found.items()
        if stem in used
    }
    earlier = [one for one in found.get("P_POP", ()) if one.year < stems["P_POP"].year]
    if earlier:
        stems[_BEFORE] = max(earlier, key=lambda column: column.year)
    return stems


def _year(digits: str) -> int:
    return int(digits) + (1900 if int(digits) >= _CENTURY else 2000)


def _make(stems: Mapping[str, _Stem], names: Sequence[str], setting: Setting) -> list[Made]:
    """The formulas whose ingredients are all in the file and whose indicator is known."""
    made = []
    formulas = list(FORMULAS)
    if _BEFORE in stems:
        years = stems["P_POP"].year - stems[_BEFORE].year
        formulas.append(Formula("evolution_population", "P_POP", bottom=_BEFORE, years=years))
    for formula in formulas:
        if formula.indicator_id not in setting.known or not set(formula.ingredients) <= set(stems):
            continue
        year = str(stems[formula.top].year)
        if formula.years is not None:
            year = f"{stems[_BEFORE].year}-{year}"
        places = tuple(names.index(name) for name in formula.ingredients)
        column = stems[formula.top].name
        made.append(Made(formula, setting.known[formula.indicator_id], year, places, column))
    return made


def _tell_uncovered(series: ReadSeries, setting: Setting) -> ReadSeries:
    """An empty cell is a secret, but where the income files do not go at all."""
    homes = setting.places.homes
    covered = {
        homes[key.code].department
        for key, value in zip(series.keys, series.values, strict=True)
        if value is not None
    }
    outside = _OUTSIDE - covered
    hole = setting.ledger.hole(*_NO_INCOME)
    holes = {
        key: hole if homes[key.code].department in outside else held
        for key, held in series.holes.items()
    }
    return replace(series, holes=holes)


def _tell(sheet: Sheet, stems: Mapping[str, _Stem], communes: int, setting: Setting) -> None:
    ledger = setting.ledger
    used = {stem.place for stem in stems.values()}
    for place, heading in enumerate(sheet.header):
        if place in used or not heading or heading.upper() == "CODGEO":
            continue
        label = setting.notices.get(heading.upper(), "")
        ledger.ignore(heading, "Aucun indicateur suivi n’en a besoin.", label)
    if communes < WHOLE:
        ledger.note(
            f"Le fichier ne parle que de {communes} communes : c’est un extrait, ou il a été "
            "coupé. Les territoires dont il manque des communes n’ont qu’une somme partielle, ou "
            "rien."
        )
    if ledger.unended:
        ledger.note(
            "La dernière ligne n’a pas de fin, à la différence du fichier officiel : vérifiez "
            "qu’il n’a pas été coupé en chemin."
        )


def _edition(stems: Mapping[str, _Stem]) -> str:
    parts = [f"Recensement {stems['P_POP'].year}"]
    for stem, words in (("NAISD", "état civil"), ("MED", "revenus"), ("ETTOT", "établissements")):
        if stem in stems:
            parts.append(f"{words} {stems[stem].year}")
    return ", ".join(parts)


def _source(stems: Mapping[str, _Stem], dated: str | None) -> IndicatorSource:
    census = stems["P_POP"].year
    french = [f"Base du comparateur de territoires, recensement {census}"]
    english = [f"Territory comparison database, {census} census"]
    for stem, fr, en in (
        ("NAISD", "état civil {}", "{} vital records"),
        ("MED", "revenus {}", "{} incomes"),
        ("ETTOT", "établissements fin {}", "business premises at the end of {}"),
    ):
        if stem in stems:
            french.append(fr.format(stems[stem].year))
            english.append(en.format(stems[stem].year))
    return IndicatorSource(
        id=f"comparateur_{census}",
        producer="Insee",
        dataset=Text(fr=", ".join(french), en=", ".join(english)),
        published=dated,
        site="insee.fr",
        link="https://www.insee.fr/fr/statistiques/2521169",
        licence=Text(
            fr="Réutilisation libre en citant la source", en="Free reuse with the source named"
        ),
        note=Text(
            fr="Au-dessus des communes : effectifs additionnés dans les périmètres d’aujourd’hui, "
            "taux recalculés à partir des effectifs.",
            en="Above communes: counts added up within today’s perimeters, rates recomputed from "
            "counts.",
        ),
    )
