"""Whether a base answers: the smallest reading there is, of a file that is still the same."""

from __future__ import annotations

from sqlalchemy import text

from diagnostic.storage.engine import NOT_READ
from diagnostic.storage.refusals import StorageUnavailable
from diagnostic.storage.store import Store
from diagnostic.texts import Sentence

_GONE = Sentence(
    "le fichier de la base n’est plus à sa place. Prévenez la personne qui gère l’installation."
)


class Pulse:
    """Of one open memory. Holds no lock of ours, and reads nothing that anybody said."""

    def __init__(self, store: Store) -> None:
        """Raises StorageUnavailable."""
        self._store = store
        self._file = self._identity()

    def feel(self) -> None:
        """Returns when the base answered. Raises StorageUnavailable, after a while perhaps."""
        # A file that was moved away still answers those who have it open.
        if self._identity() != self._file:
            raise StorageUnavailable(NOT_READ, _GONE)
        with self._store._database.reading() as connection:
            connection.execute(text("SELECT version_num FROM alembic_version")).all()

    def _identity(self) -> tuple[int, int] | None:
        path = self._store._database.path
        if path is None:
            return None
        try:
            found = path.stat()
        except OSError as fault:
            raise StorageUnavailable(NOT_READ, _GONE) from fault
        return found.st_dev, found.st_ino
