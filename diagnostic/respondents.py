"""Who answers: the viewpoints (« regards ») that the product sets side by side."""

from dataclasses import dataclass
from enum import StrEnum


class Viewpoint(StrEnum):
    """The place from which a person answers; chosen once, never changed."""

    CITIZEN = "citoyen"
    ELECTED = "elu"
    FIRM = "entreprise"
    ASSOCIATION = "association"
    INSTITUTION = "institution"
    CATALYST = "catalyseur"


CORE_VIEWPOINTS = (
    Viewpoint.CITIZEN,
    Viewpoint.ELECTED,
    Viewpoint.FIRM,
    Viewpoint.ASSOCIATION,
)
"""The four regards of the national studies; the two others have no national figure."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One person's passage through the questionnaire, without anything that names them."""

    id: int
    wave_id: int
    viewpoint: Viewpoint
    short: bool
    """True where the person took the short route."""
