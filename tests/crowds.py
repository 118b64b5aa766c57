"""Crowds that mark the domains of the published questionnaire: with families, or without."""

import random
from collections.abc import Mapping, Sequence

from diagnostic.answers import Passage, Value
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from tests.people import DONT_KNOW, person

CONTENT = current()
DOMAINS = tuple(domain.id for domain in CONTENT.domains)
FIRST, SECOND = DOMAINS[:5], DOMAINS[8:13]
"""What each of the two planted families sees as most fragile."""
AGREED = DOMAINS[15]
"""What both see as most fragile."""


def marks(draw: random.Random, family: int | None, *, silent: float = 0.05) -> dict[str, Value]:
    """One person's marks; `family` is 0 or 1, None for someone of no family."""
    high = () if family is None else (FIRST, SECOND)[family]
    low = () if family is None else (FIRST, SECOND)[1 - family]
    said: dict[str, Value] = {}
    for name in DOMAINS:
        around = 8.5 if name in (*high, AGREED) else 2.5 if name in low else 5.0
        mark = max(0, min(10, round(draw.gauss(around, 1.7))))
        chance = draw.random()
        if chance >= silent:
            said[f"{name}.G"] = DONT_KNOW if chance < 2 * silent else mark
    return said


def crowd(
    seed: int, sizes: Mapping[Viewpoint, int], shares: Sequence[float] = (0.5, 0.5)
) -> list[Passage]:
    """People of these regards, spread over families by `shares`; one share, no family."""
    draw = random.Random(seed)
    people = []
    for viewpoint, size in sizes.items():
        for _ in range(size):
            family = None if len(shares) == 1 else int(draw.random() >= shares[0])
            people.append(person(viewpoint, marks(draw, family)))
    return people
