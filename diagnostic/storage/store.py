"""The door of the memory: one verb, one short transaction, and only words come out."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self, cast

from diagnostic.questionnaire import Questionnaire
from diagnostic.rights import Actor
from diagnostic.settings import Settings, locate
from diagnostic.storage.access.door import Door
from diagnostic.storage.access.rights import RightVerbs
from diagnostic.storage.diagnostics import DiagnosticVerbs
from diagnostic.storage.engine import PATIENCE, Database
from diagnostic.storage.gatherings import GatheringVerbs
from diagnostic.storage.imports import ImportVerbs
from diagnostic.storage.own import OwnVerbs
from diagnostic.storage.panels import PanelVerbs
from diagnostic.storage.passages import PassageVerbs
from diagnostic.storage.publications import PublicationVerbs
from diagnostic.storage.refusals import StorageRefused
from diagnostic.storage.retention import RetentionVerbs
from diagnostic.storage.rooms.account import AccountVerbs
from diagnostic.storage.rooms.locking import LockVerbs
from diagnostic.storage.rooms.running import RoomVerbs
from diagnostic.storage.rooms.seats import SeatVerbs
from diagnostic.storage.schema import bring_up_to_date
from diagnostic.storage.serving import refuse_unfinished
from diagnostic.storage.travel.bundles import BundleVerbs
from diagnostic.storage.vitals import VitalVerbs


class Store(
    SeatVerbs,
    RoomVerbs,
    AccountVerbs,
    LockVerbs,
    PanelVerbs,
    GatheringVerbs,
    RetentionVerbs,
    OwnVerbs,
    PublicationVerbs,
    BundleVerbs,
    RightVerbs,
    VitalVerbs,
    DiagnosticVerbs,
    PassageVerbs,
    ImportVerbs,
):
    """One open database, to be shared by all threads of a process.

    Every verb may raise StorageUnavailable; then nothing of what it does is done.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._questionnaires: dict[tuple[str, str], Questionnaire] = {}
        self._possible: dict[tuple[object, ...], frozenset[str]] = {}

    @classmethod
    def open(cls, where: Settings | Path | str, *, patience: float = PATIENCE) -> Self:
        """The database of these settings, at this path or address, its tables up to date.

        `patience`: seconds that a write waits for its turn. Raises StorageRefused and
        StorageUnavailable.
        """
        if isinstance(where, Settings):
            where = where.database
        if isinstance(where, str):
            try:
                where = locate(where)
            except ValueError as fault:
                raise StorageRefused(f"« {where} » {fault}") from None
        if isinstance(where, Path):
            refuse_unfinished(where)
        database = Database(where, patience)
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def as_actor(self, actor: Actor) -> Store:
        """The same memory, where each verb first asks whether this actor may, and is told."""
        # What it has not, a Door refuses: it has the verbs of this class, and asks for each.
        return cast(Store, Door(self, actor))

    @property
    def writings(self) -> int:
        """Grows with each transaction that may have changed something, through this door."""
        return self._database.writings

    def close(self) -> None:
        """Nothing more is asked of it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
