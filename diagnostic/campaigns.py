"""When and how a territory looks at itself: diagnostics, waves, local questions."""

from dataclasses import dataclass, field
from datetime import date, datetime

from diagnostic.questionnaire import ChoiceQuestion, Help, Option, ScaleQuestion, Text, TextQuestion
from diagnostic.respondents import Viewpoint
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.texts.voice import Refusal

SMALLEST_THRESHOLD = 3
"""No owner can go under it."""
DEFAULT_THRESHOLD = 5
MOST_LOCAL_QUESTIONS = 10
LONGEST_TITLE = 120
MOST_PEOPLE = 100_000_000
"""More than there are in the country: a slip of the keyboard."""
FRAMING = ("territoire", "intervenants", "organisation", "representation")
"""The four questions to settle before the questionnaire (pacte territorial, Terrin)."""

LocalQuestion = ScaleQuestion | ChoiceQuestion | TextQuestion


class CampaignRefused(Refusal, ValueError):
    """What was asked of a diagnostic cannot be done."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One territory's inquiry, over one or several waves."""

    id: int
    code: str
    """Public code, eight letters and digits, in the address that invites to answer."""
    title: str
    territory: TerritoryKey | Perimeter
    created_on: date
    threshold: int = DEFAULT_THRESHOLD
    """Smallest number of answers of a regard that may be shown."""
    fictitious: bool = False
    framing: dict[str, str] = field(default_factory=dict)
    """What was agreed on each of the FRAMING questions; free text."""
    totals: dict[Viewpoint, int] = field(default_factory=dict)
    """Regard → how many people there are in all, where it is known (23 élus at the council)."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One round of answers of a diagnostic, under one version of the questionnaire."""

    id: int
    diagnostic_id: int
    number: int
    """1 for the first wave."""
    questionnaire_id: str
    questionnaire_version: str
    opened_on: date
    closed_on: date | None = None
    sealed_on: date | None = None
    """From then on, no personal link leads to its answers, and it stays closed."""
    emptied_on: date | None = None
    """When its answers were erased; what was shown of them stays."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that an answer is kept: what was read back after the commit."""

    question_id: str
    revision: int
    """1 for the first answer, one more at each change; unchanged when nothing changed."""
    saved_at: datetime


def check_title(title: str) -> str:
    """The title without stray spaces. Raises CampaignRefused."""
    title = " ".join(title.split())
    if not title:
        raise CampaignRefused("Donnez un nom au diagnostic.")
    if len(title) > LONGEST_TITLE:
        raise CampaignRefused(
            "Le nom est trop long : {most} caractères au plus.", most=LONGEST_TITLE
        )
    return title


def check_threshold(threshold: int) -> int:
    """Raises CampaignRefused under the smallest threshold."""
    if threshold < SMALLEST_THRESHOLD:
        raise CampaignRefused(
            "Le seuil ne peut pas descendre sous {smallest} réponses : "
            "en dessous, on reconnaîtrait les personnes.",
            smallest=SMALLEST_THRESHOLD,
        )
    return threshold


def check_total(people: int) -> int:
    """How many people there are in all of a regard. Raises CampaignRefused."""
    if not 1 <= people <= MOST_PEOPLE:
        raise CampaignRefused(
            "Le nombre de personnes d’un regard va de 1 à {most} : laissez la case vide si vous "
            "ne le connaissez pas.",
            most=MOST_PEOPLE,
        )
    return people


def read_total(typed: str) -> int | None:
    """How many people, as typed: « 1 200 »; None for nothing. Raises CampaignRefused."""
    figures = "".join(typed.split())
    if not figures:
        return None
    if not (figures.isascii() and figures.isdecimal()) or len(figures) > len(str(MOST_PEOPLE)):
        raise CampaignRefused(
            "« {typed} » n’est pas un nombre entier de personnes : écrivez par exemple 23.",
            typed=typed.strip()[:20],
        )
    return check_total(int(figures))


def check_room(in_use: int) -> None:
    """Raises CampaignRefused when `in_use` local questions leave no room for another one."""
    if in_use >= MOST_LOCAL_QUESTIONS:
        raise CampaignRefused(
            "Un diagnostic a {most} questions locales au plus. Retirez-en une avant d’en ajouter.",
            most=MOST_LOCAL_QUESTIONS,
        )


def ask_locally(
    number: int, kind: str, wording: str, options: tuple[str, ...] = ()
) -> LocalQuestion:
    """A local question, as its diagnostic asks it. Raises CampaignRefused.

    `number` makes the id; numbers of withdrawn questions are never used again, so it may exceed
    MOST_LOCAL_QUESTIONS. `kind` is « scale » (0 to 10), « choice » (with two to eight options) or
    « text ». It is written in one language, shown as it is in the other.
    """
    wording = " ".join(wording.split())
    if not wording:
        raise CampaignRefused("Écrivez la question.")
    if len(wording) > 300:
        raise CampaignRefused("La question est trop longue : 300 caractères au plus.")
    said = _same(wording)
    note = _same("Question ajoutée par votre territoire.", "Question added by your territory.")
    name, help_ = f"L{number}", Help(first_steps=note, practitioner=note)
    if kind == "scale":
        return ScaleQuestion(
            id=name,
            wording=said,
            help=help_,
            local=True,
            minimum=0,
            maximum=10,
            low=_same("pas du tout", "not at all"),
            high=_same("tout à fait", "completely"),
        )
    if kind == "choice":
        labels = tuple(dict.fromkeys(" ".join(label.split()) for label in options if label.strip()))
        if not 2 <= len(labels) <= 8:
            raise CampaignRefused("Donnez entre deux et huit réponses différentes.")
        if any(len(label) > 80 for label in labels):
            raise CampaignRefused("Une réponse est trop longue : 80 caractères au plus.")
        return ChoiceQuestion(
            id=name,
            wording=said,
            help=help_,
            local=True,
            star=True,
            options=tuple(Option(id=f"o{n}", label=_same(t)) for n, t in enumerate(labels, 1)),
        )
    if kind == "text":
        return TextQuestion(
            id=name, wording=said, help=help_, local=True, dont_know=False, not_concerned=False
        )
    raise CampaignRefused("Choisissez une échelle, un choix ou un texte.")


def _same(french: str, english: str | None = None) -> Text:
    return Text(fr=french, en=english or french)
