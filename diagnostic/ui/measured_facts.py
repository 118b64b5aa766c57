"""The figures of one domain or theme, then one of them: its place, its years, its map."""

from collections.abc import Hashable, Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from diagnostic import charts, tables
from diagnostic.indicators import Fact, Indicators, Position
from diagnostic.questionnaire import current
from diagnostic.readings.measured import Portrait, read_beside, say_height
from diagnostic.readings.measures import (
    name_place,
    read_level,
    say_figure,
    say_missing,
    say_short,
)
from diagnostic.readings.provenance import say_lender, say_unknown, say_when
from diagnostic.territories import FRANCE, TerritoryKey, TerritoryLevel
from diagnostic.texts import Voice
from diagnostic.ui import exhibit, measured_beside, measured_maps, session
from diagnostic.ui.escaping import plain
from diagnostic.ui.measured_view import View

SUBJECT, INDICATOR = "sujet-mesure", "chiffre-mesure"
"""Lists that a click on a chart may move too."""
THEME = "theme:"


@st.fragment
def draw(view: View) -> None:
    """One domain or theme, its figures, then the one that is chosen."""
    voice = view.voice
    st.header(voice.say("Chiffre par chiffre"), anchor=False)
    where, telling = view.portrait.territory.key, _find_telling(view.portrait, view.indicators)
    subject = _choose(
        voice.say("Voir les chiffres de"),
        SUBJECT,
        _subjects(view),
        next(iter(telling), None),
        where,
    )
    # What is known first.
    facts = sorted(_choose_facts(view, subject), key=lambda fact: fact.latest.value is None)
    if not facts:
        return
    _draw_facts(view, subject, facts)
    labels = {fact.indicator.id: fact.indicator.label.of(voice.language) for fact in facts}
    chosen = _choose(
        voice.say("Un chiffre de plus près"),
        INDICATOR,
        labels,
        telling.get(subject),
        (where, subject),
    )
    _draw_fact(view, next(fact for fact in facts if fact.indicator.id == chosen))


def _choose(
    label: str,
    place: str,
    choices: Mapping[str, str],
    telling: str | None,
    about: Hashable,
) -> str:
    """A list that opens on what tells the most `about` something, and again about another thing.

    What the reader chose stays; what was only proposed leaves its place.
    """
    key, mark = f"choix:{place}", f"propose:{place}"
    before = session.recall(mark)
    first = telling if telling in choices else next(iter(choices))
    if before is not None and before[0] != about and session.recall(key) == before[1]:
        session.forget(key)
    session.remember(mark, (about, first))
    return exhibit.choose(label, place, choices, first)


def _find_telling(portrait: Portrait, indicators: Indicators) -> dict[str, str]:
    """Domain → the figure that tells it; first the one that the portrait tells first.

    Without any that stands out: the figure furthest from the middle, else a known one.
    """
    told = {
        standout.position.domain_id: standout.part.link.indicator.id
        for standout in (*portrait.fragile, *portrait.resourceful)
    }
    if told:
        return told
    placed = [
        (abs(part.fragility - 0.5), position.domain_id, part.link.indicator.id)
        for position in portrait.positions
        for part in position.parts
        if part.fragility is not None
    ]
    if placed:
        _, domain_id, indicator_id = max(placed, key=lambda one: one[0])
        return {domain_id: indicator_id}
    known = {fact.indicator.id for fact in portrait.facts if fact.latest.value is not None}
    return {
        links.domain_id: link.indicator.id
        for links in indicators.domains
        for link in links.measures[:1]
        if link.indicator.id in known
    }


def _draw_facts(view: View, subject: str, facts: Iterable[Fact]) -> None:
    """As `draw_table`, made once: it takes as long to write as the rest of the page."""
    given = tuple(facts)
    borrowed = tuple(fact.latest.measured for fact in given)
    known, lines = view.kept(
        lambda: _tabulate(view.voice, view.indicators, given, view.in_year),
        "facts",
        view.portrait.territory,
        subject,
        borrowed,
    )
    _show_table(known, lines)


def draw_table(voice: Voice, indicators: Indicators, facts: Iterable[Fact], in_year: int) -> None:
    """The figures that are known, then why the others are not."""
    _show_table(*_tabulate(voice, indicators, tuple(facts), in_year))


def _tabulate(
    voice: Voice, indicators: Indicators, facts: tuple[Fact, ...], in_year: int
) -> tuple[Any, tuple[str, ...]]:
    """The table of what is known, None where nothing is; why the rest is not."""
    known = [
        (fact, indicators.position(fact.latest.measured, fact.indicator.id))
        for fact in facts
        if fact.latest.value is not None
    ]
    table = tables.facts_table(voice, known, in_year=in_year) if known else None
    return (
        None if table is None else tables.escape_markdown(table),
        tuple(say_unknown(voice, (fact.latest for fact in facts))),
    )


def _show_table(known: Any, lines: Iterable[str]) -> None:
    if known is not None:
        st.table(known, hide_index=True)
    for line in lines:
        st.caption(plain(line))


def _subjects(view: View) -> dict[str, str]:
    """The fragility domains, then the themes under which every indicator is found."""
    voice = view.voice
    names = {domain.id: domain.name.of(voice.language) for domain in current().domains}
    for indicator in view.indicators.all:
        names[f"{THEME}{indicator.theme.fr}"] = voice.say(
            "Thème : {theme}", theme=indicator.theme.of(voice.language)
        )
    return names


def _choose_facts(view: View, subject: str) -> tuple[Fact, ...]:
    """The figures of a subject, those that measure a domain first."""
    facts = {fact.indicator.id: fact for fact in _read_facts(view)}
    if subject.startswith(THEME):
        theme = subject.removeprefix(THEME)
        return tuple(fact for fact in facts.values() if fact.indicator.theme.fr == theme)
    voice, links = view.voice, view.indicators.domain_links(subject)
    if links.unmeasured is not None:
        st.info(links.unmeasured.of(voice.language))
    for link in links.links:
        if link.note is not None:
            st.caption(
                voice.say(
                    "{label} : {note}",
                    label=link.indicator.label.of(voice.language),
                    note=link.note.of(voice.language),
                )
            )
    return tuple(facts[link.indicator.id] for link in (*links.measures, *links.sidelights))


def _read_facts(view: View) -> tuple[Fact, ...]:
    """Those of the portrait; for an EPCI, completed by its département where one asks for it."""
    territory = view.portrait.territory
    if territory.level is not TerritoryLevel.EPCI:
        return view.portrait.facts
    wider = st.toggle(
        view.voice.say("Compléter par les chiffres du département"),
        key="completer",
        persist_state="session",
    )
    if not wider:
        return view.portrait.facts
    return view.indicators.of(territory, view.gazetteer, borrow=True)


def _find_place(view: View, fact: Fact) -> Position | None:
    """Where the territory that was measured stands; None without a value."""
    if fact.latest.value is None:
        return None
    return view.indicators.position(fact.latest.measured, fact.indicator.id)


def _draw_fact(view: View, fact: Fact) -> None:
    """One indicator: in words, among the others, year after year, over the country."""
    voice, indicator = view.voice, fact.indicator
    st.subheader(indicator.label.of(voice.language), anchor=False)
    place = _find_place(view, fact)
    if place is None:
        st.markdown(plain(say_missing(voice, fact.latest)))
    else:
        if fact.latest.borrowed_from is not None:
            st.info(_say_owner(view, fact.latest.borrowed_from), icon=":material/info:")
        st.markdown(_say_fact(view, fact, place))
    if indicator.note is not None:
        st.caption(indicator.note.of(voice.language))
    if place is not None and fact.latest.measured != FRANCE:
        _draw_place(view, fact, place)
    if place is not None:
        _draw_years(view, fact)
    measured_maps.draw(view, indicator)


def _say_fact(view: View, fact: Fact, place: Position) -> str:
    """Value and year; its place; France and the région."""
    voice, measure = view.voice, fact.latest
    said = [
        voice.say(
            "**{value}** ({when})",
            value=say_figure(voice, fact.indicator, measure.value),
            when=say_when(voice, measure, view.in_year),
        ),
        say_height(voice, place),
    ]
    said += [
        voice.say(
            "{name} : {value} ({when})",
            name=name_place(voice, view.gazetteer, beside.measured),
            value=say_short(voice, fact.indicator, beside.value),
            when=say_when(voice, beside, view.in_year),
        )
        for beside in (place.france, place.around)
        if beside is not None and beside.value is not None and beside.key != measure.measured
    ]
    return " · ".join(part for part in said if part)


def _say_owner(view: View, owner: TerritoryKey) -> str:
    """Whose figure a territory without its own one is shown."""
    return view.voice.say(
        "Ce chiffre n’est pas celui de « {name} », pour qui les fichiers lus n’en ont pas : c’est "
        "celui {lender}.",
        name=plain(view.portrait.territory.name),
        lender=plain(say_lender(view.voice, view.gazetteer.get(owner))),
    )


@st.fragment
def _draw_place(view: View, fact: Fact, place: Position) -> None:
    """Among the territories of its level, beside those that the reader wants."""
    voice, where = view.voice, fact.latest.measured
    company = measured_beside.choose(view, where)
    others = read_beside(view.indicators, view.gazetteer, company.keys, fact.indicator.id)
    if company.named:
        measured_beside.draw_named(view, others)
    name, year = fact.indicator.id, place.measure.year
    level = view.kept(
        lambda: read_level(view.indicators, where.level, name, year),
        "level",
        where.level,
        name,
        year,
    )
    keys = tuple(measure.measured for measure in others)
    exhibit.show(
        voice,
        f"place-{fact.indicator.id}",
        view.draw(
            partial(
                charts.draw_strip, voice, view.gazetteer, place, level, keys, named=company.named
            ),
            "place",
            fact.indicator.id,
            where,
            company,
        ),
        lambda: tables.indicator_table(
            voice, view.gazetteer, place, level, keys, in_year=view.in_year
        ),
        caption=view.source([place.measure], beside=(place.france, place.around)),
        nothing=voice.say("Un territoire seul n’a pas de place parmi d’autres."),
    )


def _draw_years(view: View, fact: Fact) -> None:
    """Its years, where there are several."""
    voice, indicators = view.voice, view.indicators
    known = [measure for measure in fact.series if measure.value is not None]
    if len(known) < 2:
        st.caption(voice.say("Une seule année dans les fichiers lus : pas d’évolution."))
        return
    where = fact.latest.measured
    region = indicators.position(where, fact.indicator.id).around
    beside = indicators.series(region.key, fact.indicator.id) if region else ()
    france = indicators.series(FRANCE, fact.indicator.id) if where != FRANCE else ()
    exhibit.show(
        voice,
        f"annees-{fact.indicator.id}",
        view.draw(
            partial(charts.draw_evolution, voice, view.gazetteer, fact.series, beside, france),
            "annees",
            fact.indicator.id,
            where,
        ),
        lambda: tables.years_table(voice, view.gazetteer, fact.series, beside, france),
        caption=view.source(fact.series, beside=(*beside, *france)),
    )
