"""What is handed over outside the screens: files, the right asked at each request; invitations.

Never a media file of Streamlit: its address opens to whoever has it, for as long as it lasts.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from diagnostic.rights import MACHINE, Actor
from diagnostic.rights.invitations import LONGEST_LINK
from diagnostic.storage import (
    BundleRefused,
    NotAllowed,
    StorageUnavailable,
    Store,
    UnknownDiagnostic,
    UnknownWorkshop,
)
from diagnostic.texts import Voice, voice_of
from diagnostic.ui import identity, workshop_account
from diagnostic.ui.access import INVITATION
from diagnostic.ui.travelling import SUFFIX
from diagnostic.ui.workshop_room import Room

WAITING = 60 * 60
"""Seconds for which an invitation waits for its person to sign in."""
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


class Handing:
    """The addresses of files and invitations, over one memory."""

    def __init__(self, memory: Callable[[], Store]) -> None:
        self._memory = memory

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/atelier/{code}/compte-rendu", self.account, methods=["GET"]),
            Route("/diagnostic/{code}/emporter", self.carry, methods=["GET"]),
            Route("/invitation/{link}", self.keep_invitation, methods=["GET"]),
        ]

    async def account(self, request: Request) -> Response:
        """The account of a workshop, for whoever may run it now."""
        voice = voice_of(request.query_params.get("lang", "fr"))
        store = self._memory().as_actor(actor_of(request))
        try:
            return await run_in_threadpool(_make_account, store, request.path_params["code"], voice)
        except (UnknownWorkshop, NotAllowed):
            # The same as for a code that never was.
            return PlainTextResponse(
                voice.refuse(UnknownWorkshop()), HTTPStatus.NOT_FOUND, headers=_HEADERS
            )
        except StorageUnavailable as refusal:
            return PlainTextResponse(
                voice.refuse(refusal), HTTPStatus.SERVICE_UNAVAILABLE, headers=_HEADERS
            )

    async def carry(self, request: Request) -> Response:
        """A diagnostic in a file, for the person at the machine: another one takes it in.

        It begins a journey, so no page of another site may ask for it.
        """
        voice = voice_of(request.query_params.get("lang", "fr"))
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return PlainTextResponse(
                voice.refuse(NotAllowed()), HTTPStatus.FORBIDDEN, headers=_HEADERS
            )
        store = self._memory().as_actor(actor_of(request))
        try:
            return await run_in_threadpool(_make_bundle, store, request.path_params["code"])
        except (UnknownDiagnostic, NotAllowed) as refusal:
            return PlainTextResponse(voice.refuse(refusal), HTTPStatus.NOT_FOUND, headers=_HEADERS)
        except (BundleRefused, StorageUnavailable) as refusal:
            return PlainTextResponse(
                voice.refuse(refusal), HTTPStatus.SERVICE_UNAVAILABLE, headers=_HEADERS
            )

    async def keep_invitation(self, request: Request) -> Response:
        """Signing in leaves the page and comes back without its address: a cookie remembers."""
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER, headers=_HEADERS)
        link = str(request.path_params["link"])
        if identity.hosting().is_hosted and link.isascii() and len(link) <= LONGEST_LINK:
            answer.set_cookie(
                INVITATION,
                link,
                max_age=WAITING,
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
                path="/",
            )
        return answer


def actor_of(request: Request) -> Actor:
    """Who sends a request. Where nobody signs in, the doorkeeper has let the owner alone pass."""
    if not identity.hosting().is_hosted:
        return MACHINE

    def read(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace"))

    signed = get_cookie_with_chunks(read, USER_COOKIE_NAME)
    try:
        claims = json.loads(signed) if signed else {}
    except ValueError:
        claims = {}
    return identity.actor_of(claims if isinstance(claims, dict) else {})


def _make_bundle(store: Store, code: str) -> Response:
    diagnostic = store.diagnostic(code)
    folder = tempfile.TemporaryDirectory(prefix="emporter-")
    file = Path(folder.name) / f"{diagnostic.code}-{date.today():%Y-%m-%d}{SUFFIX}"
    try:
        store.carry(diagnostic, file)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        file,
        filename=file.name,
        media_type="application/octet-stream",
        headers=_HEADERS,
        background=BackgroundTask(folder.cleanup),
    )


def _make_account(store: Store, code: str, voice: Voice) -> Response:
    workshop = store.workshop(code)
    wave, diagnostic = store.home(workshop)
    state, turnout = store.watch(workshop.id)
    room = Room(
        voice,
        workshop,
        diagnostic,
        wave,
        store.questionnaire(wave.questionnaire_id, wave.questionnaire_version),
        store.local_questions(diagnostic),
        state,
        turnout,
    )
    name = f"atelier-{workshop.held_on:%Y-%m-%d}.html"
    return Response(
        workshop_account.make_page(room, store.record(workshop)),
        media_type="text/html; charset=utf-8",
        headers={**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'},
    )
