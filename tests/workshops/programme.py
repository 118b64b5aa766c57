"""A small programme to move a room through."""

from diagnostic.workshops import Step, StepKind
from tests.builders import text

FRAME = Step(id="accueil", kind=StepKind.FRAME, title=text("Bienvenue"))
VOTE = Step(
    id="vote", kind=StepKind.QUESTIONS, title=text("Un vote"), questions=("confiance",), minutes=3
)
READING = Step(id="lecture", kind=StepKind.READING, title=text("Les écarts"), reading="R2")
GROUPS = Step(
    id="groupes",
    kind=StepKind.GROUPS,
    title=text("En groupes"),
    groups=(text("Groupe 1"), text("Groupe 2")),
)
RANKING = Step(
    id="priorites", kind=StepKind.PRIORITIES, title=text("Par quoi ?"), questions=("priorites",)
)
DECISIONS = Step(id="decisions", kind=StepKind.DECISIONS, title=text("Décider"))
STEPS = (FRAME, VOTE, READING, GROUPS, RANKING, DECISIONS)
