"""The code that locks a room's screen: four digits, kept as a print, guessed ever more slowly."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import scrypt

from diagnostic.workshops.workshop import WorkshopRefused

CODE_LENGTH = 4
FREE_MISSES = 4
"""Wrong codes after which the next one still waits for nothing."""
WAITS = (2, 4, 8, 16, 30)
"""Seconds after each one more; then always the last. Ten thousand codes take days, and whoever
knows theirs is never kept long."""
_COST, _BLOCK = 2**14, 8
"""Of scrypt: some fifty milliseconds, and 16 MB."""
_PRINT_BYTES, _SALT_BYTES = 32, 16


@dataclass(frozen=True, slots=True)
class Lock:
    """The code of a room as it is kept, and whether it is asked for now."""

    salt: str
    print: str
    """Hexadecimal, as the salt."""
    is_closed: bool = True
    misses: int = 0
    """Wrong codes since it was closed."""
    wait_until: datetime | None = None
    """No code is looked at before."""

    def wait(self, now: datetime) -> int:
        """Seconds before a code is looked at; bounded, wherever the clock of the machine goes."""
        if self.wait_until is None:
            return 0
        left = -int((now - self.wait_until).total_seconds() // 1)
        return min(max(0, left), _wait_after(self.misses))

    def fits(self, code: str) -> bool:
        """Whether this is the code. Slow on purpose: not to be asked while others wait."""
        return hmac.compare_digest(_print_of(code, self.salt), self.print)

    def missed(self, now: datetime) -> Lock:
        """Once more."""
        misses = self.misses + 1
        wait = _wait_after(misses)
        return replace(
            self, misses=misses, wait_until=now + timedelta(seconds=wait) if wait else None
        )

    def turned(self, *, closed: bool) -> Lock:
        """Closed or open, with nothing missed yet."""
        return Lock(self.salt, self.print, closed)


def make_lock(code: str) -> Lock:
    """A closed one. Raises WorkshopRefused for anything but four digits."""
    if not (len(code) == CODE_LENGTH and code.isascii() and code.isdecimal()):
        raise WorkshopRefused("Un code a quatre chiffres.")
    salt = secrets.token_hex(_SALT_BYTES)
    return Lock(salt, _print_of(code, salt))


def _wait_after(misses: int) -> int:
    """In seconds."""
    if misses <= FREE_MISSES:
        return 0
    return WAITS[min(misses - FREE_MISSES, len(WAITS)) - 1]


def _print_of(code: str, salt: str) -> str:
    made = scrypt(
        code.encode(errors="surrogatepass"),
        salt=salt.encode(),
        n=_COST,
        r=_BLOCK,
        p=1,
        dklen=_PRINT_BYTES,
    )
    return made.hex()
