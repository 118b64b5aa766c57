"""What a person may do with their own answers: read the notice, receive them, erase them."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from diagnostic.participant.answering import Answering
from diagnostic.participant.desk import COOKIE, link_of, page
from diagnostic.participant.guarding import HEADERS, check_origin, read_form
from diagnostic.participant.passing import open_passage
from diagnostic.participant.rendering import Visit, render, visit
from diagnostic.participant.screens import clean
from diagnostic.participant.threads import draw, keep
from diagnostic.privacy import OwnRecord, as_data, as_rows
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.storage import UnknownLink
from diagnostic.texts import Voice

YES = "effacer"
KINDS = {"html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8"}


class Rights(Answering):
    """The pages of one's own data; the link is all they ask for."""

    @page
    async def rights(self, request: Request) -> Response:
        return await draw(self._rights, request, visit(request), "")

    def _rights(self, request: Request, seen: Visit, refusal: str) -> Response:
        token = request.path_params["token"]
        under = open_passage(self.store, token)
        if stranger := self.is_another(request, token):
            return self.ask_who(seen, token, under.diagnostic, stranger)
        return render(
            seen,
            "rights.html",
            422 if refusal else 200,
            title=clean(under.diagnostic.title),
            link=link_of(seen, token),
            notice=self.notice(seen, under.diagnostic),
            refusal=refusal,
        )

    @page
    async def receive(self, request: Request) -> Response:
        return await draw(self._receive, request, visit(request))

    def _receive(self, request: Request, seen: Visit) -> Response:
        token, kind = request.path_params["token"], request.path_params["kind"]
        if kind not in KINDS:
            raise UnknownLink
        record = self.store.own_record(token)
        if stranger := self.is_another(request, token):
            return self.ask_who(seen, token, record.diagnostic, stranger)
        wave = record.wave
        content = self.store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
        local = self.store.local_questions(record.diagnostic, with_withdrawn=True)
        if kind == "json":
            known: dict[str, Question] = {question.id: question for question in local}
            data = as_data(record, content.by_id | known)
            body = json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"
        else:
            body = bytes(
                render(
                    seen,
                    "own.html",
                    title=seen.voice.say("Mes réponses"),
                    about=_about(seen.voice, record, content),
                    parts=as_rows(seen.voice, record, content, local),
                ).body
            )
        named = f'attachment; filename="mes-reponses.{kind}"'
        return Response(
            body, 200, {**HEADERS, "Content-Disposition": named}, media_type=KINDS[kind]
        )

    @page
    async def erase(self, request: Request) -> Response:
        check_origin(request)
        form = await read_form(request)
        return await keep(self._erase, request, visit(request), form)

    def _erase(self, request: Request, seen: Visit, form: dict[str, list[str]]) -> Response:
        token, voice = request.path_params["token"], seen.voice
        if form.get("oui", [""])[0] != YES:
            return self._rights(
                request, seen, voice.say("Cochez la case pour dire que vous le voulez vraiment.")
            )
        diagnostic = self.store.resume(token)[2]
        self.store.erase_submission(token)
        self.forget_beginning(token)
        response = render(
            seen,
            "told.html",
            title=clean(diagnostic.title),
            told=voice.say(
                "Vos réponses sont effacées, avec leurs corrections, vos commentaires et vos "
                "votes. Votre lien ne mène plus à rien. Merci d’être venu."
            ),
            way="",
            again={},
        )
        if request.cookies.get(COOKIE) == token:
            response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=seen.is_safe)
        return response


def _about(voice: Voice, record: OwnRecord, content: Questionnaire) -> tuple[str, ...]:
    """What stands above the answers."""
    told = [
        clean(record.diagnostic.title),
        voice.say(
            "Vous répondez comme : {regard}",
            regard=content.route(record.submission.viewpoint).name.of(voice.language),
        ),
        voice.say(
            "Vague {number}, questionnaire {version}. Arrivée le {day}.",
            number=record.wave.number,
            version=record.wave.questionnaire_version,
            day=voice.day(record.came_on),
        ),
        *(
            voice.say("Atelier du {day}, repère {mark}.", day=voice.day(one.held_on), mark=one.mark)
            for one in record.seats
        ),
        voice.say(
            "C’est tout ce qui est gardé de vous : ni nom, ni adresse, ni adresse IP. Les heures "
            "sont arrondies à dix minutes."
        ),
    ]
    if record.is_linked:
        told.append(voice.say("Ces réponses sont reliées à celles d’une autre vague."))
    if record.counted:
        told.append(
            voice.say("Une partie est déjà comptée dans des résultats de groupe, sans être citée.")
        )
    return tuple(told)
