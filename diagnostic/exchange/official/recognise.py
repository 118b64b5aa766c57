"""Which kind of file this is, from its first lines; its name alone decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from diagnostic.exchange.official.decoding import Budget, Line, find_encoding, read_lines, split
from diagnostic.exchange.official.opening import Member
from diagnostic.exchange.official.reading import FileRefused, Kind, Limits
from diagnostic.territories.spelling import fold

DELIMITERS = (";", ",", "\t", "|")
HEAD = 8
"""First lines looked at."""
NOTICE = "notice"
"""The dictionary that comes in the zip beside the comparateur."""

_GEOGRAPHY = "referentiel geographique"
_COUNT_YEAR = re.compile(r"P[0-9]{2}_POP")
_COMPARATOR = re.compile(r"(P[0-9]{2}_(LOG|ACT1564|EMPLT)|ETTOT[0-9]{2})")
_INCOME = re.compile(r"((AGE[1-6]|T[A-Z]{2}[0-9])?(TP60|Q2)|MED|D1|D9)[0-9]{2}")
_TOO_WIDE = 300
"""Columns beyond which a table with the comparateur's counts is the whole « dossier complet »."""

TEMPLATE_COLUMNS: dict[str, frozenset[str]] = {
    "niveau": frozenset({"niveau", "level"}),
    "code": frozenset({"code"}),
    "indicateur": frozenset({"indicateur", "indicator", "indicator id"}),
    "annee": frozenset({"annee", "year"}),
    "valeur": frozenset({"valeur", "value"}),
    "source": frozenset({"source"}),
}
"""The columns of our template, in order, with the folded names that each may bear."""

_BAROMETER = frozenset({"INDIC_ID", "ENFORCE_ZONE_ID", "METRIC_ENFORCE_DATE", "MAILLE", "INDIC_VA"})
_STRANGERS: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset({"INDIC_ID", "INDIC_NOM"}),
        "la liste des indicateurs du baromètre de la DITP, sans aucune valeur",
        "Chargez le fichier d’un indicateur, par exemple ind-306.csv.",
    ),
    (
        frozenset({"IRIS"}),
        "un fichier par quartier (Iris)",
        "Prenez le même fichier par commune ou par intercommunalité.",
    ),
    (
        frozenset({"CODGEO", "LIBGEO", "AN"}),
        "une extraction de l’Observatoire des territoires",
        "Recopiez-en les valeurs dans le modèle de tableau de l’application.",
    ),
    (
        frozenset({"GEO", "TIME_PERIOD", "OBS_VALUE"}),
        "un jeu de données Melodi de l’Insee",
        "Prenez le même chiffre dans Statistiques locales, ou recopiez-le dans le modèle.",
    ),
    (
        frozenset({"ID", "SIRET", "DATE_CREAT"}),
        "un extrait du répertoire national des associations",
        "Comptez les associations par territoire, puis recopiez-les dans le modèle.",
    ),
    (
        frozenset({"ID_FS", "LIB_FS"}),
        "la liste des structures France services",
        "Comptez-les par territoire, puis recopiez-les dans le modèle.",
    ),
    (
        frozenset({"PERSONNE", "REGARD", "QUESTION"}),
        "un export de réponses au questionnaire",
        "Ce n’est pas ici qu’il se charge.",
    ),
)
_EXPECTED = (
    "Sont attendus : la base du comparateur de territoires, un export de Statistiques locales, un "
    "fichier Filosofi, un indicateur du baromètre de la DITP, ou le modèle de l’application."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was recognised, and where its lines begin."""

    member: Member
    kind: Kind | str
    """A kind of file, or NOTICE."""
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    """Counted from 1."""
    heading: tuple[str, ...]
    """First cells of the lines above the header."""

    @property
    def name(self) -> str:
        return self.member.name


def recognise(member: Member, budget: Budget, limits: Limits) -> Sheet:
    """The kind of one table. Raises FileRefused, saying what it seems to be."""
    encoding = find_encoding(member, budget)
    head = list(islice(_filled(read_lines(member, encoding, limits)), HEAD))
    if not head:
        raise FileRefused(f"« {member.name} » ne contient que des lignes vides.", _EXPECTED)
    _refuse_markup(member.name, head[0].text)
    for place, line in enumerate(head):
        if fold(line.text[:200]).startswith(_GEOGRAPHY):
            return _local(member, encoding, head, place, limits)
    for delimiter in DELIMITERS:
        header = _header(member.name, head[0].text, delimiter, limits)
        kind = _kind(header) if header else None
        if kind is not None:
            return Sheet(member, kind, encoding, delimiter, header, head[0].number, ())
    raise _say_what(member.name, head, limits)


def _filled(lines: Iterator[Line]) -> Iterator[Line]:
    return (line for line in lines if line.text.strip(" \t;,|"))


def _header(name: str, text: str, delimiter: str, limits: Limits) -> tuple[str, ...]:
    if text.count(delimiter) >= limits.columns:
        raise FileRefused(
            f"« {name} » compte plus de {limits.columns} colonnes : aucun des fichiers attendus "
            "n’est aussi large.",
            "Vérifiez que c’est le bon fichier, ou n’en gardez que les colonnes utiles.",
        )
    header = split(text, delimiter)
    return tuple(header) if header and len(header) > 1 else ()


def _kind(header: Sequence[str]) -> Kind | str | None:
    names = {name.upper() for name in header}
    if {"COD_VAR", "LIB_VAR"} <= names:
        return NOTICE
    if "CODGEO" in names:
        if any(_COUNT_YEAR.fullmatch(name) for name in names):
            found = any(_COMPARATOR.fullmatch(name) for name in names)
            return Kind.COMPARATOR if found and len(names) <= _TOO_WIDE else None
        return Kind.FILOSOFI if any(_INCOME.fullmatch(name) for name in names) else None
    if names >= _BAROMETER:
        return Kind.BAROMETER
    folded = {fold(name) for name in header}
    if all(folded & words for words in TEMPLATE_COLUMNS.values()):
        return Kind.TEMPLATE
    return None


def _local(
    member: Member, encoding: str, head: Sequence[Line], place: int, limits: Limits
) -> Sheet:
    """A Géoclip export: site, zoning, then the line of the columns."""
    for line in head[place + 1 :]:
        for delimiter in DELIMITERS:
            header = _header(member.name, line.text, delimiter, limits)
            if len(header) > 2 and fold(header[0]) == "code":
                heading = [
                    (split(one.text, delimiter) or [one.text])[0] for one in head[: place + 1]
                ]
                return Sheet(
                    member,
                    Kind.LOCAL,
                    encoding,
                    delimiter,
                    header,
                    line.number,
                    (*([""] if place == 0 else []), *heading),
                )
    raise FileRefused(
        f"« {member.name} » commence comme un export de carte statistique, mais la ligne « Code ; "
        "Libellé ; indicateurs » manque ou ne porte aucun indicateur.",
        "Refaites l’export, sans toucher aux trois premières lignes.",
    )


def _refuse_markup(name: str, first: str) -> None:
    start = first.lstrip("\ufeff \t")[:100].lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise FileRefused(
            f"« {name} » est une page web ou un fichier XML, pas un tableau CSV.",
            "Revenez sur la page du producteur et téléchargez le fichier lui-même.",
        )
    if start.startswith(("{", "[{", "[")):
        raise FileRefused(
            f"« {name} » semble être du JSON, pas un tableau CSV.",
            "Prenez la version CSV du même fichier.",
        )


def _say_what(name: str, head: Sequence[Line], limits: Limits) -> FileRefused:
    text = head[0].text
    if any("Ã©" in line.text for line in head):
        return FileRefused(
            f"Les accents de « {name} » sont abîmés : il a été ouvert puis enregistré dans un "
            "autre encodage.",
            "Téléchargez-le à nouveau, et chargez-le sans l’ouvrir dans un tableur.",
        )
    headers = [header for mark in DELIMITERS if (header := _header(name, text, mark, limits))]
    for header in headers:
        names = {cell.upper() for cell in header}
        for signature, seems, cure in _STRANGERS:
            if signature <= names:
                return FileRefused(f"« {name} » semble être {seems}.", cure)
        if "CODGEO" in names and len(names) > _TOO_WIDE:
            return FileRefused(
                f"« {name} » semble être le dossier complet de l’Insee.",
                "Chargez plutôt la base du comparateur de territoires, plus légère.",
            )
        if "CODGEO" in names:
            return FileRefused(
                f"« {name} » semble être une base communale de l’Insee, mais pas celle du "
                "comparateur de territoires.",
                _EXPECTED,
            )
        if [fold(cell) for cell in header[:2]] == ["code", "libelle"]:
            return FileRefused(
                f"« {name} » ressemble à un export de carte statistique sans ses deux premières "
                "lignes : rien ne dit de quels territoires il parle.",
                "Refaites l’export, sans toucher aux trois premières lignes.",
            )
        missing = [
            column
            for column, words in TEMPLATE_COLUMNS.items()
            if not {fold(cell) for cell in header} & words
        ]
        if len(missing) <= 2:
            return FileRefused(
                f"« {name} » ressemble au modèle de tableau, mais il lui manque : "
                f"{', '.join(missing)}.",
                "Reprenez la première ligne du modèle.",
            )
    if not headers:
        return FileRefused(f"« {name} » n’est pas un tableau : il n’a pas de colonnes.", _EXPECTED)
    return FileRefused(f"« {name} » n’est pas d’une sorte reconnue.", _EXPECTED)
