"""A fictitious diagnostic of a real territory, to try the product without asking anybody."""

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.demonstration import words
from diagnostic.demonstration.people import Crowd
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.storage import Store, UnknownDiagnostic
from diagnostic.territories import Gazetteer, TerritoryKey, TerritoryLevel

CODE = "DEMO0001"
"""Has an O, a 0 and a 1: never drawn at random for a true diagnostic."""
TERRITORY = TerritoryKey(TerritoryLevel.EPCI, "200072452")
"""Fougères Agglomération: 28 communes, a town and its countryside."""
_IN_PREPARATION = "Démonstration en préparation"


def fill(store: Store, gazetteer: Gazetteer) -> Diagnostic:
    """The demonstration, made once: two waves of invented answers, the second one still open.

    Always the same answers. One that was interrupted is begun again; a whole one is left as it
    is. Raises UnknownTerritory, StorageRefused and StorageUnavailable.
    """
    try:
        found = store.diagnostic(CODE)
    except UnknownDiagnostic:
        pass
    else:
        if not found.fictitious or found.title != _IN_PREPARATION:
            return found
        store.erase(found)
    territory = gazetteer.get(TERRITORY)
    questionnaire = current()
    # Until the very end, the title says that the filling is not over.
    diagnostic = store.open_diagnostic(
        _IN_PREPARATION, territory.key, questionnaire, fictitious=True, code=CODE
    )
    for question in words.LOCAL_QUESTIONS:
        store.add_local_question(diagnostic, question)
    store.set_framing(CODE, words.FRAMING)
    (first,) = store.waves(diagnostic)
    _answer(store, diagnostic, first, questionnaire)
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    _answer(store, diagnostic, second, questionnaire)
    name = territory.name.removeprefix(f"{territory.kind} ")
    return store.rename(CODE, f"{name} (démonstration)")


def _answer(store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire) -> None:
    crowd = Crowd(questionnaire, wave.number, store.local_questions(diagnostic))
    for person in crowd.people():
        submission, _ = store.begin(wave, person.viewpoint, person.short)
        store.save(submission, person.answers.values())
        for question_id, body in person.comments.items():
            store.say(submission, question_id, body)
        if person.finished:
            store.finish(submission)
