"""Whatever an author does to the published file, the answer is French or a questionnaire."""

import re
import string
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.problems import ContentRefused
from diagnostic.questionnaire import QUESTIONNAIRES, read
from diagnostic.questionnaire.tree import parse
from tests.questionnaire.tiny import check_message, write

PUBLISHED = QUESTIONNAIRES / "fragilites-co-construction-1.0.0.yaml"


@cache
def _extract() -> str:
    """The published file with one domain, one axis, five questions, one route: quick to read."""
    text = PUBLISHED.read_text(encoding="utf-8")
    places = parse(PUBLISHED.name, text).places
    lines = text.splitlines(keepends=True)
    kept = {
        "aspects": ["G", "T"],
        "domains": ["F01"],
        "axes": ["H"],
        "questions": ["priorites", "K1", "K6", "K7", "mot_libre"],
        "themes": [
            *("vous", "vital", "dynamique", "socle", "priorites"),
            *("approfondir", "reperes", "propre", "fin"),
        ],
        "works": ["S0"],
        "routes": ["citoyen"],
    }
    starts = sorted(places[where][0] - 1 for where in places if len(where) == 1)
    dropped: set[int] = set()
    for section, names in kept.items():
        ranks = sum(where[0] == section and len(where) == 2 for where in places)
        firsts = [places[section, rank][0] - 1 for rank in range(ranks)]
        end = next(start for start in starts if start > firsts[-1])
        for first, after in zip(firsts, [*firsts[1:], end], strict=True):
            if not any(lines[first].endswith(f": {name}\n") for name in names):
                dropped.update(range(first, after))
    short = "".join(line for number, line in enumerate(lines) if number not in dropped)
    known = {"T", "F01.G", "F01.T", "H1", "H2", "H3", *kept["questions"]}

    def still_there(found: re.Match[str]) -> str:
        names = (name.strip() for name in found[2].split(","))
        return f"{found[1]}: [{', '.join(name for name in names if name in known)}]"

    short = short.replace("most: 3\n", "most: 1\n")
    return re.sub(r"(ask|deepen): \[([^]]*)\]", still_there, short)


def test_the_extract_of_the_published_file_is_read(tmp_path: Path) -> None:
    extract = read(write(tmp_path, _extract()))
    assert [domain.id for domain in extract.domains] == ["F01"]
    assert [route.viewpoint for route in extract.routes] == ["citoyen"]


@st.composite
def _spoilt(draw: st.DrawFn) -> str:
    """The published file in short, with some lines dropped, there twice, or other."""
    lines = _extract().splitlines(keepends=True)
    ordinary = st.text(
        string.ascii_letters + string.digits + " :-[]{}\"'#&*!|>%@`,?.é\t", max_size=20
    )
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(("drop", "repeat", "replace", "swap", "insert", "cut")))
        if what == "drop":
            del lines[where]
        elif what == "repeat":
            lines.insert(where, lines[where])
        elif what == "replace":
            lines[where] = lines[where][: draw(st.integers(0, 12))] + draw(ordinary) + "\n"
        elif what == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[where], lines[other] = lines[other], lines[where]
        elif what == "insert":
            lines.insert(where, draw(st.text(max_size=12)) + "\n")
        else:
            lines[where] = lines[where][: draw(st.integers(0, len(lines[where])))]
        if not lines:
            return ""
    return "".join(lines)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=_spoilt())
def test_whatever_is_spoilt_the_author_gets_french_or_a_questionnaire(
    tmp_path: Path, text: str
) -> None:
    path = write(tmp_path, text.encode("utf-8", "surrogatepass"))
    try:
        read(path)
    except ContentRefused as refusal:
        problems = refusal.problems
    else:
        return
    assert problems
    for problem in problems:
        check_message(problem)
