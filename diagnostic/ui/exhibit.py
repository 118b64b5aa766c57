"""An exhibit: a chart, what it rests on, and the table of the same figures."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from diagnostic import charts, tables
from diagnostic.charts import Chart
from diagnostic.texts import Voice


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

    A click on a row of the chart chooses it in the list named `place` (by default, `name`). The
    table is made when the reader opens it.
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
            on_select=lambda: _follow_click(key, place or name, choices),
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


def _follow_click(key: str, place: str, choices: Mapping[str, str]) -> None:
    """Callback: the row that was clicked becomes the one in detail."""
    points = st.session_state[key].selection.points
    for point in points:
        data = point.get("customdata")
        chosen = data[0] if isinstance(data, list | tuple) and data else data
        if chosen in choices:
            st.session_state[f"choix:{place}"] = chosen
