"""R4 « fragilité et capacité »: the matrix, its four names, and the first experiment to launch."""

import streamlit as st

from diagnostic import charts, tables
from diagnostic.readings.matrix import (
    Standing,
    read_matrix,
    say_corner,
    say_experiment,
    say_matrix,
)
from diagnostic.readings.rules import LEVELS, CornerName, Rules
from diagnostic.texts import Voice
from diagnostic.ui import exhibit, explaining, shelf
from diagnostic.ui.reading_panels import View, draw_domain_detail

FRAGILITY_CUTS = (4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 8.0)
CAPACITY_CUTS = (1.0, 1.5, 2.0, 2.5, 3.0)
PLACE = "matrice"


def draw(view: View) -> None:
    """The sentences, the chart with its table, the cuts, and one domain in detail."""
    voice, rules = view.voice, view.rules
    # The cuts are read before the sentences and the chart, and stand after them.
    above, below = st.container(), st.container()
    with below:
        cut, capacity_cut = _choose_cuts(voice, rules)
    readings = view.domains()
    standings = read_matrix(rules, readings, view.shown, view.viewpoints, cut, capacity_cut)
    placed = [r for r, one in zip(readings, standings, strict=True) if one.corner]
    with above:
        _draw_words(voice, rules, standings)
        exhibit.show(
            voice,
            PLACE,
            shelf.kept(
                ("chart", PLACE, view.key, cut, capacity_cut),
                lambda: charts.draw_matrix(
                    voice,
                    rules,
                    standings,
                    cut=cut,
                    capacity_cut=capacity_cut,
                    dark=view.dark,
                    wall=view.wall,
                ),
            ),
            lambda: tables.matrix_table(voice, rules, standings),
            caption=voice.say(
                "Réponses au questionnaire, chaque regard comptant autant. La capacité et "
                "l’impact attendu ne sont demandés que sur les priorités de chacun."
            ),
            nothing=voice.say("Aucun domaine ne peut encore être placé."),
            choices={r.domain.id: r.domain.name.of(voice.language) for r in placed},
        )
        if placed:
            row = explaining.choose_row(PLACE, (r.domain.id for r in placed))
            explaining.draw(voice, PLACE, view.catalogue, (f"R4.{row}", f"R1.{row}.croisee"))
    if placed:
        with below:
            draw_domain_detail(view, PLACE, placed)


def _draw_words(voice: Voice, rules: Rules, standings: tuple[Standing, ...]) -> None:
    experiment = say_experiment(voice, standings)
    st.markdown(f"**{experiment}**" if experiment else say_matrix(voice, standings))
    groups = [said for name in CornerName if (said := say_corner(voice, rules, name, standings))]
    if groups:
        st.markdown("\n".join(f"- {said}" for said in groups))
    if experiment:
        st.caption(say_matrix(voice, standings))


def _choose_cuts(voice: Voice, rules: Rules) -> tuple[float, float]:
    """From which mark a domain is called fragile, from which level the capacity is there."""
    usual, able = rules.matrix.fragility, rules.matrix.capacity
    with st.expander(voice.say("Déplacer les repères"), icon=":material/tune:"):
        cut = st.segmented_control(
            voice.say("Fragile à partir de (note sur 10)"),
            sorted({*FRAGILITY_CUTS, usual}),
            format_func=voice.number,
            default=usual,
            required=True,
            key="repere-fragilite",
            persist_state="session",
            wrap=True,
        )
        capacity_cut = st.segmented_control(
            voice.say("Capacité d’agir ensemble à partir de (niveau sur {most})", most=LEVELS),
            sorted({*CAPACITY_CUTS, able}),
            format_func=voice.number,
            default=able,
            required=True,
            key="repere-capacite",
            persist_state="session",
            wrap=True,
        )
        st.caption(
            voice.say(
                "Ces repères ne disent ni bien ni mal : ils partagent le dessin en quatre. "
                "{cut} est le niveau des premières notes nationales de 2019 ; {able}, « en "
                "développement », celui où plusieurs actions communes existent.",
                cut=voice.mark(usual),
                able=voice.mark(able, LEVELS),
            )
        )
    return float(cut or usual), float(capacity_cut or able)
