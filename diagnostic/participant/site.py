"""The addresses of the phone page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from diagnostic.participant.desk import page
from diagnostic.participant.rendering import send_file
from diagnostic.participant.rights import Rights
from diagnostic.storage import UnknownLink


class Phones:
    """Serves phones before all that only the other pages need: sessions, their own routes.

    That would cost about as much as an answer, for each answer. `are_theirs`: whether an address
    may be one of the phones'.
    """

    def __init__(
        self, app: ASGIApp, routes: Iterable[BaseRoute], are_theirs: Callable[[str], bool]
    ) -> None:
        self.app = app
        self._are_theirs = are_theirs
        self._phones = ExceptionMiddleware(
            Router(list(routes), redirect_slashes=False, default=app)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_theirs = scope["type"] == "http" and self._are_theirs(scope["path"])
        await (self._phones if is_theirs else self.app)(scope, receive, send)


class Swift:
    """A handler without the second net that Starlette holds under a function: one is enough."""

    def __init__(self, handler: Callable[[Request], Awaitable[Response]]) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._handler(Request(scope, receive, send))
        await response(scope, receive, send)


class Site(Rights):
    """All of it, over one memory."""

    def routes(self) -> list[BaseRoute]:
        """To be served beside the other pages of the same process."""
        return [
            # First what phones of a room ask all the time: addresses are tried in their order.
            Route("/p/{token}/reponse", Swift(self.keep), methods=["POST"]),
            Route("/p/{token}/etat", Swift(self.live), methods=["GET"]),
            Route("/p/{token}/salle", Swift(self.follow), methods=["GET"]),
            Route("/r/{code}", self.invite, methods=["GET"]),
            Route("/r/{code}", self.begin, methods=["POST"]),
            Route("/j", self.ask_code, methods=["GET"]),
            Route("/j", self.take_code, methods=["POST"]),
            Route("/j/{code}", self.enter, methods=["GET"]),
            Route("/j/{code}", self.join, methods=["POST"]),
            Route("/p/{token}", self.resume, methods=["GET"]),
            Route("/p/{token}/t/{theme}", self.show, methods=["GET"]),
            Route("/p/{token}/t/{theme}", self.save, methods=["POST"]),
            Route("/p/{token}/salle", self.vote, methods=["POST"]),
            Route("/p/{token}/reprendre", self.take_back, methods=["POST"]),
            Route("/p/{token}/laisser", self.leave, methods=["POST"]),
            Route("/p/{token}/droits", self.rights, methods=["GET"]),
            Route("/p/{token}/mes-reponses.{kind}", self.receive, methods=["GET"]),
            Route("/p/{token}/effacer", self.erase, methods=["POST"]),
            Route("/telephone/{seal}/{name}", send_file, methods=["GET"]),
            Route("/r", self.ask_code, methods=["GET"]),
            Route("/p/{rest:path}", self.lost, methods=["GET"]),
        ]

    @page
    async def lost(self, request: Request) -> Response:
        raise UnknownLink
