"""What the public key closes, the secret alone opens; the only room that knows the age format."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
from pyrage import x25519

SUFFIX = ".age"
_HEADER = b"age-encryption.org/v1\n"
_SECRET = "AGE-SECRET-KEY-1"
_LARGEST = 65_536
"""Bytes of a file of key that are read."""
_PACE = 256
"""Reads, of 8 kB each, between two rests: about as much as a copy takes at once."""


class NotAKey(Exception):
    """A text or a file holds no key of the kind that was asked for."""


class WrongKey(Exception):
    """The secret is not that of the key that closed the file."""


class Spoilt(Exception):
    """What was closed is cut or changed: nothing of it can be believed."""


def check_public_key(text: str) -> str:
    """The key « age1… », without what is around it. Raises NotAKey."""
    try:
        return str(x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError:
        raise NotAKey from None


def is_secret_key(text: str) -> bool:
    """Whether somebody gives the key that nobody should see."""
    return _SECRET in text.upper()


def make_pair(now: datetime) -> tuple[str, str]:
    """A public key, and what the file of its secret is to hold, as the tools of age write it."""
    secret = x25519.Identity.generate()
    public = str(secret.to_public())
    return public, f"# created: {now.isoformat(timespec='seconds')}\n# {public}\n{secret}\n"


def read_secret(file: Path) -> str:
    """The first secret that a file holds. Raises NotAKey and OSError."""
    with file.open("rb") as opened:
        lines = opened.read(_LARGEST).decode("utf-8", errors="replace").splitlines()
    for line in lines:
        if line.strip().upper().startswith(_SECRET):
            try:
                return str(x25519.Identity.from_str(line.strip()))
            except pyrage.IdentityError:
                break
    raise NotAKey


def is_encrypted(file: Path) -> bool:
    """Whether a file begins as what we close; False where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def encrypt(source: Path, target: Path, public_key: str, rest: Callable[[], None]) -> None:
    """Close `source` into `target`, which keeps its rights; `rest` may wait, or raise.

    Raises OSError, and what `rest` raises.
    """
    recipient = x25519.Recipient.from_str(public_key)
    with source.open("rb") as clear, target.open("wb") as closed:
        reading, writing = _Watched(clear, rest), _Watched(closed, rest)
        try:
            pyrage.encrypt_io(reading, writing, [recipient])
        except Exception as fault:
            # The library tells what happened to our files in its own words.
            raise reading.fault or writing.fault or fault from None


def decrypt(source: Path, target: Path, secret: str) -> None:
    """Open `source` into `target`, which keeps its rights. Raises WrongKey, Spoilt and OSError.

    What was written before a refusal is not to be believed.
    """
    identity = x25519.Identity.from_str(secret)
    with source.open("rb") as closed, target.open("wb") as clear:
        reading, writing = _Watched(closed), _Watched(clear)
        try:
            pyrage.decrypt_io(reading, writing, [identity])
        except Exception as fault:
            if own := reading.fault or writing.fault:
                raise own from None
            if isinstance(fault, pyrage.DecryptError):
                raise WrongKey from None
            raise Spoilt from None


class _Watched(io.RawIOBase):
    """A file that remembers its own fault, and lets others work now and then."""

    def __init__(self, file: io.BufferedIOBase, rest: Callable[[], None] | None = None) -> None:
        self._file, self._rest = file, rest
        self._reads = 0
        self.fault: BaseException | None = None

    def readable(self) -> bool:
        return self._file.readable()

    def writable(self) -> bool:
        return self._file.writable()

    def read(self, size: int = -1, /) -> bytes:
        try:
            self._reads += 1
            if self._rest is not None and self._reads % _PACE == 0:
                self._rest()
            return self._file.read(size)
        except BaseException as fault:
            self.fault = fault
            raise

    def write(self, content: object, /) -> int:
        try:
            return self._file.write(content)  # type: ignore[arg-type]
        except BaseException as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self._file.flush()
