"""Bodies made of pieces, each compressed once: a page is put together, not compressed again."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Of gzip (RFC 1952): deflate, no name, no date, any system."""
TAIL = b"\x03\x00"
"""The last block of deflate (RFC 1951), with nothing in it."""
LONGEST_STORED = 0xFFFF


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a body, as it is and as whole blocks of deflate that refer to no other part."""

    raw: bytes
    packed: bytes


Page = tuple[Piece | str, ...]
"""A page for many people: its pieces, and the names of its holes."""


def press(text: str) -> Piece:
    """Compressed well, to be used many times."""
    raw = text.encode()
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(raw, squeezer.compress(raw) + squeezer.flush(zlib.Z_FULL_FLUSH))


def carry(text: str) -> Piece:
    """Left as it is, to be used once; a long one is compressed all the same."""
    raw = text.encode()
    size = len(raw)
    if size > LONGEST_STORED:
        return press(text)
    return Piece(raw, struct.pack("<BHH", 0, size, size ^ LONGEST_STORED) + raw)


def whole_of(pieces: Iterable[Piece]) -> bytes:
    """The body as it is."""
    return b"".join(piece.raw for piece in pieces)


def gzip_of(pieces: Iterable[Piece]) -> bytes:
    """The body as one member of gzip, which every browser reads."""
    parts = tuple(pieces)
    body = whole_of(parts)
    packed = b"".join(piece.packed for piece in parts)
    return b"".join((HEAD, packed, TAIL, struct.pack("<II", zlib.crc32(body), len(body))))
