"""How many inputs are tried: a few hundred at each change, ten thousand for `make fuzz`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

THOROUGH = bool(os.environ.get("FULL"))
RELEASE = 10_000


def inputs(few: int) -> Callable[[Any], Any]:
    """`few` at each change, ten thousand with FULL=1."""
    return settings(
        max_examples=RELEASE if THOROUGH else few,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
        ],
    )
