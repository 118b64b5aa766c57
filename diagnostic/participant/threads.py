"""Where the phones' work is done: a page being drawn never makes an answer wait.

Python runs one thread at a time: forty that draw pages make each answer forty times as long. So
few pages are drawn at once, and answers have threads of their own.
"""

from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_PAGES = ThreadPoolExecutor(2, "pages")
_ANSWERS = ThreadPoolExecutor(4, "reponses")


async def draw(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Makes a page, when one of the few places is free."""
    return await get_running_loop().run_in_executor(_PAGES, partial(work, *args, **named))


async def keep(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Keeps what a person says, or tells the state of the room: nobody waits long for it."""
    return await get_running_loop().run_in_executor(_ANSWERS, partial(work, *args, **named))
