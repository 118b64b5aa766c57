"""Whatever a phone's addresses receive (T19, T21, T24): a page or a refusal, never a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diagnostic.answers import AnswerState, accept
from diagnostic.indicators import Indicators
from diagnostic.participant import Site
from diagnostic.questionnaire import current
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer
from tests.hostile.budget import inputs
from tests.hostile.conftest import Places, fill
from tests.hostile.payloads import SCRIPTS
from tests.hostile.spoiling import is_for_people, outcome

FORM = "application/x-www-form-urlencoded"
LARGEST_PAGE = 400_000


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    file = tmp_path_factory.mktemp("requests") / "regards.sqlite"
    with Store.open(file) as store:
        return Places(file, fill(store, "commune:69264", ""), fill(store, "commune:56009", ""))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture(scope="module")
def client(places: Places, gazetteer: Gazetteer) -> Iterator[TestClient]:
    """The phone page in this process: a fault of the server is a fault of the test."""
    with Store.open(places.file) as store:
        site = Site(lambda: store, lambda: gazetteer, Indicators.read)
        # Those who wait have their own proofs: here ten thousand wrong codes are wanted.
        site.gate._allowed = float("inf")
        app = Starlette(routes=site.routes())
        with TestClient(app, base_url="http://salle.local", follow_redirects=False) as opened:
            yield opened


WORDS = st.one_of(
    st.sampled_from(
        (
            *("", "=7", "=11", "=-1", "=7.5", "=٧", "=jeune", "ne_sait_pas", "pas_concerne", "=,"),
            *("=F01,F02", "citoyen", "elu", "court", "long", "on", "null", "0", "1", "-1", "é"),
            *("vote:1:0", "vote:2:0", "accueil:1:0", "langue:en", "langue:\r\nX: y", "laisser"),
            *("+", "-", "vital", "fin", "//ailleurs.example", "https://ailleurs.example/", "\\\\x"),
            *("a" * 1_100, "\x00", "\ud7ff", "\u202e", "%00", "%", "%zz", "\r\n", "' OR ''='"),
            *SCRIPTS[:12],
        )
    ),
    st.text(max_size=20),
)
IDS = st.one_of(
    st.sampled_from(
        ("F01.G", "F01.T", "F02.G", "A1", "H1", "priorites", "profil.age", "mot_libre", "L1", "",
         "F01", "nulle-part", "F01.G\x00")
    ),
    st.text(max_size=8),
)  # fmt: skip
FIELDS = st.one_of(
    st.builds(lambda mark, name: f"{mark}.{name}", st.sampled_from("vaxcpt"), IDS),
    st.sampled_from(("regard", "parcours", "cle", "code", "vers", "vote", "effacer", "suivre",
                     "atelier", "lang", "")),
    st.text(max_size=8),
)  # fmt: skip
FORMS = st.lists(st.tuples(FIELDS, WORDS), max_size=8)
BODIES = st.one_of(
    FORMS.map(lambda form: urlencode(form, errors="replace").encode()),
    FORMS.map(lambda form: urlencode(form, errors="replace").encode()),
    st.binary(max_size=200),
    st.lists(
        st.sampled_from((b"&", b"=", b"%", b"%00", b"%ff", b"+", b";", b"a.F01.G", b"v.F01.G")),
        max_size=40,
    ).map(b"".join),
)
QUERIES = st.one_of(
    st.just(""),
    st.lists(st.tuples(st.sampled_from(("lang", "d", "reprise", "t", "x")), WORDS), max_size=3).map(
        lambda pairs: "?" + urlencode(pairs, errors="replace")
    ),
    st.text(max_size=12).map(lambda text: "?" + quote(text, errors="replace")),
)


def address(places: Places, draw: st.DataObject, posted: bool) -> str:
    ours = places.ours
    token = draw.draw(
        st.one_of(
            st.sampled_from((ours.seated, ours.remote)),
            st.sampled_from((ours.seated, ours.remote)),
            WORDS,
        )
    )
    theme = draw.draw(st.one_of(st.sampled_from(("vous", "vital", "fin", "priorites")), WORDS))
    link = f"/p/{quote(token, safe='', errors='replace') or 'x'}"
    code = quote(draw.draw(st.one_of(st.sampled_from((ours.room, ours.code)), WORDS)), safe="")
    ways = [f"{link}/t/{quote(theme, safe='')}", f"{link}/salle", f"/j/{code}", f"/r/{code}", "/j"]
    ways += [f"{link}/laisser", f"{link}/reprendre"] if posted else [link, f"{link}/etat"]
    return draw.draw(st.sampled_from(ways)) + draw.draw(QUERIES)


def check(client: TestClient, method: str, path: str, body: bytes, kind: str, cookie: str) -> None:
    headers = {"content-type": kind, "sec-fetch-site": "same-origin"}
    if cookie:
        headers["cookie"] = f"passage={cookie}"
    client.cookies.clear()
    answers = []
    refused = outcome(
        lambda: answers.append(client.request(method, path, content=body, headers=headers)),
        UnicodeError,
    )
    assert refused is None
    (answer,) = answers
    assert answer.status_code < 500
    assert len(answer.content) < LARGEST_PAGE
    location = answer.headers.get("location", "/")
    assert location.startswith(("/", "http://salle.local/"))
    assert not location.startswith("//")
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "content-security-policy" in answer.headers
        assert "<script>window" not in answer.text
        assert "<img src=//" not in answer.text
    elif answer.headers.get("content-type") == "application/json":
        told = json.loads(answer.text).get("refus")
        assert not told or is_for_people(told)


COOKIES = st.one_of(st.just(""), st.text('abcXYZ0189_-;=" ', max_size=30))


@inputs(200)
@given(data=st.data(), body=BODIES, cookie=COOKIES)
def test_a_form(
    client: TestClient, places: Places, data: st.DataObject, body: bytes, cookie: str
) -> None:
    path = address(places, data, posted=True)
    kind = data.draw(st.sampled_from((FORM, FORM, FORM, f"{FORM}; charset=x", "text/plain", "")))
    check(client, "POST", path, body, kind, cookie)


@inputs(150)
@given(data=st.data(), cookie=COOKIES)
def test_an_address(client: TestClient, places: Places, data: st.DataObject, cookie: str) -> None:
    check(client, "GET", address(places, data, posted=False), b"", FORM, cookie)


PARTS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), WORDS, IDS,
    st.lists(WORDS, max_size=2), st.dictionaries(WORDS, WORDS, max_size=2),
)  # fmt: skip
SAID = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.just("moi"), PARTS),
        "n": st.one_of(st.integers(), PARTS),
        "q": st.one_of(IDS, PARTS),
        "a": st.one_of(WORDS, PARTS),
        "t": PARTS,
        "c": PARTS,
        "vote": st.one_of(st.sampled_from(("vote:1:0", "vote:2:0")), PARTS),
        "autre": PARTS,
    },
)
LIKELY = st.builds(
    lambda phone, q, a, n, more: {"id": phone, "q": q, "n": n, "a": a} | more,
    st.text("abcdef", min_size=1, max_size=40),
    st.one_of(st.sampled_from(("F01.G", "F02.G", "F01.T", "profil.age", "priorites")), IDS),
    st.one_of(st.integers(-1, 11).map(lambda mark: f"={mark}"), WORDS),
    st.integers(-(2**70), 2**70),
    st.one_of(st.just({}), st.just({"vote": "vote:1:0"})),
)


@inputs(200)
@given(
    body=st.one_of(
        LIKELY.map(json.dumps).map(str.encode),
        LIKELY.map(json.dumps).map(str.encode),
        SAID.map(json.dumps).map(str.encode),
        PARTS.map(json.dumps).map(str.encode),
        st.binary(max_size=60),
        st.sampled_from((b"[" * 8_000, b'{"a":' * 2_000, b"9" * 5_000, b'{"n":1e999}', b"\xff")),
    ),
    seated=st.booleans(),
    cookie=COOKIES,
)
def test_an_answer_sent_alone(
    client: TestClient, places: Places, body: bytes, seated: bool, cookie: str
) -> None:
    link = places.ours.seated if seated else places.ours.remote
    check(client, "POST", f"/p/{link}/reponse", body, "application/json", cookie)


def test_what_was_kept_meanwhile_is_what_may_be_answered(
    client: TestClient, places: Places
) -> None:
    """After all that: no row out of its domain, read again with the questionnaire."""

    content = current()
    with Store.open(places.file) as store:
        (wave,) = store.waves(store.diagnostic(places.ours.code))
        kept = 0
        for passage in store.passages(wave):
            for answer in passage.answers.values():
                value = answer.value if answer.state is AnswerState.GIVEN else None
                assert accept(content.question(answer.question_id), answer.state, value) == answer
                kept += 1
    assert kept


@inputs(60)
@given(
    words=st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(("lyon", "saint", "69", "75001", "2A", "FR", "de", "l'", "st-", "é",
                             "CC", "pays", "rhone", "9" * 40, "-", "’", "\x00", "🙂")),
            max_size=30,
        ).map(" ".join),
    ),
    limit=st.integers(-1, 50),
)  # fmt: skip
def test_a_search(gazetteer: Gazetteer, words: str, limit: int) -> None:
    found: list[object] = []
    outcome(lambda: found.extend(gazetteer.search(words, limit=limit)), UnicodeError)
    assert len(found) <= max(0, limit)
