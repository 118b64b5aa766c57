"""What all the addresses of the phone page share: the memory, the cookie, how faults are said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cached_property, wraps
from hashlib import sha256
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from diagnostic.campaigns import Diagnostic
from diagnostic.indicators import Indicators
from diagnostic.participant.guarding import HEADERS, Gate, Refused
from diagnostic.participant.remembering import Remembered
from diagnostic.participant.rendering import Visit, render, visit
from diagnostic.participant.screens import clean
from diagnostic.participant.seating import Rooms
from diagnostic.participant.turns import Turns
from diagnostic.privacy import Notice, write_notice
from diagnostic.storage import (
    RoomEnded,
    RoomFull,
    StorageUnavailable,
    Store,
    UnknownDiagnostic,
    UnknownLink,
    UnknownSeat,
    UnknownWorkshop,
    VoteClosed,
    WaveClosed,
)
from diagnostic.territories import Gazetteer, Perimeter, Territory
from diagnostic.texts import Refusal

COOKIE = "passage"
LEFT = "laissee-"
"""In the cookie, before the print of a link whose person left the place to another."""
SEASON = 120 * 24 * 3600
NOTICE_SECONDS = 5.0
"""For which a notice serves all those who come at once."""
MOST_NOTICES = 200

STATUSES: tuple[tuple[type[Refusal], int], ...] = (
    (UnknownLink, 404),
    (UnknownDiagnostic, 404),
    (UnknownWorkshop, 404),
    (UnknownSeat, 404),
    (WaveClosed, 409),
    (VoteClosed, 409),
    (RoomEnded, 410),
    (RoomFull, 409),
    (StorageUnavailable, 503),
)

Room = TypeVar("Room", bound="Desk")


def page(
    handler: Callable[[Room, Request], Awaitable[Response]],
) -> Callable[[Room, Request], Awaitable[Response]]:
    """What goes wrong is said in a page, with what to do."""

    @wraps(handler)
    async def shown(site: Room, request: Request) -> Response:
        try:
            return await handler(site, request)
        except Refused as refusal:
            return site.refuse(request, refusal.status)
        except Refusal as refusal:
            if isinstance(refusal, (UnknownWorkshop, UnknownDiagnostic)):
                try:
                    await site.gate.miss()
                except Refused as hasty:
                    return site.refuse(request, hasty.status)
            said = visit(request).voice.refuse(refusal)
            return site.tell(request, status_of(refusal), said)

    return shown


def status_of(refusal: Refusal) -> int:
    """The status of HTTP that says what kind of refusal it is."""
    return next((status for kind, status in STATUSES if isinstance(refusal, kind)), 422)


class Desk:
    """One memory, and what is known of territories; each opened when first asked for."""

    def __init__(
        self,
        store: Callable[[], Store],
        gazetteer: Callable[[], Gazetteer],
        indicators: Callable[[], Indicators],
    ) -> None:
        self._open_store, self._open_gazetteer = store, gazetteer
        self.indicators = indicators
        """The measured facts in force, asked each time: imports come and go."""
        self.turns, self.gate, self.rooms = Turns(), Gate(), Rooms()
        self._notices: Remembered[tuple[int, str], Notice] = Remembered(
            NOTICE_SECONDS, MOST_NOTICES
        )

    @cached_property
    def store(self) -> Store:
        return self._open_store()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return self._open_gazetteer()

    def territory(self, diagnostic: Diagnostic) -> Territory:
        """Its territory; a perimeter as the gazetteer makes one of it.

        Raises UnknownTerritory and PerimeterRefused.
        """
        where = diagnostic.territory
        if isinstance(where, Perimeter):
            return self.gazetteer.as_territory(where, diagnostic.code)
        return self.gazetteer.get(where)

    def place(self, diagnostic: Diagnostic) -> str:
        """The name of the territory, told apart from its homonyms."""
        where = diagnostic.territory
        if isinstance(where, Perimeter):
            return clean(where.name)
        return self.gazetteer.label(self.gazetteer.get(where))

    def notice(self, seen: Visit, diagnostic: Diagnostic) -> Notice:
        """The information notice, as its owner wrote it a moment ago."""

        def read() -> Notice:
            privacy = self.store.privacy(diagnostic)
            clear = replace(
                privacy, controller=clean(privacy.controller), contact=clean(privacy.contact)
            )
            return write_notice(seen.voice, clear, self.place(diagnostic), diagnostic.threshold)

        return self._notices.get((diagnostic.id, seen.voice.language), read)

    def is_another(self, request: Request, token: str) -> str:
        """What this browser's cookie holds, where it says that somebody else is answering here."""
        held = request.cookies.get(COOKIE, "")
        if not held or held == token:
            return ""
        if held.startswith(LEFT):
            return held if held == LEFT + print_of_link(token) else ""
        try:
            self.store.resume(held)
        except UnknownLink:
            return ""
        return held

    def ask_who(self, seen: Visit, token: str, diagnostic: Diagnostic, held: str) -> Response:
        """On a phone that went from hand to hand, an old page does not open by itself."""
        return render(
            seen,
            "whose.html",
            409,
            title=clean(diagnostic.title),
            told=seen.voice.say(
                "Ce lien ouvre les réponses d’une autre personne que celle qui répond en ce "
                "moment sur cet appareil. Est-ce bien le vôtre ?"
            )
            if not held.startswith(LEFT)
            else seen.voice.say(
                "La personne qui répondait ici a laissé sa place. Est-ce bien votre lien ?"
            ),
            take=link_of(seen, token) + "/reprendre",
            elsewhere=link_of(seen, held)
            if not held.startswith(LEFT)
            else self.entrance(seen, diagnostic, token),
        )

    def let_go(self, seen: Visit, token: str, back: str = "") -> Response:
        """The next person starts at `back`, by default where this one would have joined."""
        _, _, diagnostic = self.store.resume(token)
        back = back or self.entrance(seen, diagnostic, token)
        return hold(seen, go(back), LEFT + print_of_link(token))

    def entrance(self, seen: Visit, diagnostic: Diagnostic, token: str) -> str:
        """Where somebody else joins: the room that goes on, otherwise the invitation."""
        seat = self.store.seat_of(token)
        if seat is not None and not self.store.room_state(seat.workshop_id).ended:
            return f"{seen.root}/j/{self.store.workshop_by_id(seat.workshop_id).code}"
        return f"{seen.root}/r/{diagnostic.code}"

    def refuse(self, request: Request, status: int) -> Response:
        voice = visit(request).voice
        if status == 429:
            told = voice.say(
                "Trop de codes ont été essayés. Attendez une minute, puis recommencez."
            )
        elif status == 413:
            told = voice.say("L’envoi est trop long : raccourcissez vos textes, puis recommencez.")
        else:
            told = voice.say(
                "Cette demande ne peut pas être reçue. Rouvrez la page, puis recommencez."
            )
        return self.tell(request, status, told)

    def tell(
        self,
        request: Request,
        status: int,
        told: str,
        again: dict[str, list[str]] | None = None,
    ) -> Response:
        """A page that says what went wrong; `again` is what can be sent once more."""
        seen = visit(request)
        way = seen.path if request.method == "POST" and "theme" in request.path_params else ""
        response = render(
            seen,
            "told.html",
            status,
            title=seen.voice.say("Regards croisés"),
            told=told,
            way=way,
            again=again or {},
        )
        if status in (429, 503):
            response.headers["Retry-After"] = "5" if status == 503 else "60"
        return response


def send_json(
    said: dict[str, object], status: int = 200, headers: dict[str, str] = HEADERS
) -> Response:
    return JSONResponse(said, status, headers)


def go(address: str) -> Response:
    return RedirectResponse(address, 303, HEADERS)


def link_of(seen: Visit, token: str) -> str:
    return f"{seen.root}/p/{quote(token, safe='')}"


def hold(seen: Visit, response: Response, held: str) -> Response:
    """Remembers in the browser who is answering: a convenience, the link is the identity."""
    response.set_cookie(
        COOKIE, held, max_age=SEASON, httponly=True, samesite="lax", secure=seen.is_safe
    )
    return response


def print_of_link(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()[:24]
