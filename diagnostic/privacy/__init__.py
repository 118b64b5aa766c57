"""Personal data: what the person in charge decides, what is said of it, and one's own answers."""

from diagnostic.privacy.cookies import COOKIES, Cookie
from diagnostic.privacy.notice import Notice, Section, write_notice
from diagnostic.privacy.own import (
    OwnAnswer,
    OwnRecord,
    OwnSeat,
    OwnVote,
    as_data,
    as_rows,
)
from diagnostic.privacy.settings import (
    DEFAULT_MONTHS,
    GRACE_DAYS,
    LONGEST_ENTRY,
    MOST_MONTHS,
    NOTICE_DAYS,
    SILENT_MONTHS,
    Basis,
    Privacy,
    Purge,
    PurgeKind,
    after_months,
    check_privacy,
    erased_on,
    sealable_on,
)

__all__ = [
    "COOKIES",
    "DEFAULT_MONTHS",
    "GRACE_DAYS",
    "LONGEST_ENTRY",
    "MOST_MONTHS",
    "NOTICE_DAYS",
    "SILENT_MONTHS",
    "Basis",
    "Cookie",
    "Notice",
    "OwnAnswer",
    "OwnRecord",
    "OwnSeat",
    "OwnVote",
    "Privacy",
    "Purge",
    "PurgeKind",
    "Section",
    "after_months",
    "as_data",
    "as_rows",
    "check_privacy",
    "erased_on",
    "sealable_on",
    "write_notice",
]
