"""What a signed link says, and what is no such link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diagnostic.rights import Claim, InvitationRefused, Right, Role, allows, read_link, write_link

KEY = "une-cle-de-signature-assez-longue-pour-servir"
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


def draw(life: timedelta = timedelta(days=1)) -> Claim:
    return Claim.draw("ABCDEFGH", Role.READER, life, NOW)


def test_a_link_says_what_was_signed_and_each_is_another() -> None:
    claim = draw()
    assert read_link(KEY, write_link(KEY, claim), NOW) == claim
    assert draw().nonce != draw().nonce


def test_a_link_ends_at_its_moment() -> None:
    link = write_link(KEY, draw())
    read_link(KEY, link, NOW + timedelta(days=1) - timedelta(seconds=1))
    with pytest.raises(InvitationRefused, match="expiré"):
        read_link(KEY, link, NOW + timedelta(days=1))


@given(st.text(max_size=700))
@example(".")
@example("é.é")
@example("W10.\ud800".encode("utf-8", "replace").decode())
@settings(max_examples=300)
def test_whatever_is_typed_is_refused_and_never_breaks(typed: str) -> None:
    with pytest.raises(InvitationRefused):
        read_link(KEY, typed, NOW)


@given(st.integers(0, 200), st.characters(codec="ascii"))
@settings(max_examples=300)
def test_one_sign_changed_makes_it_a_forgery(place: int, sign: str) -> None:
    link = write_link(KEY, draw())
    place %= len(link)
    changed = link[:place] + sign + link[place + 1 :]
    if changed != link:
        with pytest.raises(InvitationRefused):
            read_link(KEY, changed, NOW)


def test_a_key_that_could_be_guessed_signs_nothing() -> None:
    with pytest.raises(ValueError, match="32"):
        write_link("courte", draw())


def test_no_role_allows_nothing_and_each_role_more_than_the_one_before() -> None:
    opened = [{right for right in Right if allows(role, right)} for role in (None, *Role)]
    assert opened[0] == set()
    for lesser, wider in zip(opened, opened[1:], strict=False):
        assert lesser < wider
    assert not opened[-1] & {Right.INSTALL, Right.MACHINE}
