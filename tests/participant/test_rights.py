"""On a phone: told before the first question, one's answers received, then erased for good."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.participant.desk import COOKIE
from diagnostic.participant.rendering import LANGUAGE
from diagnostic.privacy import COOKIES, Basis, Privacy
from diagnostic.questionnaire import Text
from diagnostic.storage import Store, UnknownLink
from diagnostic.workshops import Step, StepKind
from tests.builders import given
from tests.participant.phone import Phone

START = "J’ai compris, je commence"
HOSTILE = "<script>window.__x=1</script>"


def answered(phone: Phone, store: Store) -> Phone:
    """Somebody who answered and wrote a comment."""
    phone.begin()
    submission = store.resume(phone.token)[0]
    store.save(submission, [given("confiance", 7)])
    store.save(submission, [given("confiance", 4), given("mot", HOSTILE)])
    store.say(submission, "F01.G", "Peu de bus.")
    return phone


def test_the_notice_comes_before_the_first_choice_in_three_lines(
    phone: Phone, store: Store, diagnostic: Diagnostic
) -> None:
    said = Privacy("Mairie <b>de Lamure</b>", "dpo@mairie.example", Basis.CONSENT, 7)
    store.set_privacy(diagnostic, said)
    phone.open_invitation()
    for words in (
        "Mairie <b>de Lamure</b> vous propose ce questionnaire",
        "Ni nom, ni adresse, ni téléphone, ni adresse IP.",
        "Réponses effacées 7 mois après la clôture",
        "Contact : dpo@mairie.example.",
        "consentement (article 6.1.a du RGPD)",
        "Vous pouvez retirer votre accord",
        "Réclamation : CNIL, www.cnil.fr.",
        START,
    ):
        assert words in phone.said, words
    assert "<b>de" not in phone.shown.text
    assert phone.said.index("Mairie") < phone.said.index("De quel point de vue")
    before = phone.shown.text.split("<details>")[0]
    assert before.count("<p>") == 3


def test_the_notice_says_honestly_what_is_missing(phone: Phone) -> None:
    said = phone.open_invitation().said
    assert "Qui en est responsable n’est pas encore écrit ici" in said
    assert "Aucun contact n’est encore indiqué" in said


def test_the_same_notice_is_read_at_the_door_of_a_room(
    phone: Phone, store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.set_privacy(diagnostic, Privacy("Mairie", "dpo@mairie.example"))
    step = Step(id="a", kind=StepKind.FRAME, title=Text(fr="Bonjour", en="Hello"))
    workshop = store.open_workshop(wave, (step,), date(2026, 11, 30), "Salle", 30)
    alone = phone.open_invitation().shown.text.split('<section class="avis">')[1]
    door = phone.open(f"/j/{workshop.code}").shown.text.split('<section class="avis">')[1]
    assert alone.split("</section>")[0] == door.split("</section>")[0]
    assert "J’ai compris, je rejoins" in phone.said


def test_a_person_reads_all_that_is_kept_of_them(phone: Phone, store: Store) -> None:
    link = answered(phone, store).link
    assert "Recevoir mes réponses" in phone.open(f"{link}/droits").said
    page = phone.client.get(f"{link}/mes-reponses.html")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-disposition"] == 'attachment; filename="mes-reponses.html"'
    assert "Peu de bus." in page.text
    assert "4/" in page.text
    assert HOSTILE not in page.text
    assert "&lt;script&gt;" in page.text
    assert phone.token not in page.text
    english = phone.client.get(f"{link}/mes-reponses.html?lang=en")
    assert '<html lang="en-GB">' in english.text


def test_a_machine_reads_it_too(phone: Phone, store: Store) -> None:
    link = answered(phone, store).link
    given_back = phone.client.get(f"{link}/mes-reponses.json")
    assert given_back.headers["cache-control"] == "no-store"
    data = json.loads(given_back.content)
    assert {one["question"]: one["valeur"] for one in data["reponses"]} == {
        "confiance": 4,
        "mot": HOSTILE,
    }
    assert [one["valeur"] for one in data["anciennes_reponses"]] == [7]
    assert data["commentaires"][0]["texte"] == "Peu de bus."


@pytest.mark.parametrize("page", ["droits", "mes-reponses.html", "mes-reponses.json"])
def test_nothing_is_given_without_the_link(
    phone: Phone, hand_out: Callable[[], Phone], store: Store, page: str
) -> None:
    link = answered(phone, store).link
    other = hand_out()
    assert other.client.get(f"{link}a/{page}").status_code == 404
    assert other.client.get(f"{link}/mes-reponses.exe").status_code == 404
    other.begin("elu")
    # On a device where somebody else answers, it is first asked whose link it is.
    response = other.client.get(f"{link}/{page}")
    assert response.status_code == 409
    assert "Peu de bus." not in response.text


def test_nothing_is_erased_before_it_is_said_twice(phone: Phone, store: Store) -> None:
    link = answered(phone, store).link
    phone.open(f"{link}/droits").pick("oui", "").send([])
    assert phone.shown.status_code == 422
    assert "Cochez la case" in phone.said
    assert store.resume(link.removeprefix("/p/"))


def test_a_person_erases_all_they_said(phone: Phone, store: Store, wave: Wave) -> None:
    link = answered(phone, store).link
    token = link.removeprefix("/p/")
    phone.open(f"{link}/droits").pick("oui", "effacer").send([])
    assert phone.shown.status_code == 200
    assert "Vos réponses sont effacées" in phone.said
    assert store.passages(wave) == ()
    with pytest.raises(UnknownLink):
        store.resume(token)
    assert phone.client.cookies.get(COOKIE) is None
    for page in ("", "/droits", "/mes-reponses.html", "/t/vous"):
        assert phone.open(f"{link}{page}").shown.status_code == 404
    late = phone.client.post(
        f"{link}/reponse", json={"id": "moi", "n": 9, "q": "confiance", "a": "=3"}
    )
    assert late.status_code == 404
    assert store.passages(wave) == ()
    phone.begin()
    assert phone.token != token


def test_another_site_erases_nothing(phone: Phone, store: Store) -> None:
    link = answered(phone, store).link
    sent = phone.post(f"{link}/effacer", [("oui", "effacer")], sec_fetch_site="cross-site")
    assert sent.status_code == 403
    assert store.resume(link.removeprefix("/p/"))


def test_answers_are_received_and_erased_after_the_closing(
    phone: Phone, store: Store, wave: Wave
) -> None:
    link = answered(phone, store).link
    store.close_wave(wave)
    assert "Peu de bus." in phone.client.get(f"{link}/mes-reponses.html").text
    phone.open(f"{link}/droits").pick("oui", "effacer").send([])
    assert store.passages(wave) == ()


def test_every_page_of_a_passage_leads_to_these_rights(phone: Phone) -> None:
    phone.begin()
    assert f'href="{phone.link}/droits"' in phone.shown.text
    phone.open(f"{phone.link}/t/fin-du-questionnaire")
    assert f'href="{phone.link}/droits"' in phone.shown.text


def test_phones_are_given_two_cookies_and_both_are_told(phone: Phone, store: Store) -> None:
    answered(phone, store)
    phone.open(f"{phone.address}?lang=en")
    phone.open(f"{phone.link}/droits")
    told = {cookie.name for cookie in COOKIES if cookie.pages == "telephone"}
    assert {COOKIE, LANGUAGE} == set(phone.client.cookies.keys()) == told
