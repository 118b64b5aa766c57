"""The memory. Only this room knows the database; one verb is one short transaction."""

from diagnostic.storage.publications import FrozenState, StateName
from diagnostic.storage.refusals import (
    ImportUndone,
    NotAsked,
    RoomEnded,
    RoomFull,
    RoomMoved,
    StorageRefused,
    StorageUnavailable,
    UnknownDiagnostic,
    UnknownImport,
    UnknownLink,
    UnknownQuestionnaire,
    UnknownSeat,
    UnknownState,
    UnknownWorkshop,
    VoteClosed,
    WaveClosed,
    WorkshopChanged,
)
from diagnostic.storage.store import Store

__all__ = [
    "FrozenState",
    "ImportUndone",
    "NotAsked",
    "RoomEnded",
    "RoomFull",
    "RoomMoved",
    "StateName",
    "StorageRefused",
    "StorageUnavailable",
    "Store",
    "UnknownDiagnostic",
    "UnknownImport",
    "UnknownLink",
    "UnknownQuestionnaire",
    "UnknownSeat",
    "UnknownState",
    "UnknownWorkshop",
    "VoteClosed",
    "WaveClosed",
    "WorkshopChanged",
]
