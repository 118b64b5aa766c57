"""Whatever happens to a file, it is understood or refused in French: nothing else comes out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.exchange.official import FileRefused, Understanding
from diagnostic.territories import Gazetteer
from tests.exchange.conftest import Reading
from tests.exchange.made import (
    ISLAND,
    NOTICE,
    barometer,
    commune,
    comparator,
    geoclip,
    packed,
    poverty,
    template,
)

ROWS = [(code, "Ici", "2", str(people), "12,5") for code, people in ISLAND.items()]
FILES = (
    comparator(),
    comparator([commune("75056", 2_000_000), commune("75101", 9), commune("01172", 200)]),
    packed({"base.CSV": comparator(), "meta.CSV": NOTICE}),
    geoclip(
        "commune",
        ["Infirmier (en nombre) 2024", "Estimations de population 2025", "Taux de pauvreté 2021"],
        ROWS,
    ),
    geoclip("département", ["Taux de pauvreté 2021"], [("56", "Morbihan", "N/A - secret")]),
    poverty([("22", "5,0", "11,8", "11250", "0,190", "15,0", "s"), ("29", *"123456")]),
    packed({"FILO2021_DISP_DEP.csv": poverty([("01", "5", "10", "11030", "0,2", "s", "8")])}),
    barometer(["IND-306,D56,2022-06-01,DEPT,56.3,,,", "IND-306,R53,2024-06-01,REG,,80.5,,"]),
    template(
        [
            "commune;56009;population;2022;1000;Insee, recensement",
            "departement;56;taux_pauvrete;2022;11,4;Insee, Filosofi 2022",
        ]
    ),
    template(
        [
            *(f"commune;{code};population;2022;{n};Mairies" for code, n in ISLAND.items()),
            "epci;245600465;population;2022;4100;Communauté",
        ]
    ),
)
TOKENS = (
    b'"', b";", b",", b"\n", b"\r", b"\t", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\x81",
    b"=1+1", b"-", b"1e999", b"s", b"N/A - ", b"9" * 40, b" " * 50, b";;;;", b"CODGEO", b"P21_POP",
    b"MED20", b"75056", b"FRANCE", b"par canton", "Référentiel".encode(), b"PK\x03\x04", b"nan",
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A good file to which up to four things happened."""
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        content = draw(st.sampled_from(MUTATIONS))(draw, content)
    return content


def _place(draw: st.DrawFn, content: bytes) -> int:
    return draw(st.integers(0, len(content)))


def _insert(draw: st.DrawFn, content: bytes) -> bytes:
    place = _place(draw, content)
    return content[:place] + draw(st.sampled_from(TOKENS)) + content[place:]


def _replace(draw: st.DrawFn, content: bytes) -> bytes:
    place = _place(draw, content)
    return content[:place] + draw(st.binary(min_size=1, max_size=4)) + content[place + 3 :]


def _remove(draw: st.DrawFn, content: bytes) -> bytes:
    first, last = sorted((_place(draw, content), _place(draw, content)))
    return content[:first] + content[last:] if last - first < 200 else content[:last]


def _repeat(draw: st.DrawFn, content: bytes) -> bytes:
    first, last = sorted((_place(draw, content), _place(draw, content)))
    return content[:last] + content[first:last] + content[last:]


def _recode(draw: st.DrawFn, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = draw(st.sampled_from(("utf-16", "cp1252", "mac_roman", "utf-8-sig", "utf-16-be")))
    return text.encode(encoding, "replace")


def _wrap(draw: st.DrawFn, content: bytes) -> bytes:
    name = draw(st.sampled_from(("a.csv", "__MACOSX/a.csv", "d/", "xl/workbook.xml", "é.CSV")))
    return packed({name: b"" if name.endswith("/") else content, "autre.txt": b"rien"})


MUTATIONS = (_insert, _insert, _replace, _replace, _remove, _repeat, _recode, _wrap)


@settings(
    max_examples=1_000,
    deadline=None,
)
@given(content=spoilt())
def test_a_spoilt_file_is_understood_or_refused_in_french(
    read: Reading, gazetteer: Gazetteer, content: bytes
) -> None:
    check(read, gazetteer, content)


ZIPS = tuple(file for file in FILES if file.startswith(b"PK"))
CHANGES = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 255)), min_size=1, max_size=6)


@settings(max_examples=1_000, deadline=None)
@given(content=st.sampled_from(ZIPS), changes=CHANGES)
def test_a_zip_whose_list_was_tampered_with_is_understood_or_refused_in_french(
    read: Reading, gazetteer: Gazetteer, content: bytes, changes: list[tuple[int, int]]
) -> None:
    spoilt_zip = bytearray(content)
    for from_the_end, byte in changes:
        spoilt_zip[-min(from_the_end, len(spoilt_zip))] = byte
    check(read, gazetteer, bytes(spoilt_zip))


@pytest.mark.parametrize(
    ("mark", "offset", "value"),
    [
        (b"PK\x01\x02", 6, 0x40),  # a version of zip that does not exist
        (b"PK\x01\x02", 28, 0),  # a file without a name
        (b"PK\x01\x02", 30, 0xFF),  # a note longer than the archive
        (b"PK\x01\x02", 42, 0xFF),  # a file that begins after the end
        (b"PK\x05\x06", 16, 0xFF),  # a list that begins after the end
    ],
)
def test_a_zip_that_lies_is_refused_in_french(
    read: Reading, gazetteer: Gazetteer, mark: bytes, offset: int, value: int
) -> None:
    content = bytearray(packed({"base.CSV": FILES[0]}))
    content[content.index(mark) + offset] = value
    check(read, gazetteer, bytes(content))


CELLS = st.one_of(
    st.sampled_from(
        ("", "s", "0", "-1", "1e400", "5,0", "N/A - secret statistique", "=A1", "75056")
    ),
    st.sampled_from(
        ("75101", "01172", "01095", "1001", "56", "93", "FR", "2A", "200023372", "nan")
    ),
    st.sampled_from(("population", "taux_pauvrete", "commune", "2022-06-01", "D976", "REG", "Ici")),
    st.text(max_size=8),
    st.floats().map(str),
    st.integers().map(str),
)


@st.composite
def rewritten(draw: st.DrawFn) -> bytes:
    """A good table some cells of which were typed again, and some lines moved or repeated."""
    content = draw(st.sampled_from([file for file in FILES if not file.startswith(b"PK")]))
    delimiter = "," if content.startswith(b"indic_id") else ";"
    lines = [line.split(delimiter) for line in content.decode("utf-8-sig").splitlines()]
    first = 3 if lines[0][0].startswith("Insee") else 1
    for _ in range(draw(st.integers(1, 8))):
        line = draw(st.sampled_from(lines[first:] if draw(st.integers(0, 9)) else lines))
        line[draw(st.integers(0, len(line) - 1))] = draw(CELLS)
    body = draw(st.permutations(lines[first:])) + draw(st.lists(st.sampled_from(lines[first:])))
    text = "\n".join(delimiter.join(line) for line in [*lines[:first], *body])
    return (text + draw(st.sampled_from(("", "\n")))).encode("utf-8", "replace")


@settings(max_examples=1_000, deadline=None)
@given(content=rewritten())
def test_a_table_typed_again_is_understood_or_refused_in_french(
    read: Reading, gazetteer: Gazetteer, content: bytes
) -> None:
    check(read, gazetteer, content)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=300))
def test_noise_is_refused_in_french(read: Reading, content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"CODGEO;P22_POP;P22_LOG\n", b"PK\x05\x06"):
        with pytest.raises(FileRefused) as refusal:
            read(start + content)
        check_refusal(refusal.value)


@pytest.mark.parametrize("content", FILES)
def test_the_files_that_are_spoilt_were_good(
    read: Reading, gazetteer: Gazetteer, content: bytes
) -> None:
    check_understanding(read(content), gazetteer)


def check(read: Reading, gazetteer: Gazetteer, content: bytes) -> None:
    """Read a file that may be good or not."""
    try:
        understood = read(content, "fichier.csv")
    except FileRefused as refusal:
        check_refusal(refusal)
    else:
        check_understanding(understood, gazetteer)


def check_refusal(refusal: FileRefused) -> None:
    """A sentence of what it seems, a sentence of what to do."""
    said = str(refusal)
    assert refusal.seems[0] == "«" or refusal.seems[0].isupper()
    assert refusal.seems.rstrip().endswith((".", "»."))
    assert refusal.cure.endswith((".", "?"))
    assert len(said) < 3_000
    assert not re.search(r"error|exception|traceback|invalid|line \d", said, re.IGNORECASE)


def check_understanding(understood: Understanding, gazetteer: Gazetteer) -> None:
    """What holds of every understanding."""
    assert understood.series
    seen = set()
    for series in understood.series:
        assert len(series.keys) == len(series.values) == len(set(series.keys)) > 0
        assert set(series.holes) == {
            key for key, value in zip(series.keys, series.values, strict=True) if value is None
        }
        assert (series.indicator_id, series.year, series.level) not in seen
        seen.add((series.indicator_id, series.year, series.level))
        compared = series.comparison
        assert compared.new + compared.changed + compared.equal == series.known - len(
            series.partial
        )
        for measure in series.measures:
            assert measure.key in gazetteer
            assert measure.key.level is series.level
            assert measure.value is None or abs(measure.value) < 1e13
            assert measure.value is None or measure.value == round(measure.value, 4)
            assert measure.hole is None or measure.hole.reason
            assert measure.source.producer
    for refused in understood.refused:
        assert refused.count >= len(refused.examples) > 0
    assert understood.levels
