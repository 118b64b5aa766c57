"""How long answers are kept, who is in charge of them, and on what ground."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from diagnostic.campaigns import CampaignRefused, Wave

DEFAULT_MONTHS = 24
MOST_MONTHS = 60
GRACE_DAYS = 30
"""Days after a closing in which nothing is erased or sealed: people may still use their link."""
NOTICE_DAYS = 7
"""Days for which an erasing is announced to the owner: no wrong clock erases by itself."""
SILENT_MONTHS = 12
"""Months without anybody, after which a wave that was left open is closed."""
LONGEST_ENTRY = 300


class Basis(StrEnum):
    """Why the answers may be treated: article 6.1 of the GDPR."""

    PUBLIC_INTEREST = "interet_public"
    LEGITIMATE_INTEREST = "interet_legitime"
    CONSENT = "consentement"


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the person in charge says of personal data; by default, what the product proposes."""

    controller: str = ""
    """Who decides why and how answers are treated: a body, sometimes a person."""
    contact: str = ""
    """How to write to its data protection officer, or to the person."""
    basis: Basis = Basis.PUBLIC_INTEREST
    months: int = DEFAULT_MONTHS
    """For which detailed answers are kept once their wave is closed."""

    @property
    def is_filled(self) -> bool:
        """Whether people can be told who is in charge, and how to reach them."""
        return bool(self.controller and self.contact)


class PurgeKind(StrEnum):
    """What is done by itself, or once for all, and leaves a line in the log."""

    NOTICE = "annonce"
    ANSWERS = "reponses"
    DRAFTS = "ebauches"
    LINKS = "liens"
    CLOSING = "cloture"


@dataclass(frozen=True, slots=True)
class Purge:
    """One line of the log: what, how many, which day; nothing of anybody."""

    diagnostic_id: int
    wave_number: int
    kind: PurgeKind
    people: int
    done_on: date


def check_privacy(controller: str, contact: str, basis: str, months: int) -> Privacy:
    """Raises CampaignRefused for what is too long, not a ground, or outside 1 to 60 months."""
    controller, contact = " ".join(controller.split()), " ".join(contact.split())
    if max(len(controller), len(contact)) > LONGEST_ENTRY:
        raise CampaignRefused(
            "Un texte est trop long : {most} caractères au plus.", most=LONGEST_ENTRY
        )
    if not 1 <= months <= MOST_MONTHS:
        raise CampaignRefused("La durée de conservation va de 1 à {most} mois.", most=MOST_MONTHS)
    if basis not in set(Basis):
        raise CampaignRefused("Choisissez une base légale dans la liste.")
    return Privacy(controller, contact, Basis(basis), months)


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def erased_on(wave: Wave, privacy: Privacy) -> date | None:
    """The day from which its answers are erased; None while it is open, or once it is done."""
    if wave.closed_on is None or wave.emptied_on is not None:
        return None
    return after_months(wave.closed_on, privacy.months)


def sealable_on(wave: Wave) -> date | None:
    """The day from which it may be sealed; None while it is open, or once it is done."""
    if wave.closed_on is None or wave.sealed_on is not None:
        return None
    return wave.closed_on + timedelta(days=GRACE_DAYS)
