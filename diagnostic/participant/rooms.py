"""The room on a phone: joining it, following its step, voting."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from diagnostic.campaigns import Diagnostic, Wave
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
from diagnostic.participant.fields import print_of, word_of
from diagnostic.participant.figures import results
from diagnostic.participant.guarding import HEADERS, check_origin, read_form
from diagnostic.participant.passing import Said, open_passage
from diagnostic.participant.rendering import Visit, render, visit
from diagnostic.participant.screens import Kept
from diagnostic.participant.seating import Here, look, vote_form, vote_one
from diagnostic.participant.threads import draw, keep
from diagnostic.respondents import Viewpoint
from diagnostic.storage import (
    UnknownDiagnostic,
    UnknownLink,
    UnknownSeat,
    UnknownWorkshop,
    VoteClosed,
)
from diagnostic.texts import Refusal, Voice
from diagnostic.workshops import Ballot, Seat, Stage, Workshop, show_code

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
        await self.gate.enter()
        form = await read_form(request)
        return await keep(self._take_code, visit(request), form.get("code", [""])[0])

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
        try:
            if len(code) > ROOM_CODE:
                return go(f"{seen.root}/r/{self.store.diagnostic(code).code}")
            return go(f"{seen.root}/j/{self.store.workshop(code).code}")
        except (UnknownWorkshop, UnknownDiagnostic) as refusal:
            self.gate.miss()
            return self._draw_code(seen, typed[:60], seen.voice.refuse(refusal))

    @page
    async def enter(self, request: Request) -> Response:
        await self.gate.enter()
        return await draw(self._draw_door, request, visit(request), "")

    @page
    async def join(self, request: Request) -> Response:
        check_origin(request)
        await self.gate.enter()
        form = await read_form(request)
        return await keep(self._join, request, visit(request), form)

    def _workshop(self, request: Request) -> Workshop:
        try:
            return self.store.workshop(request.path_params["code"])
        except UnknownWorkshop:
            self.gate.miss()
            raise

    def _draw_door(self, request: Request, seen: Visit, refusal: str) -> Response:
        workshop = self._workshop(request)
        token = self._own(request, workshop)
        if token and self._is_seated(token, workshop):
            return go(f"{link_of(seen, token)}/salle")
        wave, diagnostic = self._home(workshop)
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
            privacy=s.say_privacy(seen.voice, diagnostic),
            key=secrets.token_urlsafe(12),
            mine=link_of(seen, token) if token else "",
            refusal=refusal,
        )

    def _home(self, workshop: Workshop) -> tuple[Wave, Diagnostic]:
        """The wave and the diagnostic of a room. Raises UnknownDiagnostic."""
        for diagnostic in self.store.diagnostics():
            if diagnostic.id == workshop.diagnostic_id:
                for wave in self.store.waves(diagnostic):
                    if wave.id == workshop.wave_id:
                        return wave, diagnostic
        raise UnknownDiagnostic

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
        under = open_passage(self.store, token)
        if stranger := self.is_another(request, token):
            return self.ask_who(seen, token, under.diagnostic, stranger)
        here = look(self.store, under, self._seat(token))
        return hold(seen, self._draw_room(seen, here, token), token)

    def _seat(self, token: str) -> Seat:
        seat = self.store.seat_of(token)
        if seat is None:
            raise UnknownSeat
        return seat

    def _draw_room(
        self,
        seen: Visit,
        here: Here,
        token: str,
        status: int = 200,
        told: str = "",
        refused: Mapping[str, Refusal] | None = None,
        form: Mapping[str, list[str]] | None = None,
    ) -> Response:
        voice, step, under = seen.voice, here.step, here.under
        language = voice.language
        kept = Kept(here.votes, {})
        figures = self.rooms.figures(self.store, here)
        asks = here.may.answering and not here.state.ended
        agreed = under.diagnostic.framing.get(step.framing, "") if step.framing else ""
        return render(
            seen,
            "room.html",
            status,
            title=s.clean(under.diagnostic.title),
            whose=voice.say(
                "Vous répondez comme : {regard}",
                regard=under.content.route(here.seat.submission.viewpoint).name.of(language),
            ),
            fictitious=under.diagnostic.fictitious,
            link=link_of(seen, token),
            here="salle",
            personal=f"{seen.origin}/p/{quote(token)}",
            mark=here.seat.mark,
            key=here.key,
            ballot=str(here.state.ballot) if asks else "",
            step=step.title.of(language),
            body=step.body.of(language) if step.body else "",
            agreed=s.clean(agreed),
            groups=tuple(group.of(language) for group in step.groups),
            guiding=tuple(question.of(language) for question in step.guiding),
            now=_say_status(here, voice),
            told=told,
            asked=tuple(
                s.without_comment(one)
                for one in s.ask(
                    voice, under.content, here.questions, kept, refused or {}, form or {}
                )
            )
            if asks
            else (),
            results=results(voice, here.questions, figures, here.seat.submission.viewpoint)
            if figures
            else (),
            ended=here.state.ended,
        )

    @page
    async def vote(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        seen, token = visit(request), request.path_params["token"]
        return await keep(self._vote, seen, token, form)

    def _vote(self, seen: Visit, token: str, form: dict[str, list[str]]) -> Response:
        under, seat = open_passage(self.store, token), self._seat(token)
        for name in form.get("effacer", ()):
            for field in (f"a.{name}", f"x.{name}"):
                form.pop(field, None)
        wanted = form.get("vers", [""])[0]
        if any(name.startswith("v.") for name in form):
            try:
                ballot = Ballot.parse(form.get("vote", [""])[0])
                moves = vote_form(self.store, under, seat, ballot, form)
            except VoteClosed as refusal:
                told = seen.voice.refuse(refusal)
                here = look(self.store, under, seat)
                return self._draw_room(seen, here, token, status_of(refusal), told)
            if moves.refused:
                here = look(self.store, under, seat)
                return self._draw_room(seen, here, token, 422, "", moves.refused, form)
        if wanted == "laisser":
            return self.let_go(seen, token)
        if wanted.startswith("langue:"):
            return go(f"{link_of(seen, token)}/salle?lang={quote(wanted[7:])}")
        return go(f"{link_of(seen, token)}/salle")

    def keep_vote(self, token: str, said: Said, vote: str) -> dict[str, object]:
        """One answer of a room's page, acknowledged once it is in the box."""
        ballot = Ballot.parse(vote)
        under, seat = self.rooms.under(self.store, token), self.rooms.seat(self.store, token)
        name = f"{ballot}:{said.question}"
        with self.turns.turn(under.submission.id, said.phone, name, said.number) as is_new:
            if not is_new:
                return {"vu": None}
            question = self.rooms.question(self.store, under, seat, ballot, said.question)
            answer = vote_one(self.store, question, seat, ballot, said)
        free = answer is not None and answer.is_free_text
        return {"vu": print_of(str(answer.value)) if answer and free else word_of(answer)}

    async def live(self, request: Request) -> Response:
        """Where the room is, for the phone that follows it; almost nothing when it did not move."""
        try:
            key = await keep(self.rooms.key, self.store, request.path_params["token"])
        except Refusal as refusal:
            return send_json({"refus": visit(request).voice.refuse(refusal)}, status_of(refusal))
        tag = f'"{key}"'
        headers = {**HEADERS, "Cache-Control": "no-cache", "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return send_json({"k": key}, 200, headers)


def _say_status(here: Here, voice: Voice) -> str:
    """What a person is to do now, in one sentence."""
    state, step = here.state, here.step
    if state.ended:
        return voice.say("L’atelier est terminé. Merci d’y avoir pris part.")
    if not step.is_voted:
        return voice.say("Suivez l’écran de la salle : rien n’est à répondre ici pour l’instant.")
    if here.may.answering and not here.questions:
        return voice.say("Cette étape s’adresse à d’autres regards : suivez l’écran de la salle.")
    if here.may.answering and state.round == 2:
        return voice.say("Second vote : répondez à nouveau, comme vous le pensez maintenant.")
    if here.may.answering:
        return voice.say("Répondez maintenant : chaque réponse est gardée quand elle est donnée.")
    if state.stage is Stage.VOTE:
        return voice.say("Le vote n’est pas encore ouvert. Il s’ouvrira ici.")
    return voice.say("Le vote est arrêté. Regardez l’écran de la salle.")
