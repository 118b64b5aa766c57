"""Reading and saving the themes of one passage."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from diagnostic.participant import screens as s
from diagnostic.participant.desk import (
    go,
    hold,
    link_of,
    page,
    send_json,
    status_of,
)
from diagnostic.participant.drawing import draw_questions
from diagnostic.participant.guarding import (
    Refused,
    check_origin,
    read_form,
    read_json,
)
from diagnostic.participant.passing import (
    END,
    Said,
    Under,
    changes_what_is_asked,
    open_passage,
    read_kept,
    read_one,
    save_form,
    save_one,
    theme_ids,
    where_left,
)
from diagnostic.participant.rendering import Visit, render, visit
from diagnostic.participant.rooms import InRoom
from diagnostic.participant.threads import draw, keep
from diagnostic.storage import (
    StorageUnavailable,
    WaveClosed,
)
from diagnostic.texts import Refusal

WAYS = {"+": 1, "-": -1}
"""Buttons to the theme beside."""


class Answering(InRoom):
    """The themes of a questionnaire, whole pages or one answer at a time."""

    @page
    async def show(self, request: Request) -> Response:
        return await draw(self._show, request, visit(request))

    def _show(self, request: Request, seen: Visit) -> Response:
        token = request.path_params["token"]
        under = open_passage(self.store, token)
        if stranger := self.is_another(request, token):
            return self.ask_who(seen, token, under.diagnostic, stranger)
        return hold(seen, self._draw(seen, under, request.path_params), token)

    def _draw(
        self,
        seen: Visit,
        under: Under,
        at: dict[str, str],
        refused: Mapping[str, Refusal] | None = None,
        form: dict[str, list[str]] | None = None,
    ) -> Response:
        """A theme, or the end, as the database has it now."""
        voice, link = seen.voice, link_of(seen, at["token"])
        kept = read_kept(self.store, under.submission)
        screens = under.screens(kept.answers)
        ids = theme_ids(screens)
        if at["theme"] not in ids:
            return go(f"{link}/t/{quote(where_left(screens, kept))}")
        place = ids.index(at["theme"])
        here = screens[place] if place < len(screens) else None
        how_far = under.how_far(kept.answers)
        route = under.content.route(under.submission.viewpoint)
        return render(
            seen,
            "theme.html" if here else "end.html",
            422 if refused else 200,
            title=s.clean(under.diagnostic.title),
            whose=voice.say("Vous répondez comme : {regard}", regard=route.name.of(voice.language)),
            fictitious=under.diagnostic.fictitious,
            closed=voice.refuse(WaveClosed()) if under.is_closed else "",
            link=link,
            personal=f"{seen.origin}/p/{quote(at['token'])}",
            seat=self._goes_on(at["token"]),
            progress=s.say_progress(voice, how_far),
            done=how_far.answered,
            due=how_far.asked,
            stops=s.stops(voice, screens, here, kept, END),
            here=at["theme"],
            theme=here.theme.title.of(voice.language) if here else "",
            intro=here.theme.intro.of(voice.language) if here and here.theme.intro else "",
            blocks=[
                block.html
                for block in draw_questions(
                    voice,
                    under.content,
                    here.questions,
                    kept,
                    refused or {},
                    form or {},
                    commented=True,
                )
            ]
            if here
            else (),
            is_first=place == 0,
            said=s.say_left(voice, how_far),
            left=s.left_on(voice, screens, kept),
            refused=bool(refused),
        )

    def _goes_on(self, token: str) -> bool:
        """Whether this person sits in a room that is not over."""
        seat = self.store.seat_of(token)
        return seat is not None and not self.store.room_state(seat.workshop_id).ended

    @page
    async def save(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        try:
            return await keep(self._save, visit(request), request.path_params, form)
        except StorageUnavailable as refusal:
            return self.tell(request, 503, visit(request).voice.refuse(refusal), form)

    def _save(self, seen: Visit, at: dict[str, str], form: dict[str, list[str]]) -> Response:
        under = open_passage(self.store, at["token"])
        for name in form.get("effacer", ()):
            for field in (f"a.{name}", f"x.{name}"):
                form.pop(field, None)
        moves = save_form(self.store, under, form, at["token"])
        if moves.refused:
            return self._draw(seen, under, at, moves.refused, form)
        wanted = form.get("vers", [""])[0]
        link = link_of(seen, at["token"])
        if wanted == "laisser":
            return self.let_go(seen, at["token"])
        if wanted.startswith("langue:"):
            return go(f"{link}/t/{quote(at['theme'])}?lang={quote(wanted[7:])}")
        if wanted in WAYS:
            wanted = self._beside(under, at["theme"], WAYS[wanted])
        anchor = "".join(f"#q-{quote(name)}" for name in form.get("effacer", ())[:1])
        return go(f"{link}/t/{quote(wanted or at['theme'])}{anchor}")

    def _beside(self, under: Under, theme: str, way: int) -> str:
        """The theme after this one, or before: what was just said may have opened some."""
        ids = theme_ids(under.screens(self.store.answers(under.submission)))
        place = ids.index(theme) + way if theme in ids else 0
        return ids[max(0, min(place, len(ids) - 1))]

    async def keep(self, request: Request) -> Response:
        """One answer of a page with JavaScript, acknowledged once it is kept."""
        try:
            check_origin(request)
            said = _read_said(await read_json(request))
            token = request.path_params["token"]
            if said.vote is not None:
                return send_json(await keep(self.keep_vote, token, said, said.vote))
            return send_json(await keep(self._keep, visit(request), token, said))
        except Refused as refusal:
            return send_json({"refus": ""}, refusal.status)
        except Refusal as refusal:
            why = visit(request).voice.refuse(refusal)
            return send_json({"refus": why}, status_of(refusal))

    def _keep(self, seen: Visit, token: str, said: Said) -> dict[str, object]:
        # A comment does not say by which link it came: the link is looked up for it.
        is_comment = said.comment is not None
        under = (
            open_passage(self.store, token) if is_comment else self.rooms.under(self.store, token)
        )
        name = f"{said.question}:{'c' if said.comment is not None else 'a'}"
        with self.turns.turn(under.submission.id, said.phone, name, said.number) as is_new:
            # One that its phone gave up and sent again: the phone is told what is kept.
            kept = (
                save_one(self.store, under, said, token)
                if is_new
                else read_one(self.store, open_passage(self.store, token), said)
            )
        how_far = under.how_far(self.store.answers(under.submission))
        return {
            "vu": kept,
            "progres": s.say_progress(seen.voice, how_far),
            "fait": how_far.answered,
            "total": how_far.asked,
            "suite": changes_what_is_asked(under, said.question),
        }


def _read_said(said: dict[str, object]) -> Said:
    """Raises Refused for what our page never sends."""
    question, phone, number = said.get("q"), said.get("id"), said.get("n")
    word, text, comment = said.get("a"), said.get("t"), said.get("c")
    vote = said.get("vote")
    if not (
        isinstance(question, str)
        and isinstance(phone, str)
        and 0 < len(phone) <= 40
        and isinstance(number, int)
        and not isinstance(number, bool)
        and all(part is None or isinstance(part, str) for part in (word, text, comment, vote))
        and sum(part is not None for part in (word, text, comment)) == 1
    ):
        raise Refused(400)
    return Said(question, phone, number, word, text, comment, vote)  # type: ignore[arg-type]
