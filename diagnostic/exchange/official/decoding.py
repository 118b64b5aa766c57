"""Bytes into lines of text: the encoding is found over the whole table, never guessed in part."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from diagnostic.exchange.official.opening import Member, refuse_binary, too_big
from diagnostic.exchange.official.reading import FileRefused, Limits

_CHUNK = 1 << 18
_ASCII = bytes(range(128))
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_FRENCH = frozenset("éèêëàâäùûüôöîïçœæÿÉÈÊËÀÂÄÙÛÜÔÖÎÏÇŒÆŸñÑáíóúÁÍÓÚ‘’“”«»–—…°²³€½±§µ·•‰®©\u00a0ª")
_MOSTLY = 0.9
_AGAIN = "Enregistrez-le en « CSV UTF-8 », ou téléchargez-le à nouveau chez son producteur."
CUT = "Téléchargez-le à nouveau chez son producteur, jusqu’au bout."

ENCODING_NAMES = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252 (latin-1)", "utf-16": "UTF-16"}


class Budget:
    """Bytes that may still be read; shared by the tables of a file."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._left = limits.text

    def spend(self, size: int) -> None:
        """Raises Spent."""
        self._left -= size
        if self._left < 0:
            refusal = too_big(self._name, self._limits)
            raise Spent(refusal.seems, refusal.cure)


class Spent(FileRefused):
    """More was read than all the tables of a file may hold."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table."""

    number: int
    """Counted from 1."""
    text: str
    """Without its end."""
    ended: bool
    """False for a last line that stops at the end of the file."""


def find_encoding(member: Member, budget: Budget) -> str:
    """« utf-8-sig », « cp1252 » or « utf-16 », valid over the whole table. Raises FileRefused."""
    with member.open() as raw:
        start = raw.read(16)
    refuse_binary(member.name, start)
    if not start:
        raise FileRefused(f"« {member.name} » est vide.", "Téléchargez-le à nouveau.")
    if start.startswith(_UTF32):
        raise _unknown(member)
    if start.startswith(_UTF16):
        if not _is_valid(member, "utf-16", budget):
            raise _unknown(member)
        return "utf-16"
    if _is_valid(member, "utf-8", budget):
        return "utf-8-sig"
    if _is_western(member, budget):
        return "cp1252"
    raise _unknown(member)


def read_lines(member: Member, encoding: str, limits: Limits) -> Iterator[Line]:
    """The lines one by one. Raises FileRefused where one is endless."""
    with member.open() as raw, io.TextIOWrapper(raw, encoding=encoding, newline=None) as text:
        number = 0
        while line := _next(member, text, limits):
            number += 1
            if len(line) > limits.line:
                raise FileRefused(
                    f"La ligne {number} de « {member.name} » compte plus de {limits.line} "
                    "caractères : ce n’est pas un tableau de territoires, ou ses lignes ne sont "
                    "pas séparées.",
                    _AGAIN,
                )
            yield Line(number, line.removesuffix("\n"), line.endswith("\n"))


def _next(member: Member, text: io.TextIOWrapper, limits: Limits) -> str:
    try:
        return text.readline(limits.line + 1)
    except UnicodeDecodeError as error:
        # The whole table was decoded a moment ago: the file has changed since.
        raise _unknown(member) from error


def split(text: str, delimiter: str) -> list[str] | None:
    """The cells of one line, without the spaces around; None where its quotes are unbalanced.

    A cell never runs over two lines: an open quote would swallow the rest of the file.
    """
    if '"' not in text:
        return [cell.strip() for cell in text.split(delimiter)]
    try:
        cells = next(csv.reader((text,), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
    return [cell.strip() for cell in cells]


def _chunks(member: Member, budget: Budget) -> Iterator[bytes]:
    with member.open() as raw:
        while chunk := raw.read(_CHUNK):
            budget.spend(len(chunk))
            yield chunk


def _is_valid(member: Member, encoding: str, budget: Budget) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(member, budget):
            if "\0" in decoder.decode(chunk):
                raise _binary(member)
    except UnicodeDecodeError:
        return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        seems = f"« {member.name} » semble coupé : il s’arrête au milieu d’une lettre."
        raise FileRefused(seems, CUT) from error
    return True


def _is_western(member: Member, budget: Budget) -> bool:
    """Whether the letters beyond ASCII read as French in Windows-1252, which includes latin-1."""
    tally: Counter[int] = Counter()
    for chunk in _chunks(member, budget):
        if b"\0" in chunk:
            raise _binary(member)
        tally.update(chunk.translate(None, _ASCII))
    try:
        french = sum(
            count for byte, count in tally.items() if bytes([byte]).decode("cp1252") in _FRENCH
        )
    except UnicodeDecodeError:
        return False
    return french >= _MOSTLY * tally.total()


def _binary(member: Member) -> FileRefused:
    return FileRefused(
        f"« {member.name} » contient des octets nuls : ce n’est pas un texte, ou il est en UTF-16 "
        "sans le dire.",
        _AGAIN,
    )


def _unknown(member: Member) -> FileRefused:
    seems = f"L’encodage de « {member.name} » n’est pas reconnu : ses accents seraient perdus."
    return FileRefused(seems, _AGAIN)
