"""Good files to which many things happen, and what must come out of whoever reads them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

Refused = TypeVar("Refused", bound=Exception)

SLOWEST = 5.0
"""Seconds of processor that one input may take."""

COMMON = (
    b"", b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xe9", b"\x81\x8d", b"\r", b"\n\n",
    b"\t", b'"', b"'", b";", b",", b":", b"=1+1", b"@SUM(A1)", b"-", b"1e999", b"nan", b"inf",
    b"9" * 400, b"-0", b"0x10", b"1_000", "١٢".encode(), "é".encode(), "\u202e".encode(),
    "\u2028".encode(), "\U0001f600".encode(), b"../../etc/passwd", b"<script>", b"\\x00", b" " * 99,
    b"null", b"true", b"None", b"%s%n", b"{0.__class__}",
)  # fmt: skip
YAML = (
    *COMMON, b"&a [1]", b"*a", b"<<: *a", b"!!python/object/apply:os.system [ls]", b"!!binary eA==",
    b"!!set {a}", b"? ", b"- ", b"[" * 60, b"{" * 60, b"]", b"}", b"|", b">-", b"%YAML 9.9\n---\n",
    b"---\n", b"...\n", b"# ", b"  ", b"  id: x\n", b"1:30", b"NO", b"01", b"~", b"2026-02-30",
)  # fmt: skip
TABLE = (*COMMON, b'""', b'"""', b'a"b', b";;;;", b",,,,", b"\r\n", b'"\n', b"\x1a", b"\x0c")


def spoil(content: bytes, tokens: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """The content after one to six accidents; now and then, bytes that have nothing of it."""
    change = st.tuples(
        st.integers(0, 7),
        st.integers(0, max(0, len(content) - 1)),
        st.integers(0, 60),
        st.sampled_from(tokens),
    )
    accidents = st.lists(change, min_size=1, max_size=6)
    spoilt = accidents.map(lambda changes: _after(content, changes))
    made = st.lists(st.sampled_from(tokens), max_size=12).map(b"".join)
    return st.one_of(spoilt, spoilt, spoilt, spoilt, spoilt, spoilt, made, st.binary(max_size=80))


def _after(content: bytes, changes: list[tuple[int, int, int, bytes]]) -> bytes:
    for what, place, length, token in changes:
        start = min(place, len(content))
        end = min(start + length, len(content))
        if what <= 1:
            content = content[:start] + token + content[start:]
        elif what == 2:
            content = content[:start] + token + content[end:]
        elif what == 3:
            content = content[:start] + content[end:]
        elif what == 4:
            content = content[:start] + content[start:end] * 3 + content[end:]
        elif what == 5:
            content = _lines(content, place, length)
        elif what == 6:
            content = content[: max(1, start)]
        else:
            content = content[:start] + bytes([length * 4 % 256]) + content[start + 1 :]
    return content


def _lines(content: bytes, one: int, other: int) -> bytes:
    """Two lines change places."""
    lines = content.splitlines(keepends=True)
    if lines:
        a, b = one % len(lines), (one + other) % len(lines)
        lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def outcome(act: Callable[[], object], refusal: type[Refused]) -> Refused | None:
    """What was refused, in the only way that is expected; None where something was read.

    Whatever else is raised fails the test, and so does what takes too long.
    """
    before, refused = time.process_time(), None
    try:
        act()
    except refusal as found:
        refused = found
    assert time.process_time() - before < SLOWEST
    return refused


_INSIDE = re.compile(
    r"traceback|\.py\b|Error\b|Exception|object at 0x|NoneType|pydantic|ruamel|site-packages"
    r"|\bexpected\b|\binvalid\b|must be|should be|not found|unexpected"
)


def is_for_people(said: str, *typed: str) -> bool:
    """Whether a message is ours, and not one that a library let out."""
    for word in typed:
        said = said.replace(word, "")
    return bool(said.strip()) and not _INSIDE.search(said)
