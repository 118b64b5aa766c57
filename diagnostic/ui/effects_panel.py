"""R6 « effets et suites »: what is seen to change, the situation with its rules, what to do."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from diagnostic import tables
from diagnostic.readings.coherence import read_coherence, say_coherence
from diagnostic.readings.effects import OutcomeReading, read_effects, say_effects, say_rows
from diagnostic.readings.next_steps import NextStep, read_next_steps, say_card, say_next_steps
from diagnostic.readings.rules import Rules
from diagnostic.readings.situations import (
    read_alerts,
    read_situation,
    say_alerts,
    say_situation,
    say_unknown,
)
from diagnostic.texts import Voice
from diagnostic.ui import explaining
from diagnostic.ui.reading_panels import View


def draw(view: View) -> None:
    """The three tiles, then the situation, then the next steps."""
    rules = view.rules
    _draw_effects(view, rules)
    _draw_situation(view, rules)
    _draw_next_steps(view, rules)
    st.page_link(
        "pages/ressources/methode.py",
        label=view.voice.say("Toutes les règles, avec leurs sources"),
        icon=":material/rule:",
    )


def _draw_effects(view: View, rules: Rules) -> None:
    voice = view.voice
    readings = read_effects(rules, view.questionnaire, view.shown, view.viewpoints)
    st.markdown(say_effects(voice, rules, view.questionnaire, readings))
    for column, reading in zip(st.columns(len(readings)), readings, strict=True):
        with column, st.container(border=True, height="stretch"):
            _draw_tile(view, reading)
    st.caption(
        voice.say(
            "Parts de ceux qui ont répondu, regard par regard ; niveaux de 0 à 4. Source : "
            "réponses au questionnaire."
        )
    )
    _draw_table(voice, "effets", lambda: tables.effects_table(voice, view.questionnaire, readings))
    explaining.draw(voice, "effets", view.catalogue, ("R6.",))


def _draw_tile(view: View, reading: OutcomeReading) -> None:
    voice = view.voice
    st.markdown(f"**{reading.outcome.name.of(voice.language)}**")
    st.caption(reading.outcome.text.of(voice.language))
    if not reading.rows:
        st.markdown(voice.say("Trop peu de réponses."))
        return
    said = say_rows(voice, view.questionnaire, reading)
    st.markdown("\n".join(f"- {each}" for each in said))


def _draw_situation(view: View, rules: Rules) -> None:
    """What the rules give, and the rules themselves with the figures they read."""
    voice, content = view.voice, view.questionnaire
    st.subheader(voice.say("La situation, d’après les réponses"), anchor=False)
    reading = read_situation(rules, content, view.shown, view.viewpoints)
    alerts = read_alerts(rules, content, view.shown, view.viewpoints)
    coherence = read_coherence(rules, content, view.shown, view.viewpoints)
    st.markdown(say_situation(voice, reading))
    said = [*say_alerts(voice, alerts), say_coherence(voice, rules, coherence)]
    st.markdown("\n".join(f"- {each}" for each in said))
    unknown = (say_unknown(voice, content, each) for each in (reading.fitted, alerts))
    st.caption(
        " ".join(
            part
            for part in (
                voice.say("Une situation aide à se parler ; elle ne juge personne."),
                *unknown,
            )
            if part
        )
    )
    _draw_table(
        voice,
        "situations",
        lambda: tables.rules_table(voice, content, reading.fitted),
        voice.say("Les situations et leur règle"),
    )
    _draw_table(
        voice,
        "alertes",
        lambda: tables.rules_table(voice, content, alerts),
        voice.say("Les points d’attention et leur règle"),
    )
    if coherence.regards:
        _draw_table(
            voice,
            "coherence",
            lambda: tables.coherence_table(voice, content, coherence),
            voice.say("Impression d’ensemble et détail, regard par regard"),
        )
    check = f"{rules.coherence.question}.coherence"
    explaining.draw(
        voice, "situation", view.catalogue, ("situation", "situation.", "alerte.", check)
    )


def _draw_next_steps(view: View, rules: Rules) -> None:
    """The first cards; the others when they are asked for."""
    voice = view.voice
    st.subheader(voice.say("Prochaines étapes"), anchor=False)
    steps = read_next_steps(rules, view.questionnaire, view.shown, view.viewpoints)
    st.markdown(say_next_steps(voice, steps))
    if steps.first:
        _draw_cards(view, steps.first)
        st.caption(
            voice.say(
                "D’abord les cartes dont la donnée passe le plus loin son seuil, une par axe. "
                "À discuter : aucune n’est une prescription."
            )
        )
        _draw_works(view, steps.first)
    if steps.others:
        with st.expander(
            voice.say_many("{number} autre carte", "{number} autres cartes", len(steps.others)),
            icon=":material/more_horiz:",
        ):
            _draw_cards(view, steps.others)
            _draw_works(view, steps.others)
    explaining.draw(voice, "etapes", view.catalogue, ("etape.",))


def _draw_cards(view: View, steps: Iterable[NextStep]) -> None:
    voice = view.voice
    for step in steps:
        with st.container(border=True):
            st.markdown(f"**{step.card.text.of(voice.language)}**")
            lines = say_card(voice, view.questionnaire, step)
            st.markdown("\n".join(f"- {line}" for line in lines))
            st.caption(voice.say("D’après : {sources}", sources=voice.series(step.card.grounding)))


def _draw_works(view: View, steps: Iterable[NextStep]) -> None:
    """What the abbreviations of the sources stand for."""
    cited = tuple(source for step in steps for source in step.card.grounding)
    named = [
        f"{work.id} · {work.reference.of(view.voice.language)}"
        for work in view.questionnaire.works
        if any(source.startswith(work.id) for source in cited)
    ]
    st.caption("  \n".join(named))


def _draw_table(
    voice: Voice, name: str, tabulate: Callable[[], Any], label: str | None = None
) -> None:
    """A table that is made when the reader opens it."""
    with st.expander(
        label or voice.say("Le tableau des mêmes chiffres"),
        icon=":material/table:",
        key=f"tableau:{name}",
        on_change="rerun",
    ) as table:
        if table.open:
            st.table(tables.escape_markdown(tabulate()), hide_index=True)
