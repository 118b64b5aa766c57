"""The memory. Only this room knows the database; one verb is one short transaction."""

from diagnostic.storage.refusals import (
    ImportUndone,
    StorageRefused,
    StorageUnavailable,
    UnknownDiagnostic,
    UnknownImport,
    UnknownLink,
    UnknownQuestionnaire,
    WaveClosed,
)
from diagnostic.storage.store import Store

__all__ = [
    "ImportUndone",
    "StorageRefused",
    "StorageUnavailable",
    "Store",
    "UnknownDiagnostic",
    "UnknownImport",
    "UnknownLink",
    "UnknownQuestionnaire",
    "WaveClosed",
]
