"""What the memory refuses; each message is in French and says what to do."""


class StorageRefused(Exception):
    """The database cannot be used as it is, or what was asked would alter a published version."""


class StorageUnavailable(Exception):
    """The database did not answer or could not write; what was asked is not done."""


class UnknownDiagnostic(LookupError):
    """No diagnostic, or no wave of it, is kept under what was given."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__(
            f"Aucun diagnostic ne porte le code « {code} ». "
            "Vérifiez-le auprès de la personne qui vous l’a donné."
            if code is not None
            else "Ce diagnostic n’existe plus : il a été effacé. Revenez à l’accueil."
        )


class UnknownQuestionnaire(LookupError):
    """No questionnaire is kept in this version."""

    def __init__(self, questionnaire_id: str, version: str) -> None:
        super().__init__(
            f"La version {version} du questionnaire « {questionnaire_id} » n’est pas dans la "
            "base. Ouvrez d’abord une vague qui la pose."
        )


class UnknownLink(LookupError):
    """The link to resume leads to no answers."""

    def __init__(self) -> None:
        super().__init__(
            "Ce lien ne mène plus à aucune réponse. Reprenez l’invitation de votre territoire "
            "pour commencer un nouveau questionnaire."
        )


class WaveClosed(Exception):
    """The wave takes no answers any more."""

    def __init__(self) -> None:
        super().__init__(
            "Le questionnaire est clos : il ne reçoit plus de réponses. "
            "Celles que vous aviez enregistrées sont comptées."
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
