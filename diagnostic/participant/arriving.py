"""Coming by an invitation or by a personal link; leaving the place to somebody else."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.indicators import Indicators
from diagnostic.participant import screens as s
from diagnostic.participant.desk import (
    COOKIE,
    LEFT,
    Desk,
    go,
    hold,
    link_of,
    page,
)
from diagnostic.participant.guarding import (
    check_origin,
    read_form,
)
from diagnostic.participant.passing import (
    open_passage,
    read_kept,
    where_left,
)
from diagnostic.participant.rendering import Visit, render, visit
from diagnostic.participant.threads import draw, keep
from diagnostic.respondents import Viewpoint
from diagnostic.storage import (
    Store,
    UnknownLink,
    WaveClosed,
)
from diagnostic.territories import Gazetteer

MOST_BEGINNINGS = 2_000
SHORTEST_KEY = 12
TWICE = 60.0
"""Seconds in which the same form, sent again, is the same gesture."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the first screen is made of."""

    diagnostic: Diagnostic
    wave: Wave | None
    mine: str | None
    """The personal link that this browser already holds in this wave."""
    earlier: str | None = None
    """The one that it holds in an earlier wave of the same diagnostic."""


@dataclass
class Begun:
    """What the same form has begun, a moment ago or just now."""

    token: str
    made: str = ""

    def remember(self, token: str) -> None:
        self.made = token


class Arriving(Desk):
    """Invitations and personal links."""

    def __init__(
        self,
        store: Callable[[], Store],
        gazetteer: Callable[[], Gazetteer],
        indicators: Callable[[], Indicators],
    ) -> None:
        super().__init__(store, gazetteer, indicators)
        self._beginnings: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._beginning = threading.Lock()

    @page
    async def invite(self, request: Request) -> Response:
        return await draw(self._draw_start, request, visit(request), "")

    @page
    async def begin(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        return await keep(self._begin, request, visit(request), form)

    def _start(self, request: Request) -> Start:
        diagnostic = self.store.diagnostic(request.path_params["code"])
        still_open = [wave for wave in self.store.waves(diagnostic) if wave.closed_on is None]
        wave = still_open[-1] if still_open else None
        mine, earlier = self._held(request, wave)
        return Start(diagnostic, wave, mine, earlier)

    def _held(self, request: Request, wave: Wave | None) -> tuple[str | None, str | None]:
        """The personal link that this browser holds: of this wave, or of an earlier one."""
        token = request.cookies.get(COOKIE, "")
        if wave is None or not token or token.startswith(LEFT):
            return None, None
        try:
            held = self.store.resume(token)[1]
        except UnknownLink:
            return None, None
        is_earlier = held.diagnostic_id == wave.diagnostic_id and held.number < wave.number
        return token if held.id == wave.id else None, token if is_earlier else None

    def _draw_start(self, request: Request, seen: Visit, refusal: str) -> Response:
        start = self._start(request)
        title, place = s.clean(start.diagnostic.title), self.place(start.diagnostic)
        if start.wave is None:
            said = seen.voice.say("Les réponses sont closes pour ce diagnostic.")
            return render(seen, "told.html", 410, title=title, told=said, way="", again={})
        content = self.store.questionnaire(
            start.wave.questionnaire_id, start.wave.questionnaire_version
        )
        return render(
            seen,
            "start.html",
            422 if refusal else 200,
            title=title,
            place=place,
            fictitious=start.diagnostic.fictitious,
            regards=s.regards(seen.voice, content),
            notice=self.notice(seen, start.diagnostic),
            key=secrets.token_urlsafe(12),
            mine=link_of(seen, start.mine) if start.mine else "",
            has_earlier=start.earlier is not None,
            refusal=refusal,
        )

    def _begin(self, request: Request, seen: Visit, form: dict[str, list[str]]) -> Response:
        start = self._start(request)
        if start.wave is None:
            raise WaveClosed
        content = self.store.questionnaire(
            start.wave.questionnaire_id, start.wave.questionnaire_version
        )
        regard = form.get("regard", [""])[0]
        with self.once(form.get("cle", [""])[0]) as begun:
            token = start.mine or begun.token
            if not token:
                if regard not in {route.viewpoint.value for route in content.routes}:
                    asked = seen.voice.say("Choisissez d’abord de quel point de vue vous répondez.")
                    return self._draw_start(request, seen, asked)
                short = form.get("parcours", [""])[0] == "court"
                submission, token = self.store.begin(start.wave, Viewpoint(regard), short)
                begun.remember(token)
                if start.earlier and "suivre" in form:
                    # Answered from another point of view, or linked already: nothing to follow.
                    with suppress(UnknownLink):
                        self.store.link(submission, start.earlier)
        return hold(seen, go(link_of(seen, token)), token)

    @contextmanager
    def once(self, key: str) -> Iterator[Begun]:
        """« Commencer » touched twice begins once: the second finds what the first made."""
        with self._beginning:
            token, at = self._beginnings.get(key, ("", 0.0))
            fresh = len(key) >= SHORTEST_KEY and time.monotonic() - at < TWICE
            begun = Begun(token if fresh else "")
            yield begun
            if begun.made:
                self._beginnings[key] = (begun.made, time.monotonic())
                while len(self._beginnings) > MOST_BEGINNINGS:
                    self._beginnings.popitem(last=False)

    def let_go(self, seen: Visit, token: str, back: str = "") -> Response:
        """The next person does not come back to this one by a page that was left open."""
        self.forget_beginning(token)
        return super().let_go(seen, token, back)

    def forget_beginning(self, token: str) -> None:
        """The form that began a passage, sent again, begins another one."""
        with self._beginning:
            for key in [k for k, (begun, _) in self._beginnings.items() if begun == token]:
                del self._beginnings[key]

    @page
    async def resume(self, request: Request) -> Response:
        return await draw(self._resume, request, visit(request))

    def _resume(self, request: Request, seen: Visit) -> Response:
        token = request.path_params["token"]
        under = open_passage(self.store, token)
        if stranger := self.is_another(request, token):
            return self.ask_who(seen, token, under.diagnostic, stranger)
        kept = read_kept(self.store, under.submission)
        theme = where_left(under.screens(kept.answers), kept)
        return hold(seen, go(f"{link_of(seen, token)}/t/{quote(theme)}"), token)

    @page
    async def take_back(self, request: Request) -> Response:
        check_origin(request)
        seen, token = visit(request), request.path_params["token"]
        await keep(self.store.resume, token)
        return hold(seen, go(link_of(seen, token)), token)

    @page
    async def leave(self, request: Request) -> Response:
        check_origin(request)
        form, seen = await read_form(request), visit(request)
        code = form.get("atelier", [""])[0]
        back = f"{seen.root}/j/{code}" if code.isascii() and code.isalnum() else ""
        return await keep(self.let_go, seen, request.path_params["token"], back)
