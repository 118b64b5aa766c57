"""« Faits mesurés »: a territory by its name, what stands out of it, then one figure at a time."""

from datetime import date
from functools import partial

import streamlit as st

from diagnostic import charts, tables
from diagnostic.indicators import Indicators
from diagnostic.questionnaire import current
from diagnostic.readings.measured import (
    Portrait,
    read_portrait,
    say_lenders,
    say_levels,
    say_portrait,
)
from diagnostic.territories import PerimeterRefused, TerritoryKey, UnknownTerritory
from diagnostic.texts.typography import typeset
from diagnostic.ui import exhibit, measured_facts, session, shelf, territory_picker
from diagnostic.ui.escaping import plain
from diagnostic.ui.measured_view import View
from diagnostic.ui.results import WALL_STYLE


def draw() -> None:
    """The whole page; without a territory, only the way to choose one."""
    voice, indicators, imports = session.voice(), session.indicators(), session.imports_in_force()
    portrait = _find_portrait(indicators, imports)
    if portrait is None:
        st.title(voice.say("Faits mesurés"), anchor=False)
        st.markdown(
            voice.say(
                "Ce que les statistiques publiques disent d’un territoire, avant tout "
                "questionnaire : où il se place parmi ses semblables, et d’où vient chaque chiffre."
            )
        )
        _draw_search("")
        return
    if session.recall("mur"):
        st.html(WALL_STYLE)
    wall, dark = bool(session.recall("mur")), st.context.theme.type == "dark"
    state = (imports, portrait.territory, portrait.in_year)
    view = View(
        voice=voice,
        indicators=indicators,
        gazetteer=session.gazetteer(),
        portrait=portrait,
        imports=imports,
        key=(*state, voice.language, dark, wall),
        wall=wall,
        dark=dark,
    )
    _draw_heading(view)
    _draw_sentences(view)
    _draw_domains(view)
    measured_facts.draw(view)
    _draw_way_on(view)


def _find_portrait(indicators: Indicators, imports: tuple[int, ...]) -> Portrait | None:
    """Of the territory chosen here, else of the open diagnostic's; None where there is neither."""
    asked, diagnostic = session.recall(session.TERRITORY), session.diagnostic()
    try:
        if asked:
            territory = session.gazetteer().get(TerritoryKey.parse(asked))
        elif diagnostic:
            territory = territory_picker.territory_of(diagnostic)
        else:
            return None
        year = date.today().year
        return shelf.kept(
            ("portrait", imports, territory, year),
            lambda: read_portrait(indicators, territory, session.gazetteer(), year),
        )
    except (UnknownTerritory, PerimeterRefused, ValueError) as refusal:
        session.forget(session.TERRITORY)
        st.error(plain(str(refusal)))
        return None


def _draw_search(where: str) -> None:
    found = territory_picker.search(f"portrait:{where}", levels=None)
    if found is not None:
        session.remember(session.TERRITORY, str(found.key))
        session.draw_again()


def _draw_heading(view: View) -> None:
    """Name, population, and the ways to another territory."""
    voice, territory = view.voice, view.portrait.territory
    name = typeset(territory.name) if voice.language == "fr" else territory.name
    st.title(plain(name), anchor=False)
    st.caption(territory_picker.describe(territory))
    with st.expander(
        voice.say("Regarder un autre territoire"),
        icon=":material/search:",
        key=f"autre:{territory.key}",
    ):
        if session.recall(session.TERRITORY) and session.diagnostic():
            back = voice.say("Revenir au territoire du diagnostic")
            if st.button(back, icon=":material/undo:"):
                session.forget(session.TERRITORY)
                session.draw_again()
        _draw_search(str(territory.key))
        st.toggle(
            voice.say("Grand écran : caractères plus grands"), key="mur", persist_state="session"
        )


def _draw_sentences(view: View) -> None:
    """What stands out, each sentence with its source."""
    voice, portrait = view.voice, view.portrait
    lenders = say_lenders(voice, view.gazetteer, portrait)
    if lenders:
        st.info(plain(lenders), icon=":material/info:")
    lines = []
    where = portrait.territory
    for sentence in view.kept(lambda: say_portrait(voice, current(), portrait), "said", where):
        heading = f"**{plain(sentence.heading)}** " if sentence.heading else ""
        source = f"  \n  :small[{plain(sentence.source)}]" if sentence.source else ""
        lines.append(f"- {heading}{plain(sentence.said)}{source}")
    st.markdown("\n".join(lines))


def _draw_domains(view: View) -> None:
    """Every domain among the territories of its level; a click chooses the one below."""
    voice, questionnaire, positions = view.voice, current(), view.portrait.positions
    if not any(position.value is not None for position in positions):
        return
    st.header(voice.say("Domaine par domaine"), anchor=False)
    exhibit.show(
        voice,
        "portrait",
        view.draw(
            partial(charts.draw_portrait, voice, questionnaire, view.gazetteer, positions),
            "portrait",
        ),
        lambda: tables.positions_table(voice, questionnaire, positions, in_year=view.in_year),
        caption=view.kept(
            lambda: " ".join(
                part
                for part in (
                    say_levels(voice, questionnaire, positions),
                    view.sources(part.measure for one in positions for part in one.parts),
                )
                if part
            ),
            "portrait caption",
            view.portrait.territory,
        ),
        choices={domain.id: domain.name.of(voice.language) for domain in questionnaire.domains},
        place=measured_facts.SUBJECT,
    )


def _draw_way_on(view: View) -> None:
    """From the figures to what people feel: a diagnostic of the same territory."""
    territory = view.portrait.territory
    if territory.key not in view.gazetteer or not session.recall(session.TERRITORY):
        return
    st.divider()
    if st.button(
        view.voice.say("Demander aux acteurs de ce territoire ce qu’ils vivent"),
        icon=":material/forum:",
    ):
        session.remember(territory_picker.CHOSEN, str(territory.key))
        st.switch_page("pages/territoire/accueil.py")
