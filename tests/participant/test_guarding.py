"""What a forged, hasty, huge or unlucky request meets."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Callable

import pytest

from diagnostic.campaigns import Wave
from diagnostic.participant import Site, hide_tokens, send_at_once
from diagnostic.participant.guarding import Gate, Refused
from diagnostic.participant.turns import Turns
from diagnostic.storage import Store
from tests.builders import given
from tests.participant.phone import Phone
from tests.participant.test_answering import answers


def test_an_answer_is_acknowledged_once_it_is_kept(phone: Phone, store: Store) -> None:
    phone.begin()
    said = phone.tell("confiance", "=7", 1)
    assert said.status_code == 200
    assert said.json()["vu"] == "=7"
    assert said.json()["fait"] == 1
    assert "1 réponse enregistrée" in said.json()["progres"].replace("\u00a0", " ")
    assert answers(store, phone) == {"confiance": given("confiance", 7)}


def test_the_same_answer_sent_again_changes_nothing(phone: Phone, store: Store) -> None:
    phone.begin()
    for _ in range(3):
        assert phone.tell("confiance", "=7", 1).status_code == 200
    assert store.receipts(store.resume(phone.token)[0])["confiance"].revision == 1


def test_what_arrives_late_does_not_undo_what_came_after(phone: Phone, store: Store) -> None:
    phone.begin()
    phone.tell("confiance", "=8", 2)
    late = phone.tell("confiance", "=7", 1)
    assert late.status_code == 200
    assert late.json()["vu"] == "=8", "le téléphone est tenu au courant de ce qui est gardé"
    assert answers(store, phone) == {"confiance": given("confiance", 8)}
    phone.tell("confiance", "=5", 1, id="un autre téléphone")
    assert answers(store, phone) == {"confiance": given("confiance", 5)}


def test_an_answer_sent_alone_is_taken_back(phone: Phone, store: Store) -> None:
    phone.begin()
    phone.tell("confiance", "=7", 1)
    assert phone.tell("confiance", "", 2).json()["vu"] == ""
    assert answers(store, phone) == {}


def test_what_opens_questions_says_so(phone: Phone) -> None:
    phone.begin()
    assert phone.tell("priorites", "=F01,F02", 1).json()["suite"] is True
    assert phone.tell("confiance", "=2", 2).json()["suite"] is False


def test_words_sent_alone_are_kept(phone: Phone, store: Store) -> None:
    phone.begin()
    sent = {"id": "moi", "n": 1, "q": "mot", "t": "Bonjour"}
    assert phone.client.post(f"{phone.link}/reponse", json=sent).status_code == 200
    sent = {"id": "moi", "n": 2, "q": "confiance", "c": "Pourquoi pas."}
    assert phone.client.post(f"{phone.link}/reponse", json=sent).status_code == 200
    submission = store.resume(phone.token)[0]
    assert answers(store, phone)["mot"].value == "Bonjour"
    assert store.comments(submission) == {"confiance": "Pourquoi pas."}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("confiance", "=11"),
        ("confiance", "=-1"),
        ("confiance", "=7.5"),
        ("confiance", "=٧"),
        ("confiance", "7"),
        ("confiance", "=jeune"),
        ("age", "=7"),
        ("age", "=vieux"),
        ("priorites", "=F01,F01"),
        ("priorites", "=F01,F02,F03"),
        ("priorites", "=,"),
        ("priorites", "pas du tout"),
        ("mot", "ne_sait_pas"),
        ("F01.T", "=recule "),
        ("nulle-part", "=1"),
        ("L1", "=1"),
        ("L" * 10_000, "=1"),
    ],
)
def test_what_is_no_answer_is_refused_and_said(
    phone: Phone, store: Store, question: str, word: str
) -> None:
    phone.begin()
    said = phone.tell(question, word, 1)
    assert said.status_code == 422
    assert said.json()["refus"]
    assert answers(store, phone) == {}


def test_the_short_way_asks_no_more_than_the_short_way(phone: Phone, store: Store) -> None:
    phone.begin("citoyen", "court")
    assert phone.tell("A1", "=2", 1).status_code == 200
    assert phone.tell("A2", "=2", 2).status_code == 422
    assert list(answers(store, phone)) == ["A1"]


def test_a_forged_form_answers_nothing_else(phone: Phone, store: Store) -> None:
    phone.begin("citoyen", "court")
    forged = [("v.A2", ""), ("a.A2", "=3"), ("vers", "fragilites")]
    assert phone.post(f"{phone.link}/t/vous", forged).status_code == 422
    assert answers(store, phone) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"q": "confiance"}',
        b'{"id": "x", "n": "1", "q": "confiance", "a": "=1"}',
        b'{"id": "x", "n": true, "q": "confiance", "a": "=1"}',
        b'{"id": "x", "n": 1, "q": ["confiance"], "a": "=1"}',
        b'{"id": "x", "n": 1, "q": "confiance", "a": "=1", "t": "deux fois"}',
        b'{"id": "", "n": 1, "q": "confiance", "a": "=1"}',
        b"[" * 8_000,
    ],
)
def test_what_our_page_never_sends_is_refused(phone: Phone, store: Store, body: bytes) -> None:
    phone.begin()
    kind = {"content-type": "application/json"}
    sent = phone.client.post(f"{phone.link}/reponse", content=body, headers=kind)
    assert sent.status_code == 400
    assert answers(store, phone) == {}


def test_a_body_is_small(phone: Phone) -> None:
    phone.begin()
    assert phone.tell("mot", "x" * 20_000, 1).status_code == 413

    def endless() -> object:
        for _ in range(100):
            yield b"a" * 4096

    kind = {"content-type": "application/json"}
    sent = phone.client.post(f"{phone.link}/reponse", content=endless(), headers=kind)  # type: ignore[arg-type]
    assert sent.status_code == 413
    long = phone.post(f"{phone.link}/t/vous", [("c.confiance", "x" * 70_000)])
    assert long.status_code == 413
    assert "trop long" in long.text


def test_only_our_own_kinds_of_bodies_are_read(phone: Phone) -> None:
    phone.begin()
    text = json.dumps({"id": "x", "n": 1, "q": "confiance", "a": "=1"})
    plain = {"content-type": "text/plain"}
    sent = phone.client.post(f"{phone.link}/reponse", content=text, headers=plain)
    assert sent.status_code == 415
    files = phone.client.post(f"{phone.link}/t/vous", files={"f": b"x"})
    assert files.status_code == 415


def test_another_site_sends_nothing(phone: Phone, store: Store, wave: Wave) -> None:
    phone.begin()
    forged = [("v.confiance", ""), ("a.confiance", "=3")]
    address = f"{phone.link}/t/vous"
    assert phone.post(address, forged, sec_fetch_site="cross-site").status_code == 403
    assert phone.post(address, forged, sec_fetch_site="same-site").status_code == 403
    old = {"origin": "http://ailleurs.example"}
    sent = phone.client.post(address, data=dict(forged), headers=old)
    assert sent.status_code == 403
    said = {"id": "x", "n": 1, "q": "confiance", "a": "=1"}
    assert phone.client.post(f"{phone.link}/reponse", json=said, headers=old).status_code == 403
    assert answers(store, phone) == {}
    same = {"origin": "http://salle.local"}
    assert phone.client.post(address, data=dict(forged), headers=same).status_code == 303
    assert list(answers(store, phone)) == ["confiance"]


def test_every_response_is_guarded(phone: Phone) -> None:
    phone.begin()
    token = phone.token
    for address in (f"/r/{phone.code}", "/r/AAAAAAAA", phone.link, phone.address, "/p/x/y", "/p/x"):
        headers = phone.client.get(address).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
    cookie = phone.client.get(phone.address).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert token not in phone.client.get(f"/r/{phone.code}").headers.get("set-cookie", "")


def test_pages_hold_no_inline_script_and_nothing_from_elsewhere(phone: Phone) -> None:
    phone.begin()
    for page in (phone.shown.text, phone.open_invitation().shown.text):
        assert " on" not in page.replace(" one", "").split("<body")[0]
        assert "<script>" not in page
        assert "style=" not in page
        assert "http://" not in page.replace("http://salle.local", "")
        assert "https://" not in page


def test_files_may_be_kept_for_ever_and_others_do_not_exist(phone: Phone) -> None:
    phone.begin()
    address = phone.shown.text.partition('<script src="')[2].partition('"')[0]
    file = phone.client.get(address)
    assert file.status_code == 200
    assert "immutable" in file.headers["cache-control"]
    assert file.headers["content-type"].startswith("text/javascript")
    folder = address.rpartition("/")[0]
    for name in ("frame.html", "..%2fsite.py", "phone.py"):
        assert phone.client.get(f"{folder}/{name}").status_code == 404


def test_a_wrong_code_or_link_is_told_gently(phone: Phone) -> None:
    assert phone.open("/r/AAAAAAAA").shown.status_code == 404
    assert "Vérifiez-le auprès de la personne" in phone.said
    assert phone.open("/p/n-importe-quoi").shown.status_code == 404
    assert "Ce lien ne mène plus" in phone.said
    assert phone.open("/p/x/t/vous/encore").shown.status_code == 404
    for strange in ("%00", "%ff%fe", "%2e%2e", "é" * 300):
        assert phone.open(f"/r/{strange}").shown.status_code == 404


def test_those_who_try_codes_are_slowed_and_then_refused() -> None:
    async def guess() -> list[float]:
        gate = Gate(allowed=5, paid_per_second=0, wait=0.05, queue=2)
        clock = asyncio.get_running_loop().time
        waited = []
        for _ in range(8):
            before = clock()
            await gate.miss()
            waited.append(clock() - before)
        crowd = await asyncio.gather(*(gate.miss() for _ in range(5)), return_exceptions=True)
        assert sum(isinstance(one, Refused) for one in crowd) == 3
        return waited

    waited = asyncio.run(guess())
    assert max(waited[:5]) < 0.04
    assert min(waited[6:]) >= 0.04


def test_a_whole_room_may_come_at_once(hand_out: Callable[[], Phone], site: Site) -> None:
    for _ in range(60):
        assert hand_out().open_invitation().shown.status_code == 200


def test_a_memory_that_does_not_answer_is_told_and_nothing_is_lost(
    phone: Phone, store: Store
) -> None:
    phone.begin().pick("a.age", "=jeune")
    link = phone.link
    store._database.reader.dispose()
    store._database.writer.dispose()
    path = store._database.path
    assert path is not None
    aside = path.with_suffix(".aside")
    path.rename(aside)
    path.mkdir()
    phone.press("Suivant")
    assert phone.shown.status_code == 503
    said = {"id": "moi", "n": 1, "q": "confiance", "a": "=1"}
    assert phone.client.post(f"{link}/reponse", json=said).status_code == 503
    store._database.reader.dispose()
    store._database.writer.dispose()
    path.rmdir()
    aside.rename(path)
    phone.press("Recommencer")
    assert phone.theme == "fragilites"
    assert answers(store, phone) == {"age": given("age", "jeune")}


def test_a_link_is_never_written_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    hide_tokens()
    log = logging.getLogger("uvicorn.access")
    with caplog.at_level(logging.INFO, logger="uvicorn.access"):
        log.info(
            '%s - "%s %s HTTP/%s" %d', "1.2.3.4:5", "GET", "/p/SECRET/t/vous?lang=en", "1.1", 200
        )
    assert "SECRET" not in caplog.text
    assert "/t/vous" in caplog.text


def test_turns_are_remembered_for_each_phone_and_question() -> None:
    turns = Turns()
    with turns.turn(1, "a", "q", 5) as is_new:
        assert is_new
    for phone, name, number, expected in (
        ("a", "q", 5, False),
        ("a", "q", 4, False),
        ("a", "r", 1, True),
        ("b", "q", 1, True),
        ("a", "q", 6, True),
    ):
        with turns.turn(1, phone, name, number) as is_new:
            assert is_new is expected


def test_a_turn_that_fails_may_be_taken_again() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.turn(1, "a", "q", 5):
        raise RuntimeError
    with turns.turn(1, "a", "q", 5) as is_new:
        assert is_new


def test_a_response_does_not_wait_for_a_word_from_the_phone() -> None:
    """The socket is made as Streamlit makes its own: asyncio alone leaves the delay on."""
    with socket.socket(family=socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
