"""The server's log: what happened, where in the code, and never a value: those are people's words.

One line per event, readable or JSON; each unexpected fault has a short reference, which the screen
shows too, and the last ones are remembered for the owner.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

ROOT = Path(__file__).parents[1]
MOST = 20
"""Faults that are remembered."""
TEXT = "%(asctime)s %(levelname)-7s %(name)s : %(message)s"
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_MARK = "regards_reference"
_OURS = "diagnostic"
_TALKS = "streamlit"
_SECRET = re.compile(r"(/p/|/r/|/j/|/invitation/|/acces/|/atelier/)[^/?\s\"']+")
_QUERY = re.compile(r"\?[^\s\"']*=[^\s\"']*")
_PASSWORD = re.compile(r"://[^/\s@]*@")
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])(?::\d+)?"
    r"|(?<![\w:])(?=[0-9a-fA-F:]*::|(?:[0-9a-fA-F]{1,4}:){7})[0-9a-fA-F:]{2,39}(?![\w:])"
)
_OF_ANY_MACHINE = ("127.0.0.1", "0.0.0.0", "::1", "::")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that should not have happened; nothing of what it was about."""

    at: datetime
    kind: str
    """The name of the exception's type."""
    where: str
    """The last place in the code that is ours: « diagnostic/ui/results.py:41 »."""
    reference: str


_faults: deque[Fault] = deque(maxlen=MOST)
_lock = threading.Lock()
_handlers: list[logging.Handler] = []


def last_faults() -> tuple[Fault, ...]:
    """Of this process, since it started; the latest first."""
    with _lock:
        return tuple(reversed(_faults))


def reference_of(fault: BaseException) -> str:
    """Four signs, « 7F3A », the same each time for the same fault."""
    known = fault.__dict__.get(_MARK)
    if not isinstance(known, str):
        known = "".join(secrets.choice(_SIGNS) for _ in range(4))
        fault.__dict__[_MARK] = known
    return known


def configure(form: str = "texte", level: str = "info") -> None:
    """Everything that this process says from now on goes to stderr, cleared of values.

    `form` is « texte » or « json ».
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    handler.addFilter(clear)
    handler.setLevel(level.upper())
    root = logging.getLogger()
    while _handlers:
        root.removeHandler(_handlers.pop())
    for one in (handler, _Memory()):
        _handlers.append(one)
        root.addHandler(one)
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    sys.excepthook = _tell_uncaught
    threading.excepthook = _tell_uncaught_in_thread


def gather(names: Iterable[str]) -> None:
    """Has loggers that print by themselves, and those below them, speak through ours."""
    beginnings = tuple(names)
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.split(".")[0] in beginnings:
            gather_one(logger)


def gather_one(logger: logging.Logger) -> None:
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
    # Below, they tell each connection, and what the fields of a page hold.
    logger.setLevel(logging.INFO if logger.name.startswith(_TALKS) else logging.WARNING)


def clear(record: logging.LogRecord) -> bool:
    """Takes secrets, addresses and the words of exceptions out of a record; False: not written."""
    if getattr(record, "regards_clear", False):
        return True
    # Who opened which socket, line by line.
    if isinstance(record.msg, str) and '"WebSocket %s"' in record.msg:
        return False
    fault = record.exc_info[1] if record.exc_info else None
    record.msg = _clear_message(record, fault)
    record.args = None
    record.exc_text = None
    if fault is not None:
        record.reference = reference_of(fault)
    record.regards_clear = True
    return True


def _clear_message(record: logging.LogRecord, fault: BaseException | None) -> str:
    args: Any = record.args
    if isinstance(args, tuple):
        record.args = tuple(
            type(one).__name__ if isinstance(one, BaseException) else one for one in args
        )
    try:
        message = record.getMessage()
    except (TypeError, ValueError):
        message = str(record.msg)
    if not _is_ours(record.name):
        for one in _chain(fault):
            if words := str(one):
                message = message.replace(words, "…")
        # Below the first line, libraries print what they were doing, with what.
        message = message.partition("\n")[0]
    message = _QUERY.sub("?…", _SECRET.sub(r"\1…", _PASSWORD.sub("://…@", message)))
    return _ADDRESS.sub(_hide_address, message)


def _hide_address(found: re.Match[str]) -> str:
    alone = found[0].partition(":")[0] if "." in found[0] else found[0]
    return found[0] if alone in _OF_ANY_MACHINE else "…"


def _is_ours(name: str) -> bool:
    return name == _OURS or name.startswith(f"{_OURS}.")


def _chain(fault: BaseException | None) -> list[BaseException]:
    """A fault and those that it came from."""
    found: list[BaseException] = []
    while fault is not None and fault not in found:
        found.append(fault)
        fault = fault.__cause__ or fault.__context__
    return found


def _tell_fault(fault: BaseException) -> str:
    """Types and places, without the messages: those of Python repeat values."""
    parts = []
    for one in _chain(fault):
        lines = [type(one).__name__]
        for frame in traceback.extract_tb(one.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        parts.append("\n".join(lines))
    return "\n← ".join(parts)


def _short(file: str) -> str:
    """Without where things are on this machine."""
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def _where(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(ROOT)]
    known = [one for one in ours if "site-packages" not in one.filename] or frames
    return f"{_short(known[-1].filename)}:{known[-1].lineno}" if known else ""


class _Text(logging.Formatter):
    """For eyes: the reference at the end of the line, the places in the code below."""

    def __init__(self) -> None:
        super().__init__(TEXT, "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        line = super().formatMessage(record)
        reference = getattr(record, "reference", None)
        return f"{line} (référence {reference})" if reference else line

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return _tell_fault(ei[1])


class _Json(JsonFormatter):
    """For machines: one object a line."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def format(self, record: logging.LogRecord) -> str:
        fault = record.exc_info[1] if record.exc_info else None
        said: dict[str, str] = {
            "moment": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "niveau": record.levelname.lower(),
            "source": record.name,
            "message": record.getMessage(),
        }
        if fault is not None:
            said |= {
                "genre": type(fault).__name__,
                "lieu": _where(fault),
                "trace": _tell_fault(fault),
                "reference": reference_of(fault),
            }
        return self.serialize_log_record(said)


class _Memory(logging.Handler):
    """Keeps the last faults; those of ours and of libraries alike."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if fault is None:
            return
        reference = reference_of(fault)
        at = datetime.fromtimestamp(record.created, UTC)
        with _lock:
            if all(known.reference != reference for known in _faults):
                _faults.append(Fault(at, type(fault).__name__, _where(fault), reference))


def _tell_uncaught(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
        return
    _tell(fault)


def _tell_uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
        _tell(given.exc_value)


def _tell(fault: BaseException) -> None:
    logging.getLogger(_OURS).critical("Erreur inattendue", exc_info=fault)
