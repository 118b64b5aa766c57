"""The memory. Only this room knows the database; one verb is one short transaction."""

from diagnostic.storage.refusals import (
    StorageRefused,
    StorageUnavailable,
    UnknownDiagnostic,
    UnknownLink,
    UnknownQuestionnaire,
    WaveClosed,
)
from diagnostic.storage.store import Store

__all__ = [
    "StorageRefused",
    "StorageUnavailable",
    "Store",
    "UnknownDiagnostic",
    "UnknownLink",
    "UnknownQuestionnaire",
    "WaveClosed",
]
