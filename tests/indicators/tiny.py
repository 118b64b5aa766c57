"""A tiny set of tables, written to a folder: two régions, six départements, four indicators."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from diagnostic.indicators import Indicators
from diagnostic.territories import TerritoryKey, TerritoryLevel

META = [
    "indicator_id;label;label_en;theme;theme_en;sense;unit;unit_en;decimals;scale;note;note_en",
    "chomage;Chômage;Unemployment;Emploi;Jobs;fragilite;%;%;1;lineaire;;",
    "medecins;Médecins;Doctors;Santé;Health;ressource;pour 100;per 100;1;lineaire;;",
    "habitants;Habitants;Inhabitants;Lieu;Place;contexte;habitants;people;0;logarithmique;;",
    "age;Âge moyen;Mean age;Lieu;Place;contexte;ans;years;0;lineaire;À savoir.;To know.",
]
SOURCES = [
    "source_id;producer;dataset;dataset_en;published;site;link;licence;licence_en;note;note_en",
    "S1;Insee;Recensement;Census;2023-06-01;insee.fr;https://insee.fr;Libre;Free;;",
    "S2;Drees;Médecins;Doctors;;drees.fr;;Libre;Free;Une note.;A note.",
]
SERIES = [
    "indicator_id;year;level;source_id;method;known",
    "chomage;2014;departement;S1;officiel;6",
    "chomage;2020;departement;S1;officiel;5",
    "chomage;2020;region;S1;agrege;2",
    "chomage;2021;pays;S1;estimation_ponderee_population;1",
    "medecins;2022;departement;S2;calcule;5",
    "habitants;2020;departement;S1;officiel;6",
    "age;2020;departement;S1;officiel;5",
]
GAPS = [
    "sources;indicators;levels;codes;reason;reason_en",
    "S1;chomage;departement;93;Non publié ici.;Not published here.",
    ";;departement;;Absent du fichier.;Missing from the file.",
]
DOMAINS = [
    "domain;indicator_id;role;sense;facet;note;note_en",
    "F01;chomage;mesure;fragilite;chomage;;",
    "F01;age;eclairage;contexte;;;",
    "F06;medecins;mesure;ressource;soins;;",
    "F06;chomage;mesure;fragilite;manque;;",
    "F08;;sans_mesure;;;Rien.;Nothing.",
]
VALUES = [
    "niveau;code;nom;region;chomage 2014;chomage 2020;chomage 2021;medecins 2022;habitants 2020;"
    "age 2020",
    "pays;FR;France;;;;7,5;;;",
    "region;11;Île-de-France;;;9;;;;",
    "region;93;Provence;;;11;;;;",
    "departement;01;Ain;11;8;10;;5;100;40",
    "departement;02;Aisne;11;8;20;;4;1000;42",
    "departement;03;Allier;11;8;20;;3;10000;44",
    "departement;04;Alpes;93;8;30;;;100000;46",
    "departement;93;Seine-Saint-Denis;11;12;;;2;1000000;",
    "departement;2A;Corse;93;9;40;;1;10;48",
]
FILES = {
    "indicators-meta.csv": META,
    "indicators-sources.csv": SOURCES,
    "indicators-series.csv": SERIES,
    "indicators-gaps.csv": GAPS,
    "domain-indicators.csv": DOMAINS,
    "indicators.csv": VALUES,
}


def write(folder: Path, **changed: Iterable[str]) -> Path:
    """The six files in `folder`; `meta=…`, `values=…` and so on replace the lines of one."""
    names = {
        "meta": "indicators-meta.csv",
        "sources": "indicators-sources.csv",
        "series": "indicators-series.csv",
        "gaps": "indicators-gaps.csv",
        "domains": "domain-indicators.csv",
        "values": "indicators.csv",
    }
    files = {**FILES, **{names[name]: list(lines) for name, lines in changed.items()}}
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return folder


def read(folder: Path, **changed: Iterable[str]) -> Indicators:
    return Indicators.read(write(folder, **changed))


def department(code: str) -> TerritoryKey:
    return TerritoryKey(TerritoryLevel.DEPARTMENT, code)


def gathered(name: str) -> list[dict[str, str]]:
    """A table of this folder, as it was gathered."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
