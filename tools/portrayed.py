"""The territories that measured facts are pictured on, and people who answer in each of them."""

from __future__ import annotations

from diagnostic.answers import Answer, AnswerState
from diagnostic.campaigns import Diagnostic
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryKey

MEASURED = {
    "metropole": "epci:200046977",
    "rural": "epci:243600343",
    "mayotte": "departement:976",
    "commune": "commune:04144",
}
"""A big EPCI, a small rural one, Mayotte, and a commune that has no figure of its own."""
PEOPLE = 6
"""Who answer in each of them: enough for their marks to be shown."""


def open_marked(store: Store, gazetteer: Gazetteer, name: str) -> Diagnostic:
    """A diagnostic of one of MEASURED, where people gave each domain a mark, light or grave."""
    key, questionnaire = TerritoryKey.parse(MEASURED[name]), current()
    opened = store.open_diagnostic(f"Regards sur {gazetteer.get(key).name}", key, questionnaire)
    (wave,) = store.waves(opened)
    for person in range(PEOPLE):
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        marks = [
            Answer(f"{domain.id}.G", AnswerState.GIVEN, (5 * place + person) % 9 + 1)
            for place, domain in enumerate(questionnaire.domains)
        ]
        store.save(submission, marks)
    return opened
