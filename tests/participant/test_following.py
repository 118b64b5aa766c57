"""Someone who answered the first time is asked whether to be followed; nobody is by default."""

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.storage import Store
from tests.builders import tiny_questionnaire
from tests.participant.phone import Phone

ASKED = "Relier vos réponses à celles de la première fois ?"


def come_back(phone: Phone, store: Store, diagnostic: Diagnostic) -> Wave:
    """The phone answered the first wave; a second one is open."""
    phone.begin("citoyen")
    return store.open_wave(diagnostic, tiny_questionnaire(), closing=True)


def test_someone_new_is_not_asked(phone: Phone) -> None:
    assert ASKED not in phone.open_invitation().said


def test_nobody_is_followed_unless_they_tick(
    phone: Phone, store: Store, diagnostic: Diagnostic
) -> None:
    second = come_back(phone, store, diagnostic)
    phone.open_invitation()
    assert ASKED in phone.said
    assert phone.held("suivre") == []
    phone.begin("citoyen")
    submission, wave, _ = store.resume(phone.token)
    assert wave.id == second.id
    assert not store.is_linked(submission)


def test_someone_who_ticks_is_followed(phone: Phone, store: Store, diagnostic: Diagnostic) -> None:
    come_back(phone, store, diagnostic)
    phone.open_invitation().pick("regard", "citoyen").pick("suivre", "oui").send([])
    assert store.is_linked(store.resume(phone.token)[0])


def test_another_point_of_view_is_not_followed(
    phone: Phone, store: Store, diagnostic: Diagnostic
) -> None:
    come_back(phone, store, diagnostic)
    phone.open_invitation().pick("regard", "elu").pick("suivre", "oui").send([])
    assert not store.is_linked(store.resume(phone.token)[0])
