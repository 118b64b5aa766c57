"""An exhibit: a chart, what it rests on, and the table of the same figures."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from diagnostic import charts, tables
from diagnostic.charts import Chart
from diagnostic.texts import Voice

BARS = {"cross": "croisee", "whole": "salle"}
"""A trace that draws no regard → the end of its figures' names."""


def show(
    voice: Voice,
    name: str,
    chart: Chart | None,
    tabulate: Callable[[], Any],
    *,
    caption: str,
    nothing: str = "",
    choices: Mapping[str, str] | None = None,
    place: str | None = None,
) -> None:
    """A chart with its caption, and its table with the same figures; else `nothing` is said.

    A click on a row of the chart chooses it in the list named `place` (by default, `name`); on a
    mark, it opens what explains this mark too (`explaining`). The table is made when the reader
    opens it.
    """
    if chart is None:
        st.info(nothing or voice.say("Trop peu de réponses pour ce graphique."))
        return
    key = f"chart:{name}"
    if choices:
        st.plotly_chart(
            chart.figure,
            theme=None,
            config=charts.configure(voice.language),
            alt=chart.alt,
            key=key,
            height=chart.height,
            on_select=lambda: _follow_click(chart, name, place or name, choices),
            selection_mode="points",
        )
    else:
        st.plotly_chart(
            chart.figure,
            theme=None,
            config=charts.configure(voice.language),
            alt=chart.alt,
            key=key,
            height=chart.height,
        )
    st.caption(caption)
    with st.expander(
        voice.say("Le tableau des mêmes chiffres"),
        icon=":material/table:",
        key=f"tableau:{name}",
        on_change="rerun",
    ) as table:
        if table.open:
            st.table(tables.escape_markdown(tabulate()), hide_index=True)


def choose(label: str, place: str, choices: Mapping[str, str], first: str | None = None) -> str:
    """A list that a click on the chart of the same `place` moves too; gives the key chosen.

    At first that is `first`, by default the first of the list.
    """
    key = f"choix:{place}"
    if st.session_state.get(key) not in choices:
        st.session_state[key] = first if first in choices else next(iter(choices))
    return str(
        st.selectbox(
            label,
            list(choices),
            format_func=lambda name: choices.get(name, ""),
            key=key,
            placeholder=label,
            filter_mode=None,
        )
    )


def _follow_click(chart: Chart, name: str, place: str, choices: Mapping[str, str]) -> None:
    """Callback: the row that was clicked becomes the one in detail; a mark explains itself."""
    points = st.session_state[f"chart:{name}"].selection.points
    for point in points:
        data = point.get("customdata")
        chosen = data[0] if isinstance(data, list | tuple) and data else data
        if chosen not in choices:
            continue
        st.session_state[f"choix:{place}"] = chosen
        mark = _find_mark(chart, point.get("curve_number"))
        if mark is not None:
            st.session_state[f"marque:{name}"] = mark
            st.session_state[f"expliquer:{name}"] = True


def _find_mark(chart: Chart, curve: int | None) -> str | None:
    """What was clicked: a regard, the cross mark, the whole room; None for a row or its name."""
    traces = chart.figure.data
    if curve is None or not 0 <= curve < len(traces):
        return None
    trace = traces[curve]
    if trace.meta in BARS:
        return BARS[trace.meta]
    is_mark = trace.type.startswith("scatter") and "markers" in (trace.mode or "")
    return str(trace.meta) if is_mark else None
