"""A workshop of the demonstration, and each of its moments, for whoever looks at its screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from diagnostic.answers import Answer, AnswerState
from diagnostic.campaigns import Wave
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    Text,
    current,
)
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.workshops import (
    Decision,
    Idea,
    Mark,
    RoomState,
    Seat,
    Stage,
    Step,
    StepKind,
    Timer,
    Workshop,
    asked,
    stages,
)

PEOPLE = {
    Viewpoint.CITIZEN: 14,
    Viewpoint.ELECTED: 9,
    Viewpoint.FIRM: 7,
    Viewpoint.ASSOCIATION: 8,
    Viewpoint.INSTITUTION: 5,
    Viewpoint.CATALYST: 2,
}
"""Who is in the room; the last regard is too few to be shown."""
LEANING = {regard: place / 5 for place, regard in enumerate(Viewpoint)}
"""Where each regard answers on a scale, from its low end to its high one."""
READINGS = ("R1", "R2", "R3", "R4", "R5", "R6")
TYPED = {
    "idees": (
        "Un même jour de marché pour les quatre communes",
        "Ouvrir l’atelier du lycée aux associations, le samedi",
        "Une navette le soir, partagée avec les entreprises de la zone",
    ),
    "decisions": (
        "Un café des regards, chaque premier jeudi du mois",
        "Compter ensemble les trajets domicile-travail de la zone d’activité",
        "Inviter les lycéens au prochain atelier",
    ),
    "qui": ("La mairie et le club d’entreprises", "L’association des habitants", "Le lycée"),
}
"""What people write, shown as they wrote it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a room can stand."""

    step_id: str
    stage: Stage | None = None
    join: bool = False
    accepting: bool = False
    running: bool = False
    """The timer is."""
    ended: bool = False


def _said(words: str) -> Text:
    return Text(fr=words, en=words)


def make_steps() -> tuple[Step, ...]:
    """One step of each kind, and each reading."""
    ask = {"kind": StepKind.QUESTIONS}
    body = "Chacun parle d’où il est ; celui qui est surpris demande, celui qui sait explique."
    return (
        Step(id="accueil", kind=StepKind.FRAME, title=_said("Bienvenue"), body=_said(body)),
        Step(
            id="cadrage",
            kind=StepKind.FRAME,
            title=_said("De quel territoire parlons-nous ?"),
            framing="territoire",
            speaker=_said("Lisez ce qui a été convenu, puis demandez ce qui manque."),
        ),
        Step(id="note", title=_said("L’accès aux soins"), questions=("F06.G",), minutes=5, **ask),
        Step(id="deux", title=_said("Travail et logement"), questions=("F01.G", "F08.G"), **ask),
        Step(
            id="plusieurs",
            title=_said("Six domaines d’un coup d’œil"),
            questions=("F01.G", "F02.G", "F03.G", "F04.G", "F05.G", "F06.G"),
            **ask,
        ),
        Step(id="niveau", title=_said("Se connaît-on ?"), questions=("A1",), **ask),
        Step(id="choix", title=_said("Notre regard sur ici"), questions=("K2",), **ask),
        Step(
            id="classement",
            kind=StepKind.PRIORITIES,
            title=_said("Par quoi commencer ?"),
            questions=("priorites",),
        ),
        *(
            Step(id=name.lower(), kind=StepKind.READING, title=_said(title), reading=name)
            for name, title in zip(
                READINGS,
                (
                    "Ce qui est fragile ici",
                    "Là où nos regards s’écartent",
                    "Le ressenti et le mesuré",
                    "Où ouvrir le dialogue ?",
                    "Comment nous agissons ensemble",
                    "Ce que cela change déjà",
                ),
                strict=True,
            )
        ),
        Step(
            id="debat",
            kind=StepKind.DEBATE,
            title=_said("Ce que ces écarts nous apprennent"),
            body=_said("Que voit l’un que l’autre ne voit pas ?"),
            minutes=10,
        ),
        Step(
            id="groupes",
            kind=StepKind.GROUPS,
            title=_said("Trois groupes, un sujet chacun"),
            groups=(_said("Se soigner"), _said("Se déplacer"), _said("Se rencontrer")),
            guiding=(
                _said("Qu’est-ce qui marche déjà, même en petit ?"),
                _said("Qui manque autour de la table ?"),
            ),
            minutes=45,
        ),
        Step(id="decisions", kind=StepKind.DECISIONS, title=_said("Ce que nous décidons")),
    )


MOMENTS: Mapping[str, Moment] = {
    "accueil": Moment("accueil", join=True),
    "cadre": Moment("accueil"),
    "cadrage": Moment("cadrage"),
    "attente": Moment("note", Stage.VOTE),
    "vote": Moment("note", Stage.VOTE, accepting=True),
    "masque": Moment("note", Stage.HIDDEN),
    "son-regard": Moment("note", Stage.OWN),
    "autres-regards": Moment("note", Stage.OTHERS),
    "france": Moment("note", Stage.FRANCE),
    "debat-vote": Moment("note", Stage.DEBATE, running=True),
    "second-vote": Moment("note", Stage.SECOND, accepting=True),
    "mouvement": Moment("note", Stage.MOVEMENT),
    "enregistre": Moment("note", Stage.RECORDED),
    **{
        f"{name}-{stage}": Moment(name, stage)
        for name in ("deux", "plusieurs", "niveau", "choix", "classement")
        for stage in (Stage.FRANCE, Stage.DEBATE, Stage.MOVEMENT)
    },
    **{name.lower(): Moment(name.lower(), Stage.FRANCE) for name in READINGS},
    **{f"{name.lower()}-debat": Moment(name.lower(), Stage.DEBATE) for name in READINGS},
    "lecture-masquee": Moment("r1", Stage.HIDDEN),
    "debat": Moment("debat", running=True),
    "groupes": Moment("groupes"),
    "decisions": Moment("decisions"),
    "compte-rendu": Moment("decisions", ended=True),
}
"""Name → moment: all the readings, and all the stages that the wall shows."""


def open_staged(store: Store, wave: Wave) -> Workshop:
    """A workshop of a wave where all was voted twice, and written."""
    workshop = store.open_workshop(wave, make_steps(), date(2026, 11, 26), "Salle des fêtes", 45)
    content, chance = current(), Random(26)
    seats = [
        store.join(workshop, viewpoint)[0]
        for viewpoint, number in PEOPLE.items()
        for _ in range(number)
    ]
    for step in workshop.steps:
        if step.is_voted:
            _vote_twice(store, workshop, step, seats, content, chance)
    for group in (1, 2, 3):
        for number, words in enumerate(TYPED["idees"][: 4 - group], 1):
            store.write_idea(workshop, Idea("groupes", group, number, words))
    for number, (what, who) in enumerate(zip(TYPED["decisions"], TYPED["qui"], strict=True), 1):
        store.write_decision(workshop, Decision(number, what, who, date(2027, number, 15)))
    return workshop


def stand(store: Store, workshop: Workshop, name: str) -> RoomState:
    """Takes the room to one of MOMENTS, whatever was shown before."""
    moment, now = MOMENTS[name], store.room_state(workshop.id)
    step = workshop.step(moment.step_id)
    mark = Mark(Stage.HIDDEN)
    if stages(step):
        mark = _mark(moment.stage or Stage.HIDDEN)
    seconds = (step.minutes or 5) * 60
    timer = Timer(seconds, seconds)
    if moment.running:
        timer = Timer(seconds, seconds, datetime.now(UTC) + timedelta(seconds=seconds - 35))
    state = replace(
        now,
        step_id=step.id,
        marks={**now.marks, step.id: mark},
        accepting=moment.accepting,
        join_shown=moment.join,
        count_shown=True,
        timer=timer,
        ended=moment.ended,
        revision=now.revision + 1,
    )
    return store.move(workshop, now.revision, state)


def _mark(stage: Stage) -> Mark:
    """As the gestures of a facilitator lead there, one stage after the other."""
    later = stage.rank >= Stage.SECOND.rank
    return Mark(
        stage,
        2 if later else 1,
        Stage.DEBATE if later else stage,
        stage.rank >= Stage.MOVEMENT.rank,
    )


def _vote_twice(
    store: Store,
    workshop: Workshop,
    step: Step,
    seats: list[Seat],
    content: Questionnaire,
    chance: Random,
) -> None:
    for stage, further in ((Stage.VOTE, Stage.DEBATE), (Stage.SECOND, Stage.RECORDED)):
        state = _enter(store, workshop, step, stage)
        for seat in seats:
            regard = seat.submission.viewpoint
            pulled = 0.7 if stage is Stage.SECOND else 1.0
            store.vote(seat, state.ballot, _answers(step, regard, content, pulled, chance))
        _enter(store, workshop, step, further)


def _enter(store: Store, workshop: Workshop, step: Step, stage: Stage) -> RoomState:
    now = store.room_state(workshop.id)
    accepting = stage in (Stage.VOTE, Stage.SECOND)
    state = replace(
        now,
        step_id=step.id,
        marks={**now.marks, step.id: _mark(stage)},
        accepting=accepting,
        revision=now.revision + 1,
    )
    return store.move(workshop, now.revision, state)


def _answers(
    step: Step, regard: Viewpoint, content: Questionnaire, pulled: float, chance: Random
) -> list[Answer]:
    """What one person says. `pulled`: how far from the middle their regard stands, 1 at first."""
    place = 0.5 + (LEANING[regard] - 0.5) * pulled
    return [
        Answer(question.id, AnswerState.GIVEN, _value(question, place, chance))
        for question in asked(step, content, regard)
    ]


def _value(question: Question, place: float, chance: Random) -> int | str | tuple[str, ...]:
    where = min(1.0, max(0.0, place + chance.uniform(-0.22, 0.22)))
    if isinstance(question, ScaleQuestion):
        return round(question.minimum + where * (question.maximum - question.minimum))
    if isinstance(question, LevelsQuestion):
        return round(where * 4)
    assert isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion)
    options = [one.id for one in question.options]
    first = min(len(options) - 1, int(where * len(options)))
    if isinstance(question, ChoiceQuestion):
        return options[first]
    turned = [*options[first:], *options[:first]]
    return tuple(turned[:2])
