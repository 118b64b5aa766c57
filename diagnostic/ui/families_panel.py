"""« Familles de réponses »: what crosses the regards, and what every group agrees on."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from diagnostic import charts, tables
from diagnostic.confidence.families import Finding
from diagnostic.readings.explanations.families import STATEMENTS
from diagnostic.readings.families import (
    LETTERS,
    FamiliesReading,
    read_families,
    say_common_ground,
    say_division,
    say_each_family,
    say_families,
    say_joined,
    say_older,
)
from diagnostic.texts import Voice
from diagnostic.ui import exhibit, explaining, shelf
from diagnostic.ui.reading_panels import View, draw_domain_detail

PLACE = "familles"
MOST_STATEMENTS = 5


def draw(view: View) -> None:
    """The families or why there is none, their chart, what all agree on, one domain."""
    voice = view.voice
    reading = view.kept(
        "read", PLACE, lambda: read_families(view.questionnaire, view.shown, view.families())
    )
    st.markdown(say_families(voice, reading.found))
    if reading.found.finding is Finding.FOUND:
        _draw_families(view, reading)
    st.subheader(voice.say("Ce sur quoi tous les groupes s’accordent"), anchor=False)
    said = say_common_ground(voice, reading)
    st.markdown("\n".join(f"- {each}" for each in said[:MOST_STATEMENTS]))
    st.caption(
        voice.say(
            "Chaque regard et chaque famille compte autant, quel que soit son nombre. D’abord "
            "l’accord le plus large."
        )
    )
    if reading.common:
        _draw_table(
            voice,
            "accords",
            lambda: tables.common_ground_table(voice, view.questionnaire, reading),
            voice.say("Accord de chaque groupe"),
        )
        explaining.draw(
            voice,
            "accords",
            view.catalogue,
            tuple(
                f"familles.{each.domain.id}.accord-{STATEMENTS[each.strong]}"
                for each in reading.common
            ),
        )
    st.page_link(
        "pages/ressources/methode.py",
        label=voice.say("Comment les familles sont cherchées"),
        icon=":material/rule:",
    )


def _draw_families(view: View, reading: FamiliesReading) -> None:
    voice = view.voice
    st.markdown("\n".join(f"- {each}" for each in say_each_family(voice, reading)))
    st.markdown(say_division(voice, reading))
    for said in (say_joined(voice, reading.found), say_older(voice, reading.found)):
        if said:
            st.caption(said)
    exhibit.show(
        voice,
        PLACE,
        shelf.kept(
            ("chart", PLACE, view.key),
            lambda: charts.draw_families(voice, reading, dark=view.dark, wall=view.wall),
        ),
        lambda: tables.families_table(voice, reading),
        caption=voice.say(
            "Moyennes des notes de 0 à 10. Les familles sont formées d’après ces mêmes notes : "
            "leurs écarts n’ont pas d’intervalle. Source : réponses au questionnaire."
        ),
        choices={row.domain.id: row.domain.name.of(voice.language) for row in reading.rows},
    )
    row = explaining.choose_row(PLACE, (row.domain.id for row in reading.rows))
    explaining.draw(
        voice,
        PLACE,
        view.catalogue,
        (f"familles.{row}.", *(f"familles.{letter}." for letter in LETTERS)),
    )
    if reading.found.crossing:
        _draw_table(
            voice,
            "familles-regards",
            lambda: tables.family_regards_table(voice, view.questionnaire, reading),
            voice.say("Les regards dans chaque famille"),
        )
    else:
        st.caption(
            voice.say(
                "La part de chaque regard dans ces familles n’est pas montrée : de trop petits "
                "groupes s’y verraient."
            )
        )
    shown = {row.domain.id for row in reading.rows}
    draw_domain_detail(view, PLACE, [r for r in view.domains() if r.domain.id in shown])


def _draw_table(voice: Voice, name: str, tabulate: Callable[[], Any], label: str) -> None:
    """A table that is made when the reader opens it."""
    with st.expander(
        label, icon=":material/table:", key=f"tableau:{name}", on_change="rerun"
    ) as table:
        if table.open:
            st.table(tables.escape_markdown(tabulate()), hide_index=True)
