"""The territories most like this one, on indicators that are always told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnostic.indicators.facts import Indicator, Scale
from diagnostic.indicators.values import Values
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryKey

COUNT = 15
"""How many peers are given unless another number is asked."""
STRUCTURE: tuple[tuple[str, ...], ...] = (
    ("population",),
    ("densite",),
    ("part_65_plus", "part_65_plus_rp"),
    ("niveau_vie_median", "taux_pauvrete"),
    ("evolution_population",),
)
"""Size, density, age, income, growth: of each, the first indicator that the level has."""
_SPREAD = 1.349
"""Interquartile range of a normal law, in standard deviations."""

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Peer:
    """A territory of the same level."""

    key: TerritoryKey
    distance: float
    """0 for a twin; 1 when it differs by one usual difference on each indicator."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The nearest territories of the same level, and on what they were chosen."""

    key: TerritoryKey
    on: tuple[Indicator, ...]
    """Indicators that were compared, all of them for every territory."""
    unused: tuple[Indicator, ...]
    """Indicators asked for that this territory or this level does not have."""
    nearest: tuple[Peer, ...]
    """From the nearest; of equals, the smaller code first."""
    compared: int
    """Territories that could be compared, itself excluded."""
    left_out: int
    """Territories that lack one of the indicators compared."""
    reason: Text | None
    """Why there is no peer; None where there are."""


class Neighbourhood:
    """The territories of a level in the space of a few indicators.

    Each indicator is centred on its median and divided by its interquartile range (put back on
    the scale of a standard deviation), so that Paris does not crush the others; indicators of
    logarithmic scale go by their logarithm first. One that does not vary counts for nothing.
    """

    def __init__(
        self, keys: Sequence[TerritoryKey], indicators: Sequence[Indicator], columns: list[Values]
    ) -> None:
        self._keys = tuple(keys)
        self._rows = {key: number for number, key in enumerate(keys)}
        self._indicators = tuple(indicators)
        self._points: Matrix = np.empty((len(keys), len(indicators)), dtype=np.float64)
        for number, (indicator, values) in enumerate(zip(indicators, columns, strict=True)):
            self._points[:, number] = _standardised(indicator, values)
        self._known: Flags = np.asarray(~np.isnan(self._points))

    def nearest(self, key: TerritoryKey, count: int, unused: Sequence[Indicator] = ()) -> Peers:
        """The `count` nearest; none where it has under half of the indicators asked for.

        `unused` are indicators asked for that the level does not have.
        """
        row = self._rows[key]
        mine = self._known[row]
        on = tuple(one for one, known in zip(self._indicators, mine, strict=True) if known)
        missing = tuple(one for one, known in zip(self._indicators, mine, strict=True) if not known)
        asked = len(self._indicators) + len(unused)
        comparable: Flags = np.asarray(self._known[:, mine].all(axis=1))
        comparable[row] = False
        candidates = np.flatnonzero(comparable)
        reason = None
        if not on or 2 * len(on) < asked:
            reason = _too_little(len(on), asked)
        elif not len(candidates):
            reason = Text(
                fr="Aucun autre territoire de ce niveau n’a ces indicateurs.",
                en="No other territory of this level has these indicators.",
            )
        nearest: tuple[Peer, ...] = ()
        if reason is None:
            away = self._points[np.ix_(candidates, mine)] - self._points[row, mine]
            distances = np.sqrt(np.mean(away * away, axis=1)).round(9)
            order = np.argsort(distances, kind="stable")[:count]
            nearest = tuple(
                Peer(self._keys[int(candidates[one])], float(distances[one])) for one in order
            )
        return Peers(
            key=key,
            on=on,
            unused=(*missing, *unused),
            nearest=nearest,
            compared=len(candidates),
            left_out=len(self._keys) - 1 - len(candidates),
            reason=reason,
        )


def no_peers(key: TerritoryKey) -> Peers:
    """For a level that the tables do not have."""
    reason = Text(
        fr="Les territoires proches se cherchent entre régions, départements ou intercommunalités.",
        en="Similar territories are sought among régions, départements or intermunicipalities.",
    )
    return Peers(key, (), (), (), 0, 0, reason)


def _standardised(indicator: Indicator, values: Values) -> Matrix:
    column: Matrix = np.array(
        [np.nan if value is None else value for value in values], dtype=np.float64
    )
    if indicator.scale is Scale.LOGARITHMIC:
        column = np.log10(column, where=column > 0, out=np.full_like(column, np.nan))
    known = column[~np.isnan(column)]
    if not len(known):
        return column
    low, middle, high = (float(one) for one in np.percentile(known, (25, 50, 75)))
    spread = (high - low) / _SPREAD or float(known.std())
    return np.asarray((column - middle) / (spread or 1.0))


def _too_little(known: int, asked: int) -> Text:
    return Text(
        fr=f"Trop peu d’indicateurs connus ici pour trouver des territoires proches : "
        f"{known} sur {asked}.",
        en=f"Too few indicators known here to find similar territories: {known} out of {asked}.",
    )
