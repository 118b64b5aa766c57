"""What the command line prints: French sentences, typeset, on any terminal."""

import codecs
import errno
import io
import sys
import unicodedata
from collections.abc import Iterable

from diagnostic.texts import voice_of
from diagnostic.texts.typography import typeset

PROGRAM = "python -m diagnostic"
VOICE = voice_of("fr")


class Misused(Exception):
    """What was typed cannot be done; the message, in French, is one sentence."""


_CAUSES = {
    errno.ENAMETOOLONG: "son nom est trop long. Donnez-lui un nom plus court.",
    errno.EACCES: "vous n’en avez pas le droit. Demandez-le, ou choisissez un autre emplacement.",
    errno.EPERM: "vous n’en avez pas le droit. Demandez-le, ou choisissez un autre emplacement.",
    errno.ENOSPC: "il n’y a plus de place sur le disque. Libérez-en, puis recommencez.",
    errno.EROFS: "on ne peut rien y écrire. Choisissez un autre emplacement.",
}
_UNKNOWN_CAUSE = "le système le refuse (erreur {number}). Vérifiez l’emplacement, puis recommencez."


def say_unreachable(fault: OSError) -> str:
    """What the machine refuses of a file, which the fault names, and what to do."""
    cause = _CAUSES.get(fault.errno or 0, _UNKNOWN_CAUSE)
    refused = phrase("« {file} » ne peut être ni lu ni écrit : ", file=fault.filename)
    return refused + phrase(cause, number=fault.errno)


def prepare_streams() -> None:
    """A terminal that lacks our accents and no-break spaces shows plain ones, and never fails."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAINER)


def phrase(sentence: str, **parts: object) -> str:
    """The sentence typeset, then filled in: what fills it may be a path, left as it is.

    Not `Voice.say`: the command line has no English, so nothing of it goes to the catalogue.
    """
    return typeset(sentence).format(**parts)


def count(noun: str, number: int) -> str:
    """« 2 repères »."""
    return f"{VOICE.whole(number)} {noun}{'s' if number > 1 else ''}"


def tell(line: str) -> None:
    """One line, or several."""
    sys.stdout.write(f"{line}\n")


def warn(message: str) -> None:
    """On the error stream, so that what is exported stays clean."""
    sys.stderr.write(f"{message}\n")


def tell_columns(rows: Iterable[tuple[str, ...]]) -> None:
    """Rows of the same length, as aligned columns."""
    several = list(rows)
    widths = [max(map(len, column)) for column in zip(*several, strict=True)]
    for row in several:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        tell("  ".join(cells).rstrip())


def write(content: bytes) -> None:
    """Bytes as they are, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _make_plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end].translate(_PLAIN_MARKS)
    plain = (
        unicodedata.normalize("NFKD", character).encode("ascii", "ignore") for character in lost
    )
    return "".join(letters.decode("ascii") or "?" for letters in plain), error.end


_PLAIN_MARKS = str.maketrans("’«»–−·", '\'""---')
_PLAINER = "regards-plainer"
codecs.register_error(_PLAINER, _make_plainer)
