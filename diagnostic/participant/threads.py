"""Where the phones' work is done: a page being drawn never makes an answer wait.

Python runs one thread at a time: forty that draw pages make each answer forty times as long. So
few pages are drawn at once, and answers have threads of their own.
"""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

P = ParamSpec("P")
T = TypeVar("T")

_PAGES = CapacityLimiter(2)
_ANSWERS = CapacityLimiter(4)


async def draw(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Makes a page, when one of the few places is free."""
    return await run_sync(partial(work, *args, **named), limiter=_PAGES)


async def keep(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Keeps what a person says, or tells the state of the room: nobody waits long for it."""
    return await run_sync(partial(work, *args, **named), limiter=_ANSWERS)
