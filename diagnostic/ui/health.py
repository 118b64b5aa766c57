"""`/sante`: whether this server can serve, for whatever watches over it; it says nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from diagnostic.storage import StorageUnavailable, Store
from diagnostic.storage.pulse import Pulse
from diagnostic.texts import Voice, voice_of
from diagnostic.ui.doorkeeper import HEALTH
from diagnostic.ui.opening import Opening

PATIENCE = 2.0
"""Seconds that the base has to answer in."""
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


class Health:
    """Asks one question of the base at a time, however many ask it of us."""

    def __init__(
        self, opening: Opening, memory: Callable[[], Store], patience: float = PATIENCE
    ) -> None:
        self._opening, self._memory, self._patience = opening, memory, patience
        # Its own thread: the others may all be waiting for a base that is away.
        self._asking = ThreadPoolExecutor(1, "sante")
        self._asked: Future[None] | None = None
        self._pulse: Pulse | None = None

    def routes(self) -> list[BaseRoute]:
        return [Route(HEALTH, self.tell, methods=["GET"])]

    async def tell(self, request: Request) -> JSONResponse:
        """200 when the base answered, 503 otherwise; within `patience` in both cases."""
        voice = voice_of(request.query_params.get("lang", "fr"))
        if self._opening.refusal is not None:
            return _refuse(
                voice.say(
                    "L’application ne peut pas s’ouvrir : le journal du serveur dit pourquoi."
                )
            )
        if self._asked is None or self._asked.done():
            self._asked = self._asking.submit(self._ask)
        try:
            # Shielded: who waits less long than the base does not take the others' answer away.
            asked = asyncio.shield(asyncio.wrap_future(self._asked))
            await asyncio.wait_for(asked, self._patience)
        except TimeoutError:
            return _refuse(_say_late(voice, self._patience))
        except StorageUnavailable as refusal:
            return _refuse(voice.refuse(refusal))
        return JSONResponse({"etat": "ok"}, headers=_HEADERS)

    def _ask(self) -> None:
        if self._pulse is None:
            self._pulse = Pulse(self._memory())
        self._pulse.feel()


def _say_late(voice: Voice, seconds: float) -> str:
    return voice.say(
        "La base n’a pas répondu en {seconds} secondes. Attendez un instant, puis recommencez.",
        seconds=voice.whole(round(seconds)),
    )


def _refuse(said: str) -> JSONResponse:
    return JSONResponse(
        {"etat": "indisponible", "phrase": said},
        HTTPStatus.SERVICE_UNAVAILABLE,
        headers=_HEADERS,
    )
