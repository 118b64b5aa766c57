"""What takes long to make, made once for each state of the answers, for all sessions."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")

MOST = 512
"""Things on the shelf; the one that was asked for the longest ago makes room."""


@dataclass(slots=True, unsafe_hash=True)
class _Order:
    """What is asked for, by its key: how it is made is no part of what it is."""

    key: Hashable
    make: Callable[[], Any] | None = field(compare=False)

    def fill(self) -> Any:
        # The shelf holds the order as long as the thing: not what the thing was made from.
        make, self.make = self.make, None
        assert make is not None
        return make()


@st.cache_resource(show_spinner=False)
def _shelf() -> Callable[[_Order], Any]:
    # Not one more of Streamlit's caches: those take each key apart at each run, field by field,
    # which costs more than the rest of the page.
    return lru_cache(maxsize=MOST)(_Order.fill)


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` makes, made once for each key and shared between sessions; never changed."""
    made: T = _shelf()(_Order(key, make))
    return made
