"""What the memory refuses; each message says what to do."""

from diagnostic.texts import Refusal, Sentence
from diagnostic.workshops import RoomState


class StorageRefused(Exception):
    """The database cannot be used as it is, or what was asked would alter a published version."""


class AlreadyPublished(Refusal, StorageRefused):
    """A version of the questionnaire is kept, and was another one."""


class StorageUnavailable(Refusal):
    """The database did not answer or could not write; what was asked is not done."""

    def __init__(self, what: Sentence, why: Sentence) -> None:
        super().__init__("{what} : {why}", what=what, why=why)


class BundleRefused(Refusal):
    """A file that carries a diagnostic cannot be made, or cannot be taken in."""


class UnknownDiagnostic(Refusal, LookupError):
    """No diagnostic, or no wave of it, is kept under what was given."""

    def __init__(self, code: str | None = None) -> None:
        if code is None:
            super().__init__("Ce diagnostic n’existe plus : il a été effacé. Revenez à l’accueil.")
        else:
            super().__init__(
                "Aucun diagnostic ne porte le code « {code} ». "
                "Vérifiez-le auprès de la personne qui vous l’a donné.",
                code=code,
            )


class UnknownQuestionnaire(LookupError):
    """No questionnaire is kept in this version."""

    def __init__(self, questionnaire_id: str, version: str) -> None:
        super().__init__(
            f"La version {version} du questionnaire « {questionnaire_id} » n’est pas dans la "
            "base. Ouvrez d’abord une vague qui la pose."
        )


class UnknownLink(Refusal, LookupError):
    """The link to resume leads to no answers."""

    def __init__(self) -> None:
        super().__init__(
            "Ce lien ne mène plus à aucune réponse. Reprenez l’invitation de votre territoire "
            "pour commencer un nouveau questionnaire."
        )


class WaveClosed(Refusal):
    """The wave takes no answers any more."""

    def __init__(self) -> None:
        super().__init__(
            "Le questionnaire est clos : il ne reçoit plus de réponses. "
            "Celles que vous aviez enregistrées sont comptées."
        )


class UnknownState(Refusal):
    """No state of results is kept under this number."""

    def __init__(self, state_id: int) -> None:
        super().__init__(
            "Aucun état des résultats n’est gardé sous le numéro {number} : il a peut-être été "
            "effacé.",
            number=state_id,
        )


class UnknownImport(LookupError):
    """No line of the log of imports has this number."""

    def __init__(self, import_id: int) -> None:
        super().__init__(
            f"Aucun import ne porte le numéro {import_id}. Reprenez la liste des imports."
        )


class ImportUndone(Exception):
    """The import was undone before: none of its values is left to take back."""

    def __init__(self) -> None:
        super().__init__(
            "Cet import est déjà annulé : rien n’a changé. Pour le refaire, chargez le fichier "
            "à nouveau."
        )


class UnknownWorkshop(Refusal, LookupError):
    """No workshop is kept under this code."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun atelier ne porte ce code. Vérifiez-le sur l’écran de la salle : six lettres ou "
            "chiffres."
        )


class UnknownSeat(Refusal, LookupError):
    """Nobody of this room has this place."""

    def __init__(self) -> None:
        super().__init__(
            "Cette place n’est pas dans cet atelier. Vérifiez le repère, ou rejoignez l’atelier "
            "avec le code affiché."
        )


class WorkshopChanged(Refusal):
    """Somebody else edited the workshop meanwhile; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un d’autre vient de modifier cet atelier : rien n’est enregistré ici. Relisez "
            "sa version, puis recommencez."
        )


class RoomLocked(Refusal, StorageRefused):
    """The screens that run a room are locked: nothing moves it."""

    def __init__(self) -> None:
        super().__init__(
            "L’écran d’animation est verrouillé : déverrouillez-le d’abord par son code, sur la "
            "page « Animer »."
        )


class WrongCode(Refusal, StorageRefused):
    """Not the code that locked a room; or one that came before the wait after wrong ones."""

    def __init__(self, wait: int) -> None:
        if wait:
            super().__init__(
                "Ce n’est pas le code, ou il est venu trop tôt. Attendez {wait} s, puis tapez-le "
                "à nouveau.",
                wait=wait,
            )
        else:
            super().__init__("Ce n’est pas le code. Vérifiez-le, puis tapez-le à nouveau.")
        self.wait = wait


class RoomMoved(Refusal):
    """Another screen moved the room first: `state` is where it is now."""

    def __init__(self, state: RoomState) -> None:
        super().__init__(
            "Un autre écran vient d’agir : voici où en est la salle. Recommencez si c’est encore "
            "utile."
        )
        self.state = state


class RoomEnded(Refusal):
    """The workshop is over."""

    def __init__(self) -> None:
        super().__init__("Cet atelier est terminé : on ne peut plus le rejoindre.")


class RoomFull(Refusal):
    """No seat is left."""

    def __init__(self) -> None:
        super().__init__(
            "Cette salle ne peut plus accueillir de téléphone. Prévenez la personne qui anime."
        )


class VoteClosed(Refusal):
    """The answer is for a vote that is not open: it is not counted."""

    def __init__(self) -> None:
        super().__init__("Votre vote est arrivé trop tard : il n’est pas compté.")


class NotAsked(Refusal, ValueError):
    """The question is not asked of this regard at this step."""

    def __init__(self) -> None:
        super().__init__(
            "Cette question n’est pas posée à votre regard à cette étape : la réponse n’est pas "
            "comptée. Revenez à l’étape en cours."
        )


class NotAllowed(Refusal, StorageRefused):
    """Whoever asks has a role here, and it does not open this."""

    def __init__(self) -> None:
        super().__init__(
            "Votre rôle n’ouvre pas cette action. Demandez-la à une personne propriétaire du "
            "territoire."
        )


class LastOwner(Refusal, StorageRefused):
    """A territory keeps an owner."""

    def __init__(self) -> None:
        super().__init__(
            "C’est la seule personne propriétaire : donnez d’abord ce rôle à quelqu’un d’autre."
        )
