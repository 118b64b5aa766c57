"""Small whole things to test with; nothing here depends on the published content."""

from diagnostic.answers import Answer, AnswerState, Value
from diagnostic.questionnaire import (
    Axis,
    ChoiceQuestion,
    ChoicesQuestion,
    Domain,
    Help,
    Option,
    Questionnaire,
    RankingQuestion,
    Route,
    ScaleQuestion,
    Text,
    TextQuestion,
)
from diagnostic.questionnaire.models import Aspect, Item, Scale, Space, Step, Theme
from diagnostic.respondents import Viewpoint


def text(french: str, english: str | None = None) -> Text:
    return Text(fr=french, en=english or french)


HELP = Help(first_steps=text("Pour commencer."), practitioner=text("Pour aller loin."))


def tiny_questionnaire(version: str = "1.0.0") -> Questionnaire:
    """Three domains, two axes of two items, one question of each kind, six routes.

    Ids: F01.G F01.T F01.D (also F02, F03), A1 A2 B1 B2, age, leviers, priorites, confiance, mot.
    """
    return Questionnaire(
        id="tiny",
        version=version,
        published="2026-01-05",
        title=text("Un petit questionnaire", "A small questionnaire"),
        notice=text("Vos réponses restent anonymes.", "Your answers stay anonymous."),
        scales={
            "fragilite": Scale(
                minimum=0,
                maximum=10,
                low=text("pas fragile du tout", "not fragile at all"),
                high=text("extrêmement fragile", "extremely fragile"),
            ),
            "evolution": Scale(
                options=(
                    Option(id="recule", label=text("recule", "gets worse"), value=-1),
                    Option(id="stable", label=text("stable", "stable"), value=0),
                    Option(id="progresse", label=text("progresse", "gets better"), value=1),
                )
            ),
            "maturite": Scale(
                options=tuple(
                    Option(id=name.lower(), label=text(name), value=n)
                    for n, name in enumerate(
                        ("Absent", "Naissant", "Present", "Solide", "Irrigant")
                    )
                )
            ),
        },
        aspects=(
            Aspect(
                id="G",
                name=text("Gravité", "Severity"),
                kind="scale",
                scale="fragilite",
                star=True,
            ),
            Aspect(
                id="T",
                name=text("Tendance", "Trend"),
                kind="choice",
                scale="evolution",
                wording=text("Depuis trois ans…", "For three years…"),
            ),
            Aspect(
                id="D",
                name=text("Détail", "Detail"),
                kind="text",
                wording=text("Dites-en plus.", "Tell us more."),
                dont_know=False,
                not_concerned=False,
            ),
        ),
        spaces=(Space(id="V", name=text("Vivre", "Living")),),
        domains=tuple(
            Domain(
                id=name,
                space="V",
                name=text(label),
                short=text(label),
                wordings={"G": text(f"{label} : est-ce difficile ici ?")},
                help=HELP,
            )
            for name, label in (("F01", "Emploi"), ("F02", "Logement"), ("F03", "Liens"))
        ),
        axes=tuple(
            Axis(
                id=axis,
                name=text(label),
                short=text(label),
                items=tuple(
                    Item(
                        id=f"{axis}{n}",
                        star=n == 1,
                        wording=text(f"{label}, question {n}"),
                        short=text(f"{label} {n}"),
                        levels=tuple(text(f"niveau {level}") for level in range(5)),
                        help=HELP,
                    )
                    for n in (1, 2)
                ),
            )
            for axis, label in (("A", "Dialogue"), ("B", "Projets"))
        ),
        questions=(
            ChoiceQuestion(
                id="age",
                wording=text("Votre âge ?", "Your age?"),
                help=HELP,
                star=True,
                options=(
                    Option(id="jeune", label=text("moins de 30 ans", "under 30")),
                    Option(id="autre", label=text("30 ans ou plus", "30 or over")),
                ),
            ),
            ChoicesQuestion(
                id="leviers",
                wording=text("Quels leviers ?", "Which levers?"),
                help=HELP,
                options=tuple(Option(id=n, label=text(n)) for n in ("ecoute", "lieux", "temps")),
                most=2,
            ),
            RankingQuestion(
                id="priorites",
                wording=text("Vos priorités ?", "Your priorities?"),
                help=HELP,
                star=True,
                options_from="domains",
                most=2,
            ),
            ScaleQuestion(
                id="confiance",
                wording=text("Avez-vous confiance ?", "Are you confident?"),
                help=HELP,
                star=True,
                minimum=0,
                maximum=10,
                low=text("pas du tout", "not at all"),
                high=text("tout à fait", "completely"),
            ),
            TextQuestion(
                id="mot",
                wording=text("Un mot ?", "A word?"),
                help=HELP,
                dont_know=False,
                not_concerned=False,
            ),
        ),
        themes=tuple(
            Theme(id=name, title=text(name))
            for name in ("vous", "fragilites", "approfondir", "ensemble")
        ),
        routes=tuple(
            Route(
                viewpoint=viewpoint,
                name=text(viewpoint.value),
                plural=text(f"{viewpoint.value}s"),
                who=text("Vous répondez de votre place.", "You answer from where you stand."),
                minutes=10,
                short_minutes=4,
                steps=(
                    Step(theme="vous", ask=("age", "confiance")),
                    Step(theme="fragilites", ask=("F01.G", "F02.G", "F03.G", "priorites")),
                    Step(theme="approfondir", deepen=("T", "D")),
                    Step(theme="ensemble", ask=("A1", "A2", "B1", "B2", "leviers", "mot")),
                ),
            )
            for viewpoint in Viewpoint
        ),
    )


def given(question_id: str, value: Value) -> Answer:
    return Answer(question_id, AnswerState.GIVEN, value)


def dont_know(question_id: str) -> Answer:
    return Answer(question_id, AnswerState.DONT_KNOW)


def not_concerned(question_id: str) -> Answer:
    return Answer(question_id, AnswerState.NOT_CONCERNED)
