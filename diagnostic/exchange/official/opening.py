"""The tables inside what was loaded: sizes are checked before reading, and again while reading."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from diagnostic.exchange.official.reading import FileRefused, Limits

_END_OF_ZIP = b"PK\x05\x06"
_ZIPS = (b"PK\x03\x04", _END_OF_ZIP)
_ZIP64 = b"PK\x06\x07"
_TAIL = 66_000
"""Bytes at the end of a zip that may hold its directory's place: 22, and 65,535 of comment."""
_DIRECTORY_ENTRY = 1_000
"""Bytes that the entry of one file may take in the directory; a long name takes 300."""
_JUNK = re.compile(r"(^|/)(__MACOSX(/|$)|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_SMALL = 1_000_000
"""Bytes under which a table may shrink as much as it likes."""

_AS_CSV = "Ouvrez-le dans un tableur et enregistrez la feuille en « CSV UTF-8 »."
_AS_FROM_SOURCE = "Chargez le fichier CSV ou zip tel que son producteur le donne."
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls) ou Word", _AS_CSV),
    (b"%PDF", "un document PDF", _AS_FROM_SOURCE),
    (b"\x1f\x8b", "une archive gzip", "Décompressez-la, puis chargez le fichier CSV."),
    (b"7z\xbc\xaf", "une archive 7z", "Décompressez-la, puis chargez le fichier CSV."),
    (b"Rar!", "une archive rar", "Décompressez-la, puis chargez le fichier CSV."),
    (b"\x89PNG", "une image", _AS_FROM_SOURCE),
    (b"\xff\xd8\xff", "une image", _AS_FROM_SOURCE),
    (b"GIF8", "une image", _AS_FROM_SOURCE),
    (b"PAR1", "un fichier Parquet", "Prenez la version CSV du même fichier."),
    (b"SQLite format", "une base SQLite", _AS_FROM_SOURCE),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One table: the file itself, or a file of a zip."""

    name: str
    dated: str | None
    """« 2022-01-12 », as the zip says; None for a lone file."""
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was loaded."""

    name: str
    members: tuple[Member, ...]
    zipped: bool


def shorten(name: str) -> str:
    """A file's name as it may be shown: no folder, nothing invisible, eighty characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:80] or "fichier"


@contextmanager
def open_parcel(name: str, content: bytes | Path, limits: Limits) -> Iterator[Parcel]:
    """The tables of a file, open as long as needed. Raises FileRefused."""
    shown = shorten(name)
    size = _weigh(shown, content)
    if size > limits.file:
        raise FileRefused(
            f"« {shown} » pèse {_megabytes(size)} : c’est plus que les {_megabytes(limits.file)} "
            "acceptés, et aucun des fichiers attendus n’est aussi lourd.",
            "Vérifiez que c’est le bon fichier, ou n’en gardez que le tableau utile.",
        )
    if size == 0:
        raise FileRefused(f"« {shown} » est vide.", "Téléchargez-le à nouveau.")
    try:
        with _open(content) as raw:
            start = raw.read(16)
            if not start.startswith(_ZIPS):
                refuse_binary(shown, start)
                yield Parcel(shown, (Member(shown, None, partial(_open, content)),), zipped=False)
                return
            _check_directory(shown, raw, size, limits)
            raw.seek(0)
            with _open_zip(shown, raw) as archive:
                yield Parcel(shown, _list(shown, archive, limits), zipped=True)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _damaged(shown) from error
    except OSError as error:
        raise _unreadable(shown) from error


def refuse_binary(name: str, start: bytes) -> None:
    """Raise FileRefused where the first bytes are those of a known kind that is no table."""
    for magic, seems, cure in _OTHERS:
        if start.startswith(magic):
            raise FileRefused(f"« {name} » semble être {seems}, pas un tableau CSV.", cure)
    if start.startswith(_ZIPS):
        raise FileRefused(
            f"« {name} » est une archive dans une autre.",
            "Décompressez la première, puis chargez celle-ci.",
        )


def _weigh(name: str, content: bytes | Path) -> int:
    if isinstance(content, bytes):
        return len(content)
    try:
        if content.is_file():
            return content.stat().st_size
    except (OSError, ValueError):
        # ValueError for a path that no system accepts.
        pass
    raise _unreadable(name)


def _unreadable(name: str) -> FileRefused:
    seems = f"« {name} » est introuvable ou ne peut pas être lu."
    return FileRefused(seems, "Vérifiez le fichier, puis chargez-le à nouveau.")


def _open(content: bytes | Path) -> IO[bytes]:
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def _open_zip(name: str, raw: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(raw)
    except (struct.error, ValueError, OverflowError) as error:
        # What zipfile lets through on a directory that was tampered with.
        raise _damaged(name) from error
    except NotImplementedError as error:
        raise _protected(name) from error


def _damaged(name: str) -> FileRefused:
    seems = f"« {name} » est une archive zip incomplète ou abîmée."
    return FileRefused(seems, "Téléchargez-la à nouveau.")


def _check_directory(name: str, raw: IO[bytes], size: int, limits: Limits) -> None:
    """The directory is read whole into memory: a huge one is refused before."""
    raw.seek(max(0, size - _TAIL))
    tail = raw.read(_TAIL)
    end = tail.rfind(_END_OF_ZIP)
    weight = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if _ZIP64 in tail or weight > limits.members * _DIRECTORY_ENTRY:
        raise _too_many(name, limits)


def _too_many(name: str, limits: Limits) -> FileRefused:
    return FileRefused(
        f"« {name} » est une archive qui contient plus de {limits.members} fichiers, "
        "ou d’une sorte réservée aux très gros contenus.",
        "Décompressez-la, puis chargez le fichier CSV utile.",
    )


def _list(name: str, archive: zipfile.ZipFile, limits: Limits) -> tuple[Member, ...]:
    infos = [
        info
        for info in archive.infolist()
        if not info.filename.endswith("/") and not _JUNK.search(info.filename.replace("\\", "/"))
    ]
    if len(infos) > limits.members:
        raise _too_many(name, limits)
    if not infos:
        raise FileRefused(f"« {name} » est une archive vide.", "Téléchargez-la à nouveau.")
    names = {info.filename for info in infos}
    if names & {"xl/workbook.xml", "[Content_Types].xml", "content.xml"}:
        seems = f"« {name} » semble être un classeur (Excel ou LibreOffice), pas un tableau CSV."
        raise FileRefused(seems, _AS_CSV)
    if sum(info.file_size for info in infos) > limits.text:
        raise too_big(name, limits)
    for info in infos:
        swollen = info.file_size > limits.ratio * max(1, info.compress_size)
        if swollen and info.file_size > _SMALL:
            raise FileRefused(
                f"« {name} » contient un fichier qui gonfle anormalement une fois décompressé.",
                "Téléchargez l’archive chez son producteur.",
            )
        if info.compress_type not in _COMPRESSIONS or info.flag_bits & _ENCRYPTED:
            raise _protected(name)
    return tuple(
        Member(shorten(info.filename), _day(info), partial(_open_member, name, archive, info))
        for info in infos
    )


def too_big(name: str, limits: Limits) -> FileRefused:
    return FileRefused(
        f"« {name} » contient plus de {_megabytes(limits.text)} une fois décompressé.",
        "Décompressez l’archive et ne chargez que le tableau utile.",
    )


def _open_member(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(info)
    except (struct.error, ValueError, OverflowError) as error:
        raise _damaged(name) from error
    except (NotImplementedError, RuntimeError) as error:
        raise _protected(name) from error


def _protected(name: str) -> FileRefused:
    return FileRefused(
        f"« {name} » est une archive zip protégée par un mot de passe, ou d’une sorte rare.",
        "Décompressez-la, puis chargez le fichier CSV.",
    )


def _day(info: zipfile.ZipInfo) -> str | None:
    """Zips made without a clock say 1980."""
    year, month, day = info.date_time[:3]
    valid = year > 1990 and 1 <= month <= 12 and 1 <= day <= 31
    return f"{year:04d}-{month:02d}-{day:02d}" if valid else None


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} Mo" if size >= 1_000_000 else f"{size} octets"
