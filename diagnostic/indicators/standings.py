"""Where each territory of a level stands on a fragility domain, facet by facet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.indicators.crossing import DomainPart, ObjectivePosition, mean_of
from diagnostic.indicators.domains import DomainLink, DomainLinks
from diagnostic.indicators.facts import Series, end_of
from diagnostic.indicators.gaps import say_no_series
from diagnostic.indicators.positions import orient, percentiles
from diagnostic.indicators.shelf import Shelf, in_order
from diagnostic.indicators.values import LEVELS
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryKey, TerritoryLevel


@dataclass(frozen=True, slots=True)
class Standing:
    """A level on one domain: its facets, then the territories' means and places by code."""

    facets: tuple[tuple[DomainLink, Series], ...]
    means: dict[str, float]
    places: dict[str, float]


def stand(shelf: Shelf, level: TerritoryLevel, links: DomainLinks) -> Standing:
    """Place the territories of a level; of each facet, by its indicator of the latest year."""
    facets = _facets(shelf, level, links.measures)
    means = {}
    for key in shelf.territories(level):
        mean = mean_of([_fragility(shelf, key, *facet) for facet in facets])
        if mean is not None:
            means[key.code] = mean
    return Standing(facets, means, percentiles(in_order(means.items())))


def place(
    shelf: Shelf, key: TerritoryKey, links: DomainLinks, standing: Standing
) -> ObjectivePosition:
    """A territory's position, with the parts it rests on."""
    parts = tuple(
        DomainPart(
            link, shelf.measure(key, link.indicator, series), _fragility(shelf, key, link, series)
        )
        for link, series in standing.facets
    )
    value = standing.places.get(key.code)
    return ObjectivePosition(
        key=key,
        domain_id=links.domain_id,
        value=value,
        mean=standing.means.get(key.code),
        known=len(standing.means),
        parts=parts,
        reason=None if value is not None else _why_not(shelf, key.level, links, parts),
    )


def _facets(
    shelf: Shelf, level: TerritoryLevel, links: Iterable[DomainLink]
) -> tuple[tuple[DomainLink, Series], ...]:
    latest: dict[str | None, tuple[DomainLink, Series]] = {}
    for link in links:
        series = shelf.series(level, link.indicator.id)
        if not series:
            continue
        held = latest.get(link.facet)
        if held is None or end_of(series[-1].year) > end_of(held[1].year):
            latest[link.facet] = (link, series[-1])
    return tuple(latest.values())


def _fragility(shelf: Shelf, key: TerritoryKey, link: DomainLink, series: Series) -> float | None:
    percentile = shelf.places(series).get(key.code)
    return None if percentile is None else orient(percentile, link.sense)


def _why_not(
    shelf: Shelf, level: TerritoryLevel, links: DomainLinks, parts: Sequence[DomainPart]
) -> Text:
    if links.unmeasured is not None:
        return links.unmeasured
    if not parts:
        ids = [link.indicator.id for link in links.measures]
        return say_no_series(
            level, [one for one in LEVELS if any(shelf.series(one, name) for name in ids)]
        )
    known = sum(part.measure.value is not None for part in parts)
    if not known and parts[0].measure.missing is not None:
        return parts[0].measure.missing
    if 2 * known <= len(parts):
        return Text(
            fr=f"Trop peu de mesures connues ici : {known} sur {len(parts)}.",
            en=f"Too few measures known here: {known} out of {len(parts)}.",
        )
    return Text(
        fr="Une position se lit parmi plusieurs territoires du même niveau.",
        en="A position is read among several territories of the same level.",
    )
