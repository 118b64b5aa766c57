"""« Expliquer un chiffre »: beside each chart, the figures it draws, each with its working."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import streamlit as st

from diagnostic.readings.explanations import Catalogue, Explanation, say_lines
from diagnostic.texts import Voice
from diagnostic.ui import exhibit
from diagnostic.ui.escaping import plain


def draw(
    voice: Voice, place: str, catalogue: Callable[[], Catalogue], wanted: Sequence[str]
) -> None:
    """A list of figures and what explains the one chosen; made when the reader opens it.

    `wanted`: names of figures; one that ends with a point stands for all that begin so. A mark
    that was clicked (`exhibit.show`) is chosen in the list.
    """
    with st.expander(
        voice.say("Expliquer un chiffre"),
        icon=":material/calculate:",
        key=f"expliquer:{place}",
        on_change="rerun",
    ) as panel:
        if panel.open:
            _draw_open(voice, place, catalogue(), wanted)


def choose_row(place: str, rows: Iterable[str]) -> str:
    """The row of a chart that a click or its list has chosen; at first, the first one."""
    several = list(rows)
    chosen = st.session_state.get(f"choix:{place}")
    return chosen if chosen in several else next(iter(several), "")


def select(names: Iterable[str], wanted: Sequence[str]) -> list[str]:
    """Among `names`, those that are wanted, in the order they are wanted."""
    known = list(names)
    found = [
        name
        for each in wanted
        for name in known
        if name == each or (each.endswith(".") and name.startswith(each))
    ]
    return list(dict.fromkeys(found))


def _draw_open(voice: Voice, place: str, catalogue: Catalogue, wanted: Sequence[str]) -> None:
    shown = {one.name: one for one in catalogue.shown(select(catalogue.names, wanted))}
    if not shown:
        st.caption(voice.say("Trop peu de réponses."))
        return
    # « before-citoyen », « family-A »: the figure's name ends with the last word.
    mark = str(st.session_state.pop(f"marque:{place}", "")).rpartition("-")[2]
    if clicked := next((name for name in shown if name.endswith(f".{mark}")), None):
        st.session_state[f"choix:chiffre-{place}"] = clicked
    titles = {
        name: voice.say("{name} : {regards}", name=one.title, regards=one.shown)
        for name, one in shown.items()
    }
    _draw_lines(voice, shown[exhibit.choose(voice.say("Chiffre"), f"chiffre-{place}", titles)])


def _draw_lines(voice: Voice, explanation: Explanation) -> None:
    for heading, lines in groupby(say_lines(voice, explanation), key=lambda pair: pair[0]):
        said = "\n".join(f"- {plain(line)}" for _, line in lines)
        st.markdown(f"**{heading}**\n{said}")
    st.caption(
        voice.say(
            "Le même calcul en ligne de commande : explain, puis {name}.", name=explanation.name
        )
    )
