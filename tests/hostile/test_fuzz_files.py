"""Every file that the product reads (T15, T16, G24): a result or French words, never a crash."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic import benchmarks
from diagnostic.charts import read_borders
from diagnostic.exchange.official import LIMITS, FileRefused, understand
from diagnostic.exchange.online import DATA_SETS as ONLINE
from diagnostic.exchange.online import (
    OnlineRefused,
    next_page,
    read_communes,
    read_observations,
)
from diagnostic.indicators import Indicators
from diagnostic.problems import ContentRefused
from diagnostic.questionnaire import current, read
from diagnostic.readings.rules import read_rules
from diagnostic.territories import Gazetteer
from diagnostic.workshops import read_programmes
from tests.exchange import made
from tests.hostile.budget import inputs
from tests.hostile.spoiling import TABLE, YAML, is_for_people, outcome, spoil
from tests.indicators import tiny as indicator_tables
from tests.questionnaire.tiny import TINY
from tools.serving import ROOT

Check = Callable[[Path], object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def check(reader: Check, path: Path, content: bytes) -> None:
    """A result, or faults each with its place, its cause and its cure."""
    path.write_bytes(content)
    refusal = outcome(lambda: reader(path), ContentRefused)
    if refusal is None:
        return
    assert refusal.problems
    for problem in refusal.problems:
        assert problem.line >= 1
        assert problem.cause
        assert problem.cure
        assert len(str(problem)) < 5_000


@inputs(150)
@given(content=spoil(TINY.encode(), YAML))
def test_a_questionnaire(folder: Path, content: bytes) -> None:
    check(read, folder / "questionnaire.yaml", content)


def head(name: str, lines: int) -> bytes:
    return b"".join((ROOT / "references" / name).read_bytes().splitlines(keepends=True)[:lines])


@inputs(60)
@given(content=spoil((ROOT / "references/reading-rules.yaml").read_bytes(), YAML))
def test_rules_of_reading(folder: Path, content: bytes) -> None:
    check(lambda path: read_rules(current(), path), folder / "regles.yaml", content)


PROGRAMMES = (ROOT / "references/programmes.yaml").read_text(encoding="utf-8")
FIRST_PROGRAMME = PROGRAMMES[: PROGRAMMES.find("\n  - id:", PROGRAMMES.find("- id:") + 1)].encode()


@inputs(80)
@given(content=spoil(FIRST_PROGRAMME, YAML))
def test_programmes(folder: Path, content: bytes) -> None:
    # Remembered by its path in the product: here the same path holds something else each time.
    check(read_programmes.__wrapped__, folder / "programmes.yaml", content)


@inputs(100)
@given(content=spoil(head("national-figures.csv", 8), TABLE), beside=st.booleans())
def test_national_figures(folder: Path, content: bytes, beside: bool) -> None:
    sources = ROOT / "references/national-sources.csv"
    if beside:
        check(lambda path: benchmarks.read(current(), path, sources), folder / "f.csv", content)
    else:
        figures = folder / "figures.csv"
        figures.write_bytes(head("national-figures.csv", 3))
        check(lambda path: benchmarks.read(current(), figures, path), folder / "s.csv", content)


@inputs(120)
@given(
    data=st.data(),
    name=st.sampled_from(sorted(indicator_tables.FILES)),
)
def test_indicators(folder: Path, data: st.DataObject, name: str) -> None:
    good = indicator_tables.write(folder / "indicateurs")
    lines = indicator_tables.FILES[name]
    content = data.draw(spoil(("\n".join(lines) + "\n").encode("utf-8-sig"), TABLE))
    check(lambda _: Indicators.read(good), good / name, content)


@inputs(40)
@given(content=spoil(head("territories.csv", 60), TABLE))
def test_territories(folder: Path, content: bytes) -> None:
    check(Gazetteer.read, folder / "territoires.csv", content)


OFFICIAL = {
    "comparateur": made.comparator(),
    "zip": made.packed({"base.CSV": made.comparator(), "meta.CSV": made.NOTICE}),
    "carte": made.geoclip(
        "commune",
        ["Infirmier (en nombre) 2024", "Taux de pauvreté 2021"],
        [(code, "Ici", "2", "12,5") for code in made.ISLAND],
    ),
    "filosofi": made.poverty([("22", "5,0", "11,8", "11250", "0,190", "15,0", "s")]),
    "barometre": made.barometer(["IND-306,D56,2022-06-01,DEPT,56.3,,,"]),
    "modele": made.template(["commune;56009;population;2022;1000;Insee, recensement"]),
}
OFFICIAL_TOKENS = (
    *TABLE,
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"75056",
    b"N/A - secret",
    b"s",
    b"P21_POP",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    return Indicators.read()


@pytest.mark.parametrize("kind", sorted(OFFICIAL))
@inputs(60)
@given(data=st.data(), name=st.text(max_size=30))
def test_an_official_file(
    gazetteer: Gazetteer, indicators: Indicators, kind: str, data: st.DataObject, name: str
) -> None:
    content = data.draw(spoil(OFFICIAL[kind], OFFICIAL_TOKENS))
    refusal = outcome(
        lambda: understand(name, content, gazetteer, indicators, limits=LIMITS), FileRefused
    )
    if refusal:
        assert refusal.seems
        assert is_for_people(refusal.cure)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(("Polygon", "FeatureCollection", "56", "COM-56009", "2022", "CODGEO")),
)
NAMES = st.one_of(
    st.sampled_from(
        ("type", "features", "geometry", "coordinates", "properties", "code", "nom", "observations",
         "dimensions", "measures", "OBS_VALUE_NIVEAU", "value", "GEO", "TIME_PERIOD", "paging",
         "next", "population")
    ),
    st.text(max_size=6),
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=5)),
    max_leaves=20,
)
SHAPE: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
        }
        for code in ("56", "22")
    ],
}


@inputs(150)
@given(
    parsed=st.one_of(
        JSON,
        st.builds(lambda inner: SHAPE | inner, st.dictionaries(NAMES, JSON, max_size=2)),
        st.builds(lambda inner: SHAPE | {"features": [*SHAPE["features"], inner]}, JSON),
        st.builds(
            lambda inner: SHAPE
            | {"features": [SHAPE["features"][0] | {"geometry": inner}, SHAPE["features"][1]]},
            JSON,
        ),
        st.builds(
            lambda inner: SHAPE
            | {"features": [
                SHAPE["features"][0] | {"geometry": {"type": "Polygon", "coordinates": inner}}
            ]},
            JSON,
        ),
    )
)  # fmt: skip
def test_borders(parsed: Any) -> None:
    refusal = outcome(
        lambda: read_borders(parsed, ("56", "22", "29"), "contours.json"), ContentRefused
    )
    for problem in refusal.problems if refusal else ():
        assert problem.cause
        assert problem.cure


@inputs(150)
@given(answer=JSON)
def test_the_answer_of_a_stranger_on_the_network(answer: Any) -> None:
    answer = json.loads(json.dumps(answer))
    verbs: list[Callable[[Any], object]] = [next_page, read_communes]
    verbs += [partial(read_observations, data_set=one) for one in ONLINE]
    for verb in verbs:
        refusal = outcome(partial(verb, answer), OnlineRefused)
        assert refusal is None or is_for_people(str(refusal))


GOOD: dict[str, tuple[Check, bytes]] = {
    "questionnaire": (read, TINY.encode()),
    "règles": (
        lambda path: read_rules(current(), path),
        (ROOT / "references/reading-rules.yaml").read_bytes(),
    ),
    "programmes": (read_programmes, FIRST_PROGRAMME),
    "repères": (
        lambda path: benchmarks.read(current(), path, ROOT / "references/national-sources.csv"),
        head("national-figures.csv", 8),
    ),
    "territoires": (Gazetteer.read, head("territories.csv", 60)),
}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_is_spoilt_is_first_a_good_file(folder: Path, name: str) -> None:
    reader, content = GOOD[name]
    path = folder / "bon"
    path.write_bytes(content)
    assert reader(path)
