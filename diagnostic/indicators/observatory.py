"""All the measured facts at hand: a territory's values, its place, its peers, its domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from diagnostic.indicators import standings
from diagnostic.indicators.crossing import ObjectivePosition
from diagnostic.indicators.domains import DomainLinks
from diagnostic.indicators.facts import Indicator, IndicatorSource, Measure, Series
from diagnostic.indicators.peers import COUNT, STRUCTURE, Neighbourhood, Peers, no_peers
from diagnostic.indicators.positions import Pairs, Position, orient
from diagnostic.indicators.reading import REFERENCES, Tables, read_tables
from diagnostic.indicators.shelf import Shelf, UnknownIndicator
from diagnostic.territories import FRANCE, Gazetteer, Territory, TerritoryKey, TerritoryLevel

_BORROWERS = (TerritoryLevel.COMMUNE, TerritoryLevel.PERIMETER)


@dataclass(frozen=True, slots=True)
class Fact:
    """One indicator in one territory."""

    latest: Measure
    """Of the most recent year that is known; the reason where none is."""
    series: tuple[Measure, ...]
    """Every year gathered for the territory measured, oldest first, holes included."""

    @property
    def indicator(self) -> Indicator:
        return self.latest.indicator


class Indicators:
    """The measured facts of one set of tables; never change once read, so threads may share them.

    Measures, positions and peers raise UnknownTerritory for a région, a département or an EPCI
    that the table does not have, and UnknownIndicator.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._shelf = Shelf(tables)
        self._standings: dict[tuple[TerritoryLevel, str], standings.Standing] = {}
        self._neighbourhoods: dict[tuple[TerritoryLevel, tuple[str, ...]], Neighbourhood] = {}

    @classmethod
    def read(cls, folder: Path = REFERENCES) -> Indicators:
        """Read the tables of a folder. Raises ContentRefused with every fault of all of them."""
        return cls(read_tables(folder))

    @property
    def all(self) -> tuple[Indicator, ...]:
        """In the order of their file, theme by theme."""
        return tuple(self._tables.indicators.values())

    @property
    def sources(self) -> tuple[IndicatorSource, ...]:
        return tuple(self._tables.sources.values())

    @property
    def domains(self) -> tuple[DomainLinks, ...]:
        """The fragility domains, those without a measure included."""
        return tuple(self._tables.domains.values())

    def indicator(self, indicator_id: str) -> Indicator:
        """Raises UnknownIndicator."""
        return self._shelf.indicator(indicator_id)

    def domain_links(self, domain_id: str) -> DomainLinks:
        """What measures a domain, or why nothing does. Raises UnknownIndicator."""
        try:
            return self._tables.domains[domain_id]
        except KeyError:
            message = f"Aucun domaine ne s’appelle « {domain_id} » dans la table des indicateurs."
            raise UnknownIndicator(message) from None

    def territories(self, level: TerritoryLevel) -> tuple[TerritoryKey, ...]:
        """Territories of a level that the table holds, by code; none for communes."""
        return self._shelf.territories(level)

    def years(self, level: TerritoryLevel, indicator_id: str) -> tuple[Series, ...]:
        """What was gathered on an indicator at a level, oldest first; possibly nothing."""
        return self._shelf.series(level, self.indicator(indicator_id).id)

    def value(self, key: TerritoryKey, indicator_id: str, year: str | None = None) -> Measure:
        """A territory's own value in a year, by default the latest known; or why there is none."""
        self._shelf.check(key)
        indicator = self.indicator(indicator_id)
        return self._shelf.measure(key, indicator, self._shelf.latest(key, indicator_id, year))

    def series(self, key: TerritoryKey, indicator_id: str) -> tuple[Measure, ...]:
        """A territory's own values, oldest first, holes included; empty for a level without any."""
        self._shelf.check(key)
        indicator = self.indicator(indicator_id)
        years = self._shelf.series(key.level, indicator_id)
        return tuple(self._shelf.measure(key, indicator, one) for one in years)

    def of(
        self, where: Territory | TerritoryKey, gazetteer: Gazetteer, *, borrow: bool | None = None
    ) -> tuple[Fact, ...]:
        """Every indicator in a territory, in the order of their file.

        What a territory lacks is borrowed, and said so, from its EPCI, then its département, then
        its région: by default for communes, quarters and perimeters, for any other with `borrow`.
        A perimeter comes as the territory that the gazetteer makes of it.
        """
        ladder = _ladder(where, gazetteer, borrow)
        return tuple(self._fact(ladder, indicator.id) for indicator in self.all)

    def distribution(
        self, level: TerritoryLevel, indicator_id: str, year: str | None = None
    ) -> Pairs:
        """Codes and values of a level, from the lowest, in a year (by default the latest)."""
        found = [one for one in self.years(level, indicator_id) if year in (None, one.year)]
        return self._shelf.pairs(found[-1]) if found else ()

    def position(self, key: TerritoryKey, indicator_id: str, year: str | None = None) -> Position:
        """A territory's value among those of its level the same year, beside France and its région.

        A borrowed value is placed by asking about the territory it was borrowed from.
        """
        self._shelf.check(key)
        indicator = self.indicator(indicator_id)
        series = self._shelf.latest(key, indicator_id, year)
        measure = self._shelf.measure(key, indicator, series)
        percentile = None if series is None else self._shelf.places(series).get(key.code)
        region = self._shelf.region(key)
        return Position(
            measure=measure,
            known=0 if series is None else len(self._shelf.pairs(series)),
            total=len(self.territories(key.level)),
            percentile=percentile,
            fragility=None if percentile is None else orient(percentile, indicator.sense),
            france=self._shelf.beside(FRANCE, measure),
            region=None if region is None else self._shelf.beside(region, measure),
        )

    def structure(self, level: TerritoryLevel) -> tuple[str, ...]:
        """Indicators on which peers are chosen by default: size, density, age, income, growth."""
        return tuple(
            found
            for choices in STRUCTURE
            if (found := next((one for one in choices if self._shelf.series(level, one)), None))
        )

    def peers(
        self, key: TerritoryKey, on: Sequence[str] | None = None, count: int = COUNT
    ) -> Peers:
        """The nearest territories of the same level on these indicators, at their latest year.

        Itself excluded; territories that lack one of the indicators are left out and counted.
        Raises ValueError, in French, where nothing is asked for.
        """
        self._shelf.check(key)
        names = tuple(dict.fromkeys(self.structure(key.level) if on is None else on))
        if count < 1 or (on is not None and not names):
            raise ValueError("Choisissez au moins un indicateur, et au moins un territoire proche.")
        years = {name: self.years(key.level, name) for name in names}
        if not self.territories(key.level):
            return no_peers(key)
        used = tuple(name for name in names if years[name])
        absent = [self.indicator(name) for name in names if not years[name]]
        place = (key.level, used)
        if place not in self._neighbourhoods:
            self._neighbourhoods[place] = Neighbourhood(
                self.territories(key.level),
                [self.indicator(name) for name in used],
                [self._shelf.column(years[name][-1]) for name in used],
            )
        return self._neighbourhoods[place].nearest(key, count, absent)

    def objective_position(self, key: TerritoryKey, domain_id: str) -> ObjectivePosition:
        """Where a domain stands, measured, among the territories of the level."""
        self._shelf.check(key)
        links, place = self.domain_links(domain_id), (key.level, domain_id)
        if place not in self._standings:
            self._standings[place] = standings.stand(self._shelf, key.level, links)
        return standings.place(self._shelf, key, links, self._standings[place])

    def objective_of(
        self,
        where: Territory | TerritoryKey,
        domain_id: str,
        gazetteer: Gazetteer,
        *,
        borrow: bool | None = None,
    ) -> ObjectivePosition:
        """The same for any territory, borrowed as in `of` from its nearest parent that has one."""
        ladder = _ladder(where, gazetteer, borrow)
        rungs = [self.objective_position(key, domain_id) for key in ladder]
        chosen = next(
            (one for one in rungs if one.value is not None),
            next((one for one in rungs if one.parts), rungs[0]),
        )
        if chosen is rungs[0]:
            return chosen
        return replace(chosen, key=ladder[0], borrowed_from=chosen.key)

    def _fact(self, ladder: tuple[TerritoryKey, ...], indicator_id: str) -> Fact:
        """The nearest value up the ladder; without any, the nearest reason that says more."""
        rungs = [self.value(ladder[0], indicator_id)]
        if rungs[0].value is None:
            rungs += [self.value(key, indicator_id) for key in ladder[1:]]
        chosen = next(
            (one for one in rungs if one.value is not None),
            next((one for one in rungs if one.year is not None), rungs[0]),
        )
        series = self.series(chosen.key, indicator_id)
        if chosen is rungs[0]:
            return Fact(chosen, series)
        borrowed = [
            replace(one, key=ladder[0], borrowed_from=chosen.key) for one in (chosen, *series)
        ]
        return Fact(borrowed[0], tuple(borrowed[1:]))


def _ladder(
    where: Territory | TerritoryKey, gazetteer: Gazetteer, borrow: bool | None
) -> tuple[TerritoryKey, ...]:
    """The territory, then those it may borrow from, nearest first."""
    territory = where if isinstance(where, Territory) else gazetteer.get(where)
    if not (territory.level in _BORROWERS if borrow is None else borrow):
        return (territory.key,)
    parents = [
        TerritoryKey(level, code)
        for level, code in (
            (TerritoryLevel.EPCI, territory.epci_code),
            (TerritoryLevel.DEPARTMENT, territory.department_code),
            (TerritoryLevel.REGION, territory.region_code),
        )
        if code
    ]
    if territory.population is not None:
        # Paris is a département by itself: its figures come before those of Greater Paris.
        parents.sort(key=lambda parent: gazetteer.get(parent).population != territory.population)
    return (territory.key, *parents)
