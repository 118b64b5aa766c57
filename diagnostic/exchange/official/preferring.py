"""What a file gives of a wide territory stands before what its communes add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose

from diagnostic.exchange.official.ledger import Ledger
from diagnostic.exchange.official.reading import ReadSeries
from diagnostic.indicators import Indicator, Method, say_year
from diagnostic.territories import LEVEL_NAMES, TerritoryLevel

_Place = tuple[str, str, TerritoryLevel]
"""Indicator, year, level."""
_ROUNDING = 0.000_06
"""Values are kept with four decimals."""


def prefer_given(
    series: Sequence[ReadSeries], known: Mapping[str, Indicator], ledger: Ledger
) -> tuple[ReadSeries, ...]:
    """The series, where one that was summed leaves its place to one that the file gives.

    Told in a note, with what the two disagree on. A series has one source and one method, so the
    sums leave a level whole. One that is given without any value, nor any secret, leaves instead.
    """
    places: dict[_Place, list[ReadSeries]] = {}
    for one in series:
        places.setdefault((one.indicator_id, one.year, one.level), []).append(one)
    left: set[int] = set()
    for found in places.values():
        given = [one for one in found if one.method is not Method.AGGREGATED]
        summed = [one for one in found if one.method is Method.AGGREGATED]
        if not given or not summed:
            continue
        if any(one.known or one.secret for one in given):
            left.update(map(id, summed))
            ledger.note(_say(given[0], summed[0], known[given[0].indicator_id]))
        else:
            left.update(map(id, given))
    return tuple(one for one in series if id(one) not in left)


def _say(given: ReadSeries, summed: ReadSeries, indicator: Indicator) -> str:
    level = LEVEL_NAMES[given.level]
    values = dict(zip(given.keys, given.values, strict=True))
    sums = {
        key: value
        for key, value in zip(summed.keys, summed.values, strict=True)
        if value is not None and key not in summed.partial
    }
    said = [
        f"« {indicator.label.fr} », {say_year(given.year)}, {level.plural} : le fichier donne "
        "lui-même ce niveau. Ses valeurs sont gardées, et non la somme des communes."
    ]
    differing = sum(
        not isclose(value, sums[key], rel_tol=1e-9, abs_tol=_ROUNDING)
        for key, value in values.items()
        if value is not None and key in sums
    )
    if differing:
        said.append(
            "Une valeur donnée diffère de la somme de ses communes."
            if differing == 1
            else f"{differing} valeurs données diffèrent de la somme de leurs communes."
        )
    without = len(sums.keys() - values.keys())
    if without:
        said.append(
            "Un territoire dont les communes auraient pu être additionnées reste donc sans valeur "
            "ici : ajoutez sa ligne, ou retirez du fichier celles de ce niveau."
            if without == 1
            else f"{without} territoires dont les communes auraient pu être additionnées restent "
            "donc sans valeur ici : ajoutez leurs lignes, ou retirez du fichier celles de ce "
            "niveau."
        )
    return " ".join(said)
