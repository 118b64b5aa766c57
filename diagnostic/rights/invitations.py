"""Invitation links, signed so that none is forged; the memory knows which were used."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from diagnostic.rights.roles import Role
from diagnostic.texts import Refusal

LONGEST_LIFE = timedelta(days=30)
LONGEST_LINK = 600
SHORTEST_KEY = 32
_PURPOSE = b"regards-croises:invitation:1:"


class InvitationRefused(Refusal):
    """The link gives no role; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a link promises: a role on a territory, until a moment; `nonce` is drawn once."""

    code: str
    """Of the diagnostic."""
    role: Role
    expires_at: datetime
    nonce: str

    @classmethod
    def draw(cls, code: str, role: Role, life: timedelta, now: datetime) -> Claim:
        """Raises InvitationRefused for a life that is not between nothing and LONGEST_LIFE."""
        if not timedelta(0) < life <= LONGEST_LIFE:
            raise InvitationRefused(
                "Une invitation dure de un à {most} jours.", most=LONGEST_LIFE.days
            )
        until = (now + life).astimezone(UTC).replace(microsecond=0)
        return cls(code, role, until, secrets.token_urlsafe(18))


def write_link(key: str, claim: Claim) -> str:
    """The secret part of the address. Raises ValueError for a key that is too short."""
    said = [claim.code, claim.role.value, int(claim.expires_at.timestamp()), claim.nonce]
    body = _packed(json.dumps(said, separators=(",", ":")).encode())
    return f"{body}.{_signed(key, body)}"


def read_link(key: str, link: str, now: datetime) -> Claim:
    """What a link promises. Raises InvitationRefused when it is not ours, or too old."""
    body, _, signature = link.partition(".")
    ours = len(link) <= LONGEST_LINK and hmac.compare_digest(
        signature.encode("utf-8", "replace"), _signed(key, body).encode()
    )
    if not ours:
        raise _forged()
    try:
        code, role, expires, nonce = json.loads(base64.urlsafe_b64decode(body + "=" * 3))
        claim = Claim(str(code), Role(role), datetime.fromtimestamp(expires, UTC), str(nonce))
    except (ValueError, TypeError, OverflowError, OSError, binascii.Error):
        raise _forged() from None
    if claim.expires_at <= now:
        raise InvitationRefused(
            "Cette invitation a expiré. Demandez-en une nouvelle à la personne qui vous invite."
        )
    return claim


def _forged() -> InvitationRefused:
    return InvitationRefused(
        "Cette invitation n’est pas valable. Vérifiez que le lien est entier, ou demandez-en un "
        "nouveau à la personne qui vous invite."
    )


def _signed(key: str, body: str) -> str:
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"a key of {SHORTEST_KEY} characters at least")
    made = hmac.new(key.encode(), _PURPOSE + body.encode("utf-8", "replace"), "sha256")
    return _packed(made.digest())


def _packed(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
