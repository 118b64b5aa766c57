"""What a figure shows, read back from it."""

from typing import Any

from diagnostic.charts import Chart


def trace(chart: Chart | None, meta: str) -> Any:
    """The one trace of a regard, of France, of the names…"""
    found = traces(chart, meta)
    assert len(found) == 1, [each.meta for each in chart.figure.data] if chart else None
    return found[0]


def traces(chart: Chart | None, meta: str) -> list[Any]:
    assert chart is not None
    return [each for each in chart.figure.data if each.meta == meta]


def everything(chart: Chart | None) -> str:
    """The whole figure as text, as it goes to the browser."""
    assert chart is not None
    return str(chart.figure.to_plotly_json())
