"""What people wrote, for who asks for it: what the screens show of it, and no row of a person."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence import Release
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.storage import Store

FreeText = tuple[str, str, str, str, str]


def free_texts(
    store: Store,
    diagnostic: Diagnostic,
    wave: Wave,
    shown: Release,
    content: Questionnaire,
) -> Iterator[FreeText]:
    """Comments, answers in words and ideas of the rooms, of a closed wave.

    A regard's words on a question are given where the regard is shown on it: as many people as
    the threshold may have written each of them (docs/adr/0009, 9).
    """
    local = store.local_questions(diagnostic, with_withdrawn=True)
    known: dict[str, Question] = {**content.by_id, **{one.id: one for one in local}}
    regards = {route.viewpoint: route.plural.fr for route in content.routes}

    def wording(name: str) -> str:
        return known[name].wording.fr if name in known else ""

    for name, said in store.counted_comments(wave).items():
        for viewpoint, body in said:
            if shown.tally(name, viewpoint):
                yield "commentaire", name, wording(name), regards[viewpoint], body
    counted = {
        (passage.submission.id, name)
        for passage in store.counted_passages(wave)
        for name in passage.answers
    }
    for passage in store.passages(wave):
        viewpoint = passage.submission.viewpoint
        for name, answer in passage.answers.items():
            question = known.get(name)
            tally = shown.tally(name, viewpoint)
            if (
                question is not None
                and question.kind == "text"
                and isinstance(answer.value, str)
                and (passage.submission.id, name) in counted
                and tally
                and tally.given >= diagnostic.threshold
            ):
                yield "reponse", name, wording(name), regards[viewpoint], answer.value
    for workshop in store.workshops(diagnostic):
        if workshop.wave_id == wave.id:
            titles = {step.id: step.title.fr for step in workshop.steps}
            for idea in store.ideas(workshop):
                yield "idee", idea.step_id, titles.get(idea.step_id, ""), "", idea.text
