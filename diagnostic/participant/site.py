"""The addresses of the phone page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from diagnostic.participant.desk import page
from diagnostic.participant.rendering import send_file
from diagnostic.participant.rights import Rights
from diagnostic.storage import UnknownLink


class Site(Rights):
    """All of it, over one memory."""

    def routes(self) -> list[BaseRoute]:
        """To be served beside the other pages of the same process."""
        return [
            # First what phones of a room ask all the time: addresses are tried in their order.
            Route("/p/{token}/reponse", self.keep, methods=["POST"]),
            Route("/p/{token}/etat", self.live, methods=["GET"]),
            Route("/p/{token}/salle", self.follow, methods=["GET"]),
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
