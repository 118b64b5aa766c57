"""Files made to harm (T15, T16): bombs, foreign entities, macros, columns by the million."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from diagnostic.benchmarks import read as read_figures
from diagnostic.exchange.official import FileRefused, understand
from diagnostic.indicators import Indicators
from diagnostic.problems import ContentRefused
from diagnostic.questionnaire import current, read
from diagnostic.readings.rules import read_rules
from diagnostic.territories import Gazetteer
from diagnostic.workshops import read_programmes
from tests.exchange.made import packed
from tests.questionnaire.tiny import TINY

MOST_MEMORY = 300_000_000
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "bombe de renvois": BOMB,
    "renvoi à soi-même": "a: &a [*a]\n",
    "fusion": "base: &b {id: x}\nautre: {<<: *b}\n",
    "balise qui exécute": "id: !!python/object/apply:os.system ['touch /tmp/x']\n",
    "balise d’un objet": "id: !!python/name:os.system\n",
    "profondeur": "a: " + "[" * 9_000,
    "profondeur en retraits": "\n".join(" " * depth + "a:" for depth in range(900)),
    "clés par milliers": "".join(f"k{n}: v\n" for n in range(50_000)),
    "texte sans fin": "id: " + "x" * 900_000,
    "deux fois la même clé": TINY + "\nid: autre\n",
    "trop gros": "#" * 3_000_000,
    "octets nuls": "\0" * 1_000,
    "entités XML": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    return Indicators.read()


@pytest.mark.parametrize("kind", sorted(YAML))
def test_a_hostile_text_is_refused_quickly_in_each_door(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(YAML[kind], encoding="utf-8")
    before = time.process_time()
    for reader in (read, lambda one: read_rules(current(), one), read_programmes, read_figures_of):
        with pytest.raises(ContentRefused) as refusal:
            reader(path)
        assert all(problem.cause and problem.cure for problem in refusal.value.problems)
        assert "root:" not in str(refusal.value)
    assert time.process_time() - before < 20.0


def read_figures_of(path: Path) -> object:
    return read_figures(current(), path)


HUGE = b"CODGEO;P21_POP\r\n" + b"0" * 40_000_000
OFFICIAL = {
    "zip qui gonfle": packed({"base.CSV": HUGE}),
    "zip dans un zip": packed({"a.zip": packed({"base.CSV": HUGE})}),
    "classeur à macros": packed(
        {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>", "xl/vbaProject.bin": b"\xd0\xcf"}
    ),
    "classeur à entités": packed(
        {
            "[Content_Types].xml": "<x/>",
            "xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        }
    ),
    "rires par milliards": b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '"
    + b"&a;" * 1_000
    + b"'>]><l>&b;</l>",
    "un million de colonnes": b"CODGEO;" * 1_000_000 + b"\r\n",
    "un million de guillemets": b'"' * 1_000_000,
    "chemins qui remontent": packed(
        {"../../../etc/cron.d/x": b"a;b\n1;2\n", "/etc/passwd": b"a;b"}
    ),
    "noms trompeurs": packed({"base.csv\x00.exe": b"MZ" + b"\x00" * 100}),
    "UTF-32": "CODGEO;P21_POP\n".encode("utf-32"),
    "UTF-7": b"CODGEO;+AD0-1\n",
    "EBCDIC": "CODGEO;P21_POP\n56009;1\n".encode("cp500"),
    "ancien classeur": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
}


@pytest.mark.parametrize("kind", sorted(OFFICIAL))
def test_a_hostile_official_file_is_refused_within_its_means(
    gazetteer: Gazetteer, indicators: Indicators, kind: str
) -> None:
    content = OFFICIAL[kind]
    before = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused) as refusal:
            understand("fichier.zip", content, gazetteer, indicators)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refusal.value.seems
    assert refusal.value.cure
    assert len(str(refusal.value)) < 1_000
    assert peak < MOST_MEMORY
    assert time.process_time() - before < 5.0
