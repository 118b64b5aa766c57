"""Two public services, asked only when the user says so; all that is sent is territory codes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from diagnostic.exchange.official import write_template
from diagnostic.territories import Gazetteer, TerritoryKey, TerritoryLevel

MELODI = "https://api.insee.fr/melodi"
GEO = "https://geo.api.gouv.fr"
"""Where the two services are."""
TIMEOUT = 15.0
"""Seconds without an answer, then seconds for the whole of it."""
LARGEST = 5_000_000
"""Bytes of one answer."""
MOST_PAGES = 10
MOST_CODES = 60
"""Territories asked for at once: the address stays short enough for any server."""
_CHUNK = 1 << 16

_OBJECTS = {
    TerritoryLevel.REGION: "REG",
    TerritoryLevel.DEPARTMENT: "DEP",
    TerritoryLevel.EPCI: "EPCI",
    TerritoryLevel.COMMUNE: "COM",
}
"""How Melodi names the levels. Its « France » is not always ours: Mayotte may be missing."""
_LEVELS = {name: level for level, name in _OBJECTS.items()}


class OnlineRefused(Exception):
    """Nothing came back that can be used; the message, in French, says what to do."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A Melodi data set that gives indicators of ours as they stand."""

    id: str
    dimension: str
    """The dimension that tells the measures apart."""
    measures: Mapping[str, str]
    """Code of a measure → identifier of our indicator."""
    source: str


DATA_SETS = (
    DataSet(
        "DS_POPULATIONS_REFERENCE",
        "POPREF_MEASURE",
        {"PMUN": "population"},
        "Insee, Populations de référence (Melodi, DS_POPULATIONS_REFERENCE)",
    ),
    DataSet(
        "DS_FILOSOFI_CC",
        "FILOSOFI_MEASURE",
        {"MED_SL": "niveau_vie_median", "PR_MD60": "taux_pauvrete"},
        "Insee, Filosofi, revenus et pauvreté (Melodi, DS_FILOSOFI_CC)",
    ),
)

Line = tuple[str, str, str, str, str, str]
"""Level, code, indicator, year, value and source: a line of our template."""


@dataclass(frozen=True, slots=True)
class Member:
    """A commune as geo.api.gouv.fr tells it."""

    code: str
    name: str
    population: int | None
    """Its year is not told."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The communes of a territory there, beside those of the application."""

    members: tuple[Member, ...]
    added: tuple[Member, ...]
    """There, not here."""
    gone: tuple[str, ...]
    """Names of those here, not there."""

    @property
    def population(self) -> int | None:
        """Of all the communes; None where one of them has none."""
        counts = [member.population for member in self.members]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None


class Web:
    """The two services, at their addresses; nothing is asked before one of the verbs is called."""

    def __init__(self, timeout: float = TIMEOUT, largest: int = LARGEST) -> None:
        self._timeout = timeout
        self._largest = largest

    def measures(self, keys: Sequence[TerritoryKey]) -> bytes:
        """Population, median income and poverty of territories, as a table of our template.

        Raises OnlineRefused.
        """
        lines: list[Line] = []
        for address, data_set in zip(melodi_addresses(keys), DATA_SETS, strict=True):
            pages = 0
            following: str | None = address
            while following is not None:
                pages += 1
                if pages > MOST_PAGES:
                    raise OnlineRefused(_too_long(address))
                answer = self._ask(following)
                lines += read_observations(answer, data_set)
                following = next_page(answer)
        if not lines:
            raise OnlineRefused(
                "L’Insee n’a rien publié sur ces territoires dans ces jeux de données. "
                "Chargez plutôt un fichier."
            )
        return write_template(lines)

    def composition(self, key: TerritoryKey, gazetteer: Gazetteer) -> Composition:
        """The communes that geo.api.gouv.fr counts in a territory. Raises OnlineRefused."""
        members = read_communes(self._ask(geo_address(key)))
        return compare_members(members, key, gazetteer)

    def _ask(self, address: str) -> Any:
        """The JSON at an address. Raises OnlineRefused."""
        host = urlsplit(address).netloc
        headers = {"Accept": "application/json", "User-Agent": "regards-croises"}
        request = Request(address, headers=headers)
        try:
            with build_opener(_SameHost).open(request, timeout=self._timeout) as answer:
                content = self._read(answer, host)
        except HTTPError as error:
            raise OnlineRefused(_say_status(error.code, host)) from error
        except TimeoutError as error:
            raise OnlineRefused(_too_slow(host)) from error
        except (URLError, HTTPException, OSError) as error:
            if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
                raise OnlineRefused(_too_slow(host)) from error
            raise OnlineRefused(
                f"{host} n’est pas joignable : cet ordinateur n’est peut-être pas relié à "
                "internet, ou un pare-feu l’en empêche. Rien n’a changé ; tout le reste "
                "fonctionne sans internet."
            ) from error
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise OnlineRefused(_not_understood(host)) from error

    def _read(self, answer: HTTPResponse, host: str) -> bytes:
        end = time.monotonic() + self._timeout
        content = bytearray()
        while chunk := answer.read1(_CHUNK):
            content += chunk
            if len(content) > self._largest:
                raise OnlineRefused(_too_long(host))
            if time.monotonic() > end:
                raise OnlineRefused(_too_slow(host))
        return bytes(content)


class _SameHost(HTTPRedirectHandler):
    """Follows a redirection only to where the user agreed to ask."""

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            raise OnlineRefused(
                f"{before.netloc} renvoie vers une autre adresse, {after.netloc or 'inconnue'} : "
                "elle n’a pas été suivie."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def askable(keys: Iterable[TerritoryKey]) -> tuple[TerritoryKey, ...]:
    """Those that the services know, as many as one address may name."""
    return tuple(key for key in dict.fromkeys(keys) if key.level in _OBJECTS)[:MOST_CODES]


def melodi_code(key: TerritoryKey) -> str:
    """« DEP-69 »."""
    return f"{_OBJECTS[key.level]}-{key.code}"


def melodi_addresses(keys: Sequence[TerritoryKey]) -> tuple[str, ...]:
    """What is asked of each data set, in their order."""
    return tuple(
        f"{MELODI}/data/{one.id}?"
        + urlencode(
            [
                *(("GEO", melodi_code(key)) for key in keys),
                *((one.dimension, measure) for measure in one.measures),
                ("maxResult", 1000),
            ]
        )
        for one in DATA_SETS
    )


def geo_address(key: TerritoryKey) -> str:
    """Where geo.api.gouv.fr lists the communes of a territory."""
    path = {
        TerritoryLevel.REGION: f"/communes?codeRegion={key.code}&",
        TerritoryLevel.DEPARTMENT: f"/departements/{key.code}/communes?",
        TerritoryLevel.EPCI: f"/epcis/{key.code}/communes?",
        TerritoryLevel.COMMUNE: f"/communes/{key.code}?",
    }[key.level]
    return f"{GEO}{path}fields=code,nom,population"


def read_observations(answer: Any, data_set: DataSet) -> list[Line]:
    """The lines of our template in a Melodi answer; a secret keeps its line, without a value.

    Observations of other measures, zonings or shapes are left out. Raises OnlineRefused where the
    answer is no Melodi answer at all.
    """
    found = answer.get("observations") if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise OnlineRefused(_not_understood("api.insee.fr"))
    lines: list[Line] = []
    for observation in found:
        dimensions = _mapping(observation, "dimensions")
        geography = str(dimensions.get("GEO", "")).split("-")
        indicator = data_set.measures.get(str(dimensions.get(data_set.dimension)))
        level = _LEVELS.get(geography[-2]) if len(geography) >= 2 else None
        if indicator is None or level is None:
            continue
        measure = _mapping(_mapping(observation, "measures"), "OBS_VALUE_NIVEAU")
        value = measure.get("value")
        year = str(dimensions.get("TIME_PERIOD", ""))
        # The answer is a stranger's: it must not write columns of its own in our table.
        code, year = _cell(geography[-1]), _cell(year)
        lines.append((level.value, code, indicator, year, _say(value), data_set.source))
    return lines


def next_page(answer: Any) -> str | None:
    """The address of the following page; None at the end. Raises OnlineRefused for another site."""
    paging = _mapping(answer, "paging")
    following = paging.get("next")
    if not following or paging.get("isLast") is True:
        return None
    if not str(following).startswith(f"{MELODI}/"):
        raise OnlineRefused(_not_understood(urlsplit(MELODI).netloc))
    return str(following)


def read_communes(answer: Any) -> tuple[Member, ...]:
    """The communes of an answer of geo.api.gouv.fr, one or a list. Raises OnlineRefused."""
    found = answer if isinstance(answer, list) else [answer]
    members = []
    for one in found:
        if not isinstance(one, dict) or not one.get("code") or not one.get("nom"):
            raise OnlineRefused(_not_understood("geo.api.gouv.fr"))
        population = one.get("population")
        members.append(
            Member(
                str(one["code"])[:9],
                str(one["nom"])[:100],
                population if isinstance(population, int) else None,
            )
        )
    if not members:
        raise OnlineRefused(
            "geo.api.gouv.fr ne connaît aucune commune dans ce territoire : son code a "
            "peut-être changé."
        )
    return tuple(members)


def compare_members(
    members: Iterable[Member], key: TerritoryKey, gazetteer: Gazetteer
) -> Composition:
    """The communes told beside those of our list."""
    there = tuple(members)
    here = {member.key.code: member.name for member in gazetteer.members(key)}
    codes = {member.code for member in there}
    return Composition(
        members=there,
        added=tuple(member for member in there if member.code not in here),
        gone=tuple(name for code, name in here.items() if code not in codes),
    )


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _say(value: Any) -> str:
    """A number with at most four decimals, « nd » where the answer has none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        return "nd"
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _cell(part: str) -> str:
    return "".join(letter for letter in part if letter.isalnum() or letter == "-")[:20]


def _say_status(status: int, host: str) -> str:
    if status == 429:
        return f"{host} a reçu trop de demandes. Attendez une minute, puis recommencez."
    if status == 404:
        return f"{host} ne connaît pas ce territoire, ou n’a plus ces données. Chargez un fichier."
    return f"{host} ne peut pas répondre (erreur {status}). Réessayez plus tard."


def _too_slow(host: str) -> str:
    return f"{host} met trop de temps à répondre. Réessayez plus tard ; rien n’a changé."


def _too_long(host: str) -> str:
    return f"La réponse de {host} est bien plus longue que prévu : elle n’a pas été lue."


def _not_understood(host: str) -> str:
    return f"La réponse de {host} n’est pas comprise : rien n’a changé. Chargez plutôt un fichier."
