"""Hand-made measured facts to draw, and the shipped ones."""

from functools import cache

from diagnostic.indicators import (
    DomainLink,
    DomainPart,
    Indicator,
    Indicators,
    IndicatorSource,
    Measure,
    Method,
    ObjectivePosition,
    Position,
    Role,
    Scale,
    Sense,
)
from diagnostic.indicators.positions import orient, percentiles
from diagnostic.territories import FRANCE, Gazetteer, TerritoryKey, TerritoryLevel
from diagnostic.territories.table import COLUMNS, Table
from tests.builders import text

NOW = 2026
HOSTILE = "CC <b>%{x}</b> & « fils »"
EPCI, DEPARTMENT, REGION = (
    TerritoryLevel.EPCI,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.REGION,
)
BRITTANY = TerritoryKey(REGION, "53")
FOUGERES = TerritoryKey(EPCI, "200072452")
LYON = TerritoryKey(EPCI, "200046977")
MAYOTTE = TerritoryKey(DEPARTMENT, "976")


@cache
def shipped() -> Indicators:
    return Indicators.read()


@cache
def country() -> Gazetteer:
    return Gazetteer.read()


def village(number: int) -> TerritoryKey:
    """An EPCI of `villages`."""
    return TerritoryKey(EPCI, f"E{number:03d}")


@cache
def villages(number: int = 12) -> Gazetteer:
    """France, one région, and so many EPCI; the first one has a hostile name."""
    rows = [
        _row("pays", "FR", "France"),
        _row("region", "53", "Bretagne"),
        *(
            _row("epci", village(n).code, HOSTILE if n == 0 else f"CC numéro {n}", region="53")
            for n in range(number)
        ),
    ]
    return Gazetteer(Table(rows, {(row[0], row[1]): n for n, row in enumerate(rows)}))


def _row(level: str, code: str, name: str, region: str = "") -> tuple[str, ...]:
    cells = {"niveau": level, "code": code, "nom": name, "region": region}
    return tuple(cells.get(column, "") for column in COLUMNS)


def indicator(
    *,
    label: str = "Taux de chômage",
    sense: Sense = Sense.FRAGILITY,
    unit: str = "%",
    decimals: int = 1,
    scale: Scale = Scale.LINEAR,
) -> Indicator:
    return Indicator(
        id="mesure",
        label=text(label),
        theme=text("Emploi"),
        sense=sense,
        unit=text(unit),
        decimals=decimals,
        scale=scale,
        note=None,
    )


RATE = indicator()


def source(producer: str = "Insee") -> IndicatorSource:
    return IndicatorSource(
        id=producer,
        producer=producer,
        dataset=text("Un jeu de données"),
        published="2024-06-27",
        site="exemple.fr",
        link=None,
        licence=text("Licence Ouverte 2.0"),
        note=None,
    )


def measure(
    key: TerritoryKey,
    value: float | None,
    *,
    year: str = "2023",
    of: Indicator = RATE,
    method: Method = Method.OFFICIAL,
    missing: str | None = None,
    producer: str = "Insee",
) -> Measure:
    return Measure(
        indicator=of,
        key=key,
        year=year,
        value=value,
        method=method,
        source=source(producer),
        missing=text(missing) if missing else None,
    )


def level(values: list[float | None], *, of: Indicator = RATE, year: str = "2023") -> list[Measure]:
    """One measure per EPCI of `villages`, in their order."""
    return [measure(village(n), value, of=of, year=year) for n, value in enumerate(values)]


def position(
    measures: list[Measure],
    number: int = 0,
    *,
    france: Measure | None = None,
    region: Measure | None = None,
) -> Position:
    """The place of one of them."""
    here = measures[number]
    known = sorted((m.value, m.key.code) for m in measures if m.value is not None)
    share = percentiles((code, value) for value, code in known).get(here.key.code)
    return Position(
        measure=here,
        known=len(known),
        total=len(measures),
        percentile=share,
        fragility=None if share is None else orient(share, here.indicator.sense),
        france=france or measure(FRANCE, None, of=here.indicator),
        region=region,
    )


def objective(
    domain_id: str,
    value: float | None,
    parts: tuple[tuple[Measure, float | None], ...] = (),
    *,
    reason: str | None = None,
    borrowed_from: TerritoryKey | None = None,
) -> ObjectivePosition:
    return ObjectivePosition(
        key=village(1),
        domain_id=domain_id,
        value=value,
        mean=value,
        known=12,
        parts=tuple(
            DomainPart(
                DomainLink(m.indicator, Role.MEASURE, m.indicator.sense, "facette", None), m, share
            )
            for m, share in parts
        ),
        reason=text(reason) if reason else None,
        borrowed_from=borrowed_from,
    )
