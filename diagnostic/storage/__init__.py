"""The memory. Only this room knows the database; one verb is one short transaction."""

from diagnostic.storage.access.history import Entry
from diagnostic.storage.access.rights import Invitation, Member
from diagnostic.storage.publications import FrozenState, StateName
from diagnostic.storage.refusals import (
    BundleRefused,
    ImportUndone,
    LastOwner,
    NotAllowed,
    NotAsked,
    RoomEnded,
    RoomFull,
    RoomLocked,
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
    WrongCode,
)
from diagnostic.storage.rooms.seats import Sitting
from diagnostic.storage.store import Store
from diagnostic.storage.travel.bundles import Homecoming, Journey

__all__ = [
    "BundleRefused",
    "Entry",
    "FrozenState",
    "Homecoming",
    "ImportUndone",
    "Invitation",
    "LastOwner",
    "Member",
    "NotAllowed",
    "Journey",
    "NotAsked",
    "RoomEnded",
    "RoomFull",
    "RoomLocked",
    "RoomMoved",
    "Sitting",
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
    "WrongCode",
]
