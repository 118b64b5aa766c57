"""R3 « vécu et mesuré »: what people feel beside what the statistics say, domain by domain."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from diagnostic import charts, tables
from diagnostic.indicators import OBJECTIVE_CUT, PERCEIVED_CUT, R3
from diagnostic.readings.crossings import (
    Crossing,
    read_crossings,
    say_borrowing,
    say_crossings,
    say_group,
)
from diagnostic.readings.provenance import say_producers, say_sources
from diagnostic.territories import PerimeterRefused, Territory, UnknownTerritory
from diagnostic.texts import Voice
from diagnostic.ui import exhibit, explaining, measured_facts, session, shelf, territory_picker
from diagnostic.ui.escaping import plain
from diagnostic.ui.reading_panels import View, draw_domain_detail

FELT_CUTS = (4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 8.0)
MEASURED_CUTS = (0.25, 1 / 3, OBJECTIVE_CUT, 2 / 3, 0.75)
PLACE = "vecu"


def draw(view: View) -> None:
    """The names and their domains, the chart, the cuts, what is not measured, one domain."""
    voice, diagnostic, gazetteer = view.voice, session.diagnostic(), session.gazetteer()
    assert diagnostic is not None
    # The cuts are read before the sentences and the chart, and stand after them.
    above, below = st.container(), st.container()
    with below:
        cut, objective_cut = _choose_cuts(voice)
    readings = view.domains()
    try:
        territory = territory_picker.territory_of(diagnostic)
        crossings = read_crossings(
            readings, session.indicators(), territory, gazetteer, cut, objective_cut
        )
    except (UnknownTerritory, PerimeterRefused) as refusal:
        st.error(plain(str(refusal)))
        return
    with above:
        _draw_words(voice, crossings)
        positions = [crossing.objective for crossing in crossings]
        borrowing = say_borrowing(voice, gazetteer, crossings)
        exhibit.show(
            voice,
            PLACE,
            shelf.kept(
                ("chart", PLACE, view.key, session.imports_in_force(), cut, objective_cut),
                lambda: charts.draw_crossing(
                    voice,
                    crossings,
                    cut=cut,
                    objective_cut=objective_cut,
                    dark=view.dark,
                    wall=view.wall,
                ),
            ),
            lambda: tables.crossing_table(voice, crossings),
            caption=" ".join(
                part
                for part in (
                    voice.say("Vécu : réponses au questionnaire, regroupées par regard."),
                    voice.say("Mesuré : place parmi les territoires du même niveau."),
                    plain(borrowing),
                    say_producers(voice, (part.measure for p in positions for part in p.parts)),
                )
                if part
            ),
            nothing=voice.say("Aucun domaine n’est à la fois noté ici et mesuré."),
            choices={r.domain.id: r.domain.name.of(voice.language) for r in readings},
        )
        row = explaining.choose_row(PLACE, (reading.domain.id for reading in readings))
        explaining.draw(voice, PLACE, view.catalogue, (f"R3.{row}",))
    with below:
        _draw_unmeasured(voice, crossings)
        draw_domain_detail(view, PLACE, readings)
        _draw_measured(voice, territory, session.recall(f"choix:{PLACE}"))


def _draw_words(voice: Voice, crossings: tuple[Crossing, ...]) -> None:
    st.markdown(say_crossings(voice, crossings))
    groups = [said for name in R3 if (said := say_group(voice, name, crossings))]
    if groups:
        st.markdown("\n".join(f"- {said}" for said in groups))


def _choose_cuts(voice: Voice) -> tuple[float, float]:
    """From which mark a domain is felt as fragile, from which place it is measured as such."""
    with st.expander(voice.say("Déplacer les repères"), icon=":material/tune:"):
        cut = st.segmented_control(
            voice.say("Ressenti comme fragile à partir de (note sur 10)"),
            FELT_CUTS,
            format_func=voice.number,
            default=PERCEIVED_CUT,
            required=True,
            key="repere-vecu",
            persist_state="session",
            wrap=True,
        )
        objective_cut = st.segmented_control(
            voice.say("Mesuré comme fragile à partir de : plus fragile que"),
            MEASURED_CUTS,
            format_func=voice.percent,
            default=OBJECTIVE_CUT,
            required=True,
            key="repere-mesure",
            persist_state="session",
            wrap=True,
        )
        st.caption(
            voice.say(
                "Ces repères ne disent ni bien ni mal : ils partagent le dessin en quatre. "
                "{cut} est le niveau des premières notes nationales de 2019, {half} le milieu "
                "des territoires du même niveau.",
                cut=voice.mark(PERCEIVED_CUT),
                half=voice.percent(OBJECTIVE_CUT),
            )
        )
    return float(cut or PERCEIVED_CUT), float(objective_cut or OBJECTIVE_CUT)


def _draw_unmeasured(voice: Voice, crossings: Iterable[Crossing]) -> None:
    """The domains without a measure, each with its reason."""
    missing = [
        voice.say(
            "- **{domain}** : {reason}",
            domain=crossing.domain.name.of(voice.language),
            reason=crossing.objective.reason.of(voice.language),
        )
        for crossing in crossings
        if crossing.objective.reason is not None
    ]
    if missing:
        with st.expander(
            voice.say_many(
                "{number} domaine sans mesure", "{number} domaines sans mesure", len(missing)
            ),
            icon=":material/visibility_off:",
        ):
            st.markdown("\n".join(missing))


def _draw_measured(voice: Voice, territory: Territory, domain_id: str) -> None:
    """The figures of the domain in detail, and the way to all of them."""
    indicators, gazetteer = session.indicators(), session.gazetteer()
    facts = {fact.indicator.id: fact for fact in indicators.of(territory, gazetteer)}
    measures = indicators.domain_links(domain_id).measures
    if measures:
        st.markdown(voice.say("**Ce que les chiffres en disent**"))
        found = [facts[link.indicator.id] for link in measures]
        measured_facts.draw_table(voice, indicators, found, date.today().year)
        st.caption(plain(say_sources(voice, (fact.latest for fact in found))))
    st.page_link(
        "pages/territoire/mesures.py",
        label=voice.say("Tous les faits mesurés de ce territoire"),
        icon=":material/monitoring:",
    )
