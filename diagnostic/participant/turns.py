"""Answers of one phone in their order: what comes late never undoes what came after it."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MOST_PASSAGES = 5_000
"""Passages remembered; one that is forgotten is only as safe as its phone is orderly."""


@dataclass
class _Passage:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: dict[tuple[str, str], int] = field(default_factory=dict)


class Turns:
    """The last number that each phone gave to each question, while this process lives.

    A request that its phone gave up may still arrive, after the one sent in its place.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._passages: OrderedDict[int, _Passage] = OrderedDict()

    @contextmanager
    def turn(self, submission_id: int, phone: str, name: str, number: int) -> Iterator[bool]:
        """Alone for this passage; True where nothing as recent was kept under this name.

        The number is remembered once the block ends well.
        """
        passage = self._passage(submission_id)
        with passage.lock:
            last = passage.last.get((phone, name))
            yield last is None or number > last
            passage.last[phone, name] = max(number, last or number)

    def _passage(self, submission_id: int) -> _Passage:
        with self._lock:
            found = self._passages.setdefault(submission_id, _Passage())
            self._passages.move_to_end(submission_id)
            while len(self._passages) > MOST_PASSAGES:
                self._passages.popitem(last=False)
            return found
