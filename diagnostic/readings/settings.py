"""What a reading rests on besides the figures: kept with a state, so that it reads the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from diagnostic.benchmarks import Benchmarks
from diagnostic.campaigns import LocalQuestion
from diagnostic.readings.rules import Rules
from diagnostic.respondents import Viewpoint


@dataclass(frozen=True, slots=True)
class Setting:
    """What may change after a state was kept. The questionnaire's version is its wave's."""

    threshold: int
    benchmarks: Benchmarks
    rules: Rules
    local: tuple[LocalQuestion, ...]
    totals: Mapping[Viewpoint, int] = field(default_factory=dict)
    """How many people there were in all, of the regards of which it was said."""
    gathered: Mapping[Viewpoint, int] = field(default_factory=dict)
    """Workshops, one or two, that a good part of a regard came from."""


_SETTINGS = TypeAdapter(Setting)


def write_setting(setting: Setting) -> str:
    """The setting as one JSON text."""
    return _SETTINGS.dump_json(setting).decode()


def read_setting(text: str) -> Setting:
    """What `write_setting` wrote, equal to what it was. Raises ValueError for another text."""
    return _SETTINGS.validate_json(text)
