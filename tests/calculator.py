"""A reader with a calculator: what a formula gives, from its words alone."""

import re
from math import sqrt

from diagnostic.confidence import Interval


def ordinary(label: str) -> str:
    """The label with the spaces that one types."""
    return re.sub(r"[\u202f\u00a0]", " ", label)


def work_out(said: str) -> tuple[float, ...]:
    """The numbers that a formula gives to one who reads it with a calculator."""
    plain = re.sub(r"(?<=\d)[\u202f\u00a0](?=\d{3}\b)", "", said)
    plain = plain.translate(str.maketrans("×−,\u202f\u00a0", "*-.  "))
    plain = plain.replace("²", "**2").replace("√(", "sqrt(")
    if found := re.fullmatch(r"de (.+) à (.+)", plain):
        several = list(found.groups())
    elif "±" in plain:
        several = [plain.replace("±", "-"), plain.replace("±", "+")]
    else:
        several = [plain]
    for each in several:
        assert re.fullmatch(r"(?:sqrt|[\d.+\-*/() ])+", each), said
    return tuple(float(eval(each, {"__builtins__": {}, "sqrt": sqrt})) for each in several)  # noqa: S307


def numbers(value: float | Interval) -> tuple[float, ...]:
    return (value.low, value.high) if isinstance(value, Interval) else (value,)
