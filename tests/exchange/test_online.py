"""The two public services: what is sent, what is read, and what is said when nothing comes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from diagnostic.exchange import online
from diagnostic.exchange.official import understand
from diagnostic.exchange.online import (
    DATA_SETS,
    Member,
    OnlineRefused,
    Web,
    askable,
    compare_members,
    geo_address,
    melodi_addresses,
    next_page,
    read_communes,
    read_observations,
)
from diagnostic.indicators import Indicators
from diagnostic.territories import FRANCE, Gazetteer, TerritoryKey, TerritoryLevel
from tests.exchange.services import Server

POPULATION, INCOME = DATA_SETS
RHONE = TerritoryKey(TerritoryLevel.DEPARTMENT, "69")
VILLEFRANCHE = TerritoryKey(TerritoryLevel.COMMUNE, "69264")
BEAUJOLAIS = TerritoryKey(TerritoryLevel.EPCI, "200040590")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


def observation(geography: str, measure: str, value: object, **dimensions: str) -> dict[str, Any]:
    """One observation, in the shape of a recorded answer."""
    return {
        "dimensions": {
            "GEO": geography,
            "FREQ": "A",
            "TIME_PERIOD": "2023",
            "POPREF_MEASURE": measure,
            **dimensions,
        },
        "measures": {"OBS_VALUE_NIVEAU": {} if value is None else {"value": value}},
    }


def answer(*observations: object, **paging: object) -> dict[str, Any]:
    return {
        "identifier": "DS_POPULATIONS_REFERENCE",
        "title": {"fr": "Populations de référence", "en": "Reference populations"},
        "observations": list(observations),
        "paging": {"first": "https://api.insee.fr/melodi/data/…", **paging},
    }


def income(geography: str, measure: str, value: object) -> dict[str, Any]:
    return {
        "dimensions": {"GEO": geography, "TIME_PERIOD": "2021", "FILOSOFI_MEASURE": measure},
        "measures": {"OBS_VALUE_NIVEAU": {} if value is None else {"value": value}},
    }


# What is sent


def test_only_codes_of_territories_and_of_measures_are_sent() -> None:
    for address in melodi_addresses([VILLEFRANCHE, RHONE]):
        asked = parse_qs(urlsplit(address).query)
        assert asked.pop("GEO") == ["COM-69264", "DEP-69"]
        assert asked.pop("maxResult") == ["1000"]
        assert set(asked) <= {"POPREF_MEASURE", "FILOSOFI_MEASURE"}
        assert urlsplit(address)[:2] == ("https", "api.insee.fr")


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (VILLEFRANCHE, "/communes/69264?fields=code,nom,population"),
        (BEAUJOLAIS, "/epcis/200040590/communes?fields=code,nom,population"),
        (RHONE, "/departements/69/communes?fields=code,nom,population"),
        (
            TerritoryKey(TerritoryLevel.REGION, "84"),
            "/communes?codeRegion=84&fields=code,nom,population",
        ),
    ],
)
def test_the_communes_of_any_level_are_asked_for(key: TerritoryKey, path: str) -> None:
    assert geo_address(key) == f"https://geo.api.gouv.fr{path}"


def test_france_and_perimeters_are_not_asked_for() -> None:
    """« France » there may leave Mayotte out."""
    perimeter = TerritoryKey(TerritoryLevel.PERIMETER, "ici")
    assert askable([FRANCE, RHONE, perimeter, RHONE]) == (RHONE,)


# What is read


def test_an_answer_becomes_lines_of_our_template() -> None:
    told = answer(
        observation("2025-DEP-69", "PMUN", 1914667.0),
        observation("2025-COM-69264", "PMUN", 37050),
        observation("2025-DEP-2A", "PMUN", 0.5),
        observation("2025-EPCI-200040590", "PMUN", 75000.123456),
    )
    source = "Insee, Populations de référence (Melodi, DS_POPULATIONS_REFERENCE)"
    assert read_observations(told, POPULATION) == [
        ("departement", "69", "population", "2023", "1914667", source),
        ("commune", "69264", "population", "2023", "37050", source),
        ("departement", "2A", "population", "2023", "0.5", source),
        ("epci", "200040590", "population", "2023", "75000.1235", source),
    ]


def test_other_measures_and_other_zonings_are_left_out() -> None:
    told = answer(
        observation("2025-COM-69264", "PTOT", 38000.0),
        observation("2025-COM-69264", "PCAP", 900.0),
        observation("2025-AAV2020-002", "PMUN", 1.0),
        observation("FRANCE-F", "PMUN", 68e6),
        observation("", "PMUN", 1.0),
    )
    assert read_observations(told, POPULATION) == []


def test_what_the_producer_does_not_tell_is_never_a_zero() -> None:
    told = answer(income("2025-COM-69264", "MED_SL", None), income("2025-COM-69264", "PR_MD60", 0))
    assert [line[2:5] for line in read_observations(told, INCOME)] == [
        ("niveau_vie_median", "2021", "nd"),
        ("taux_pauvrete", "2021", "0"),
    ]


@pytest.mark.parametrize(
    "value", ["12", True, [], {}, 10**400, float("inf"), float("nan"), 1e300, -1e300]
)
def test_a_value_that_is_no_number_is_not_taken(value: object) -> None:
    (line,) = read_observations(answer(observation("2025-DEP-69", "PMUN", value)), POPULATION)
    assert line[4] == "nd"


def test_an_answer_cannot_write_columns_of_its_own() -> None:
    told = answer(observation('2025-DEP-69;x\r\n"', "PMUN", 1.0, TIME_PERIOD="2023;\n=1+1"))
    (line,) = read_observations(told, POPULATION)
    assert line[1] == "69x"
    assert line[3] == "202311"


@pytest.mark.parametrize(
    "strange",
    [None, [], "texte", 3, {}, {"observations": None}, {"observations": {"a": 1}}],
)
def test_an_answer_of_another_shape_is_refused(strange: object) -> None:
    with pytest.raises(OnlineRefused, match="n’est pas comprise"):
        read_observations(strange, POPULATION)


@pytest.mark.parametrize(
    "strange",
    [None, 3, {}, {"dimensions": None}, {"dimensions": {"GEO": 3}}, {"measures": []}, [[]]],
)
def test_an_observation_of_another_shape_is_left_out(strange: object) -> None:
    assert read_observations(answer(strange), POPULATION) == []


def test_the_pages_are_followed_to_the_last_on_the_same_site() -> None:
    following = "https://api.insee.fr/melodi/data/DS_POPULATIONS_REFERENCE?page=2"
    assert next_page(answer(next=following, isLast=False)) == following
    assert next_page(answer(next=following, isLast=True)) is None
    assert next_page(answer()) is None
    for elsewhere in ("http://autre.fr/", "https://api.insee.fr.autre.fr/melodi/", "file:///etc"):
        with pytest.raises(OnlineRefused):
            next_page(answer(next=elsewhere))


def test_communes_are_read_one_or_several() -> None:
    one = {"code": "69264", "nom": "Villefranche-sur-Saône", "population": 37050}
    other = {"code": "69013", "nom": "Arnas"}
    assert read_communes(one) == (Member("69264", "Villefranche-sur-Saône", 37050),)
    assert read_communes([one, other])[1] == Member("69013", "Arnas", None)


@pytest.mark.parametrize("strange", [[], {}, None, 3, [{"code": "1"}], [None], {"nom": "x"}])
def test_communes_of_another_shape_are_refused(strange: object) -> None:
    with pytest.raises(OnlineRefused, match=r"geo\.api\.gouv\.fr"):
        read_communes(strange)


def test_what_changed_in_a_list_of_communes_is_told(gazetteer: Gazetteer) -> None:
    here = gazetteer.members(BEAUJOLAIS)
    there = [Member(one.key.code, one.name, 10) for one in here]
    same = compare_members(there, BEAUJOLAIS, gazetteer)
    assert (same.added, same.gone, same.population) == ((), (), 10 * len(here))
    newcomer = Member("69999", "Neuve", None)
    other = compare_members([*there[1:], newcomer], BEAUJOLAIS, gazetteer)
    assert other.added == (newcomer,)
    assert other.gone == (here[0].name,)
    assert other.population is None


# The way there and back, to a server of this computer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    running = Server()
    monkeypatch.setattr(online, "MELODI", running.address)
    monkeypatch.setattr(online, "GEO", running.address)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield running
    running.stop()


def test_what_comes_back_is_a_file_that_the_preview_understands(
    server: Server, gazetteer: Gazetteer
) -> None:
    following = f"{server.address}/data/DS_POPULATIONS_REFERENCE?page=2"
    server.will_say(answer(observation("2025-DEP-69", "PMUN", 1914667.0), next=following))
    server.will_say(answer(observation("2025-DEP-42", "PMUN", 770000.0), isLast=True))
    server.will_say(
        answer(income("2025-DEP-69", "PR_MD60", 14.2), income("2025-DEP-69", "MED_SL", 24000.0))
    )
    content = Web().measures([RHONE])
    assert len(server.asked) == 3
    understood = understand("melodi.csv", content, gazetteer, Indicators.read())
    assert {(one.indicator_id, one.year) for one in understood.series} == {
        ("population", "2023"),
        ("taux_pauvrete", "2021"),
        ("niveau_vie_median", "2021"),
    }
    assert understood.known == 4
    assert not understood.refused


def test_the_composition_of_a_territory_comes_back(server: Server, gazetteer: Gazetteer) -> None:
    server.will_say([{"code": "69264", "nom": "Villefranche-sur-Saône", "population": 37050}])
    found = Web().composition(BEAUJOLAIS, gazetteer)
    assert server.asked == ["/epcis/200040590/communes?fields=code,nom,population"]
    assert [member.code for member in found.members] == ["69264"]
    assert len(found.gone) == len(gazetteer.members(BEAUJOLAIS)) - 1


def test_an_empty_answer_is_told(server: Server) -> None:
    server.will_say(answer())
    server.will_say(answer())
    with pytest.raises(OnlineRefused, match="n’a rien publié"):
        Web().measures([RHONE])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (429, "trop de demandes"),
        (404, "ne connaît pas ce territoire"),
        (500, r"erreur 500"),
        (403, r"erreur 403"),
    ],
)
def test_a_service_that_refuses_is_told(server: Server, status: int, said: str) -> None:
    server.will_say({}, status=status)
    with pytest.raises(OnlineRefused, match=said):
        Web().measures([RHONE])


@pytest.mark.parametrize(
    "content", [b"<html>portail</html>", b"", b"[" * 200_000, b"\xff\xfe", b'{"a":']
)
def test_an_answer_that_is_no_json_is_told(server: Server, content: bytes) -> None:
    server.will_say(content)
    with pytest.raises(OnlineRefused, match="n’est pas comprise"):
        Web().measures([RHONE])


def test_an_endless_answer_is_not_read_to_its_end(server: Server) -> None:
    server.will_say(b"[" + b" " * 300_000)
    with pytest.raises(OnlineRefused, match="bien plus longue que prévu"):
        Web(largest=100_000).measures([RHONE])


def test_endless_pages_are_not_followed_for_ever(server: Server) -> None:
    for _ in range(online.MOST_PAGES):
        server.will_say(answer(next=f"{server.address}/data/DS?page=2"))
    with pytest.raises(OnlineRefused, match="bien plus longue que prévu"):
        Web().measures([RHONE])
    assert len(server.asked) == online.MOST_PAGES


def test_a_service_that_is_slow_is_given_up(server: Server) -> None:
    server.going.clear()
    server.will_say(answer())
    with pytest.raises(OnlineRefused, match="trop de temps"):
        Web(timeout=0.2).measures([RHONE])


def test_a_redirection_elsewhere_is_not_followed(server: Server) -> None:
    server.will_say(b"", status=302, Location="http://autre.exemple/")
    with pytest.raises(OnlineRefused, match="renvoie vers une autre adresse"):
        Web().measures([RHONE])
    assert len(server.asked) == 1


def test_a_redirection_on_the_same_site_is_followed(server: Server, gazetteer: Gazetteer) -> None:
    server.will_say(b"", status=301, Location=f"{server.address}/ailleurs")
    server.will_say([{"code": "69264", "nom": "Villefranche-sur-Saône"}])
    assert Web().composition(VILLEFRANCHE, gazetteer).gone == ()
    assert server.asked[1] == "/ailleurs"


def test_without_internet_it_is_said_and_nothing_else_happens(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setattr(online, "MELODI", nowhere)
    with pytest.raises(OnlineRefused, match="pas relié à internet"):
        Web().measures([RHONE])
    assert server.asked == []
