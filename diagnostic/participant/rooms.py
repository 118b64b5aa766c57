"""The room on a phone: joining it, following its step, voting."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import quote

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from diagnostic.participant import screens as s
from diagnostic.participant.arriving import Arriving
from diagnostic.participant.desk import (
    COOKIE,
    LEFT,
    go,
    hold,
    link_of,
    page,
    send_json,
    status_of,
)
from diagnostic.participant.drawing import Block, cut, draw_questions, fill, hole
from diagnostic.participant.fields import seen_of
from diagnostic.participant.figures import results
from diagnostic.participant.guarding import HEADERS, check_origin, read_form
from diagnostic.participant.happening import read_happening, say_status
from diagnostic.participant.packing import Page
from diagnostic.participant.passing import Said
from diagnostic.participant.rendering import Visit, draw_page, put_together, render, visit
from diagnostic.participant.screens import Kept
from diagnostic.participant.seating import Here, vote_form, vote_one
from diagnostic.participant.threads import draw, keep
from diagnostic.respondents import Viewpoint
from diagnostic.storage import (
    UnknownDiagnostic,
    UnknownLink,
    UnknownWorkshop,
    VoteClosed,
)
from diagnostic.texts import Refusal, Voice
from diagnostic.workshops import Ballot, Workshop, show_code

FOLLOWED = {**HEADERS, "Cache-Control": "no-cache"}
ROOM_CODE = 6
"""Signs of a room's code; a diagnostic's invitation has eight."""


class InRoom(Arriving):
    """Rooms, from the code on the wall to the vote."""

    @page
    async def ask_code(self, request: Request) -> Response:
        return await draw(self._draw_code, visit(request), "", "")

    @page
    async def take_code(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        seen, typed = visit(request), form.get("code", [""])[0]
        try:
            return await keep(self._take_code, seen, typed)
        except (UnknownWorkshop, UnknownDiagnostic) as refusal:
            await self.gate.miss()
            return await draw(self._draw_code, seen, typed[:60], seen.voice.refuse(refusal))

    def _draw_code(self, seen: Visit, typed: str, refusal: str) -> Response:
        voice = seen.voice
        return render(
            seen,
            "code.html",
            404 if refusal else 200,
            title=voice.say("Rejoindre un atelier"),
            typed=typed,
            refusal=refusal,
        )

    def _take_code(self, seen: Visit, typed: str) -> Response:
        code = "".join(sign for sign in typed[:60] if sign.isascii() and sign.isalnum()).upper()
        if len(code) > ROOM_CODE:
            return go(f"{seen.root}/r/{self.store.diagnostic(code).code}")
        return go(f"{seen.root}/j/{self.store.workshop(code).code}")

    @page
    async def enter(self, request: Request) -> Response:
        return await draw(self._draw_door, request, visit(request), "")

    @page
    async def join(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        return await keep(self._join, request, visit(request), form)

    def _workshop(self, request: Request) -> Workshop:
        return self.store.workshop(request.path_params["code"])

    def _draw_door(self, request: Request, seen: Visit, refusal: str) -> Response:
        workshop = self._workshop(request)
        token = self._own(request, workshop)
        if token and self._is_seated(token, workshop):
            return go(f"{link_of(seen, token)}/salle")
        wave, diagnostic = self.store.home(workshop)
        content = self.store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
        return render(
            seen,
            "door.html",
            422 if refusal else 200,
            title=s.clean(diagnostic.title),
            place=s.clean(workshop.place) or self.place(diagnostic),
            code=show_code(workshop.code),
            plain_code=workshop.code,
            fictitious=diagnostic.fictitious,
            regards=s.regards(seen.voice, content, with_length=False),
            notice=self.notice(seen, diagnostic),
            key=secrets.token_urlsafe(12),
            mine=link_of(seen, token) if token else "",
            refusal=refusal,
        )

    def _own(self, request: Request, workshop: Workshop) -> str:
        """The personal link that this browser holds in the room's wave; nothing otherwise."""
        token = request.cookies.get(COOKIE, "")
        if not token or token.startswith(LEFT):
            return ""
        try:
            return token if self.store.resume(token)[1].id == workshop.wave_id else ""
        except UnknownLink:
            return ""

    def _is_seated(self, token: str, workshop: Workshop) -> bool:
        seat = self.store.seat_of(token)
        return seat is not None and seat.workshop_id == workshop.id

    def _join(self, request: Request, seen: Visit, form: dict[str, list[str]]) -> Response:
        workshop = self._workshop(request)
        regard = form.get("regard", [""])[0]
        own = self._own(request, workshop)
        with self.once(form.get("cle", [""])[0]) as begun:
            token = own or begun.token
            if token:
                self.store.join_with(workshop, token)
                self.rooms.forget(token)
            elif regard not in {viewpoint.value for viewpoint in Viewpoint}:
                asked = seen.voice.say("Choisissez d’abord de quel point de vue vous répondez.")
                return self._draw_door(request, seen, asked)
            else:
                _, token = self.store.join(workshop, Viewpoint(regard))
                begun.remember(token)
        return hold(seen, go(f"{link_of(seen, token)}/salle"), token)

    # In the room

    @page
    async def follow(self, request: Request) -> Response:
        return await draw(self._follow, request, visit(request))

    def _follow(self, request: Request, seen: Visit) -> Response:
        token = request.path_params["token"]
        here = self.rooms.look(self.store, token)
        if stranger := self.is_another(request, token):
            return self.ask_who(seen, token, here.home.diagnostic, stranger)
        return hold(seen, self._show_room(seen, here, token), token)

    def _show_room(self, seen: Visit, here: Here, token: str) -> Response:
        """The room now: drawn once for all those who see the same, filled with what is one's own.

        Who has not voted yet sees the same questions as many others: they are part of the page.
        """
        asks = _asks(here)
        is_fresh = not (asks and here.votes)
        key = (
            here.state.revision,
            here.seat.submission.viewpoint,
            seen.voice.language,
            seen.root,
            tuple(question.id for question in here.questions),
            is_fresh,
        )

        def draw_once() -> Page:
            blocks = [hole("questions")] if not is_fresh else self._blocks(seen.voice, here)
            own = {"link": hole("link"), "personal": hole("personal"), "mark": hole("mark")}
            return cut(draw_page(seen, "room.html", **self._parts(seen, here, blocks), **own))

        page = here.home.pages.get(key, draw_once)
        mine = {name: str(escape(value)) for name, value in self._own_parts(seen, here, token)}
        drawn = [] if is_fresh else [block.piece for block in self._ask(seen.voice, here)]
        return put_together(seen, fill(page, {**mine, "questions": drawn}))

    def _tell_room(
        self,
        seen: Visit,
        here: Here,
        token: str,
        status: int,
        told: str,
        refused: Mapping[str, Refusal] | None = None,
        form: Mapping[str, list[str]] | None = None,
    ) -> Response:
        """The room with what was refused in it, for one person."""
        blocks = self._blocks(seen.voice, here, refused, form)
        own = dict(self._own_parts(seen, here, token))
        return render(
            seen, "room.html", status, **(self._parts(seen, here, blocks) | own | {"told": told})
        )

    def _ask(
        self,
        voice: Voice,
        here: Here,
        refused: Mapping[str, Refusal] | None = None,
        form: Mapping[str, list[str]] | None = None,
    ) -> tuple[Block, ...]:
        """In a room, what there is to say is said aloud: no comment is asked for."""
        if not _asks(here):
            return ()
        kept = Kept(here.votes, {})
        return draw_questions(
            voice,
            here.home.content,
            here.questions,
            kept,
            refused or {},
            form or {},
            commented=False,
        )

    def _blocks(
        self,
        voice: Voice,
        here: Here,
        refused: Mapping[str, Refusal] | None = None,
        form: Mapping[str, list[str]] | None = None,
    ) -> list[str]:
        return [block.html for block in self._ask(voice, here, refused, form)]

    def _own_parts(self, seen: Visit, here: Here, token: str) -> Iterable[tuple[str, str]]:
        """What is one person's alone on the page, besides their answers."""
        return (
            ("link", link_of(seen, token)),
            ("personal", f"{seen.origin}/p/{quote(token)}"),
            ("mark", here.seat.mark),
        )

    def _parts(self, seen: Visit, here: Here, blocks: list[str]) -> dict[str, object]:
        """What the page shows to everybody who is at the same point."""
        voice, step, home = seen.voice, here.step, here.home
        language = voice.language
        figures = self.rooms.figures(self.store, here)
        viewpoint = here.seat.submission.viewpoint
        agreed = home.diagnostic.framing.get(step.framing, "") if step.framing else ""
        return {
            "title": s.clean(home.diagnostic.title),
            "whose": voice.say(
                "Vous répondez comme : {regard}",
                regard=home.content.route(viewpoint).name.of(language),
            ),
            "fictitious": home.diagnostic.fictitious,
            "here": "salle",
            "key": here.key,
            "ballot": str(here.state.ballot) if _asks(here) else "",
            "step": step.title.of(language),
            "body": step.body.of(language) if step.body else "",
            "agreed": s.clean(agreed),
            "guiding": tuple(question.of(language) for question in step.guiding),
            "now": say_status(here, voice),
            "told": "",
            "blocks": blocks,
            "happening": read_happening(self, here, voice),
            "results": results(voice, here.questions, figures, viewpoint) if figures else (),
        }

    @page
    async def vote(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        seen, token = visit(request), request.path_params["token"]
        return await keep(self._vote, seen, token, form)

    def _vote(self, seen: Visit, token: str, form: dict[str, list[str]]) -> Response:
        seat = self.store.sitting(token).seat
        for name in form.get("effacer", ()):
            for field in (f"a.{name}", f"x.{name}"):
                form.pop(field, None)
        wanted = form.get("vers", [""])[0]
        if any(name.startswith("v.") for name in form):
            try:
                ballot = Ballot.parse(form.get("vote", [""])[0])
                moves = vote_form(self.store, seat, ballot, form, token)
            except VoteClosed as refusal:
                here = self.rooms.look(self.store, token)
                told = seen.voice.refuse(refusal)
                return self._tell_room(seen, here, token, status_of(refusal), told)
            if moves.refused:
                here = self.rooms.look(self.store, token)
                return self._tell_room(seen, here, token, 422, "", moves.refused, form)
        if wanted == "laisser":
            return self.let_go(seen, token)
        if wanted.startswith("langue:"):
            return go(f"{link_of(seen, token)}/salle?lang={quote(wanted[7:])}")
        return go(f"{link_of(seen, token)}/salle")

    def keep_vote(self, token: str, said: Said, vote: str) -> dict[str, object]:
        """One answer of a room's page, acknowledged once it is in the box."""
        ballot = Ballot.parse(vote)
        seat = self.rooms.seat(self.store, token)
        name = f"{ballot}:{said.question}"
        with self.turns.turn(seat.submission.id, said.phone, name, said.number) as is_new:
            question = self.rooms.question(self.store, seat, ballot, said.question)
            # One that its phone gave up and sent again: the phone is told what is kept.
            answer = (
                vote_one(self.store, question, seat, ballot, said, token)
                if is_new
                else self.store.votes(self.store.sitting(token).seat, ballot).get(question.id)
            )
        told: dict[str, object] = {"vu": seen_of(question, answer)}
        # Where the room is, which the phone then need not ask.
        with suppress(Refusal):
            told["k"] = self.rooms.key(self.store, token)
        return told

    async def live(self, request: Request) -> Response:
        """Where the room is, for the phone that follows it; almost nothing when it did not move."""
        token = request.path_params["token"]
        key = self.rooms.known_key(token)
        if key is None:
            try:
                key = await keep(self.rooms.key, self.store, token)
            except Refusal as refusal:
                said = visit(request).voice.refuse(refusal)
                return send_json({"refus": said}, status_of(refusal))
        tag = f'"{key}"'
        headers = {**FOLLOWED, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return send_json({"k": key}, 200, headers)


def _asks(here: Here) -> bool:
    return here.may.answering and not here.state.ended
