"""« Me comparer à »: France and the région always; then peers, or the territories one names."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from diagnostic import tables
from diagnostic.indicators import Measure, Peers, Sense
from diagnostic.readings.measured import say_peers
from diagnostic.readings.measures import name_place, say_figure, say_missing
from diagnostic.readings.provenance import say_when, say_whose
from diagnostic.territories import FRANCE, TerritoryKey, TerritoryLevel
from diagnostic.territories.spelling import fold
from diagnostic.ui import session, territory_picker
from diagnostic.ui.escaping import plain
from diagnostic.ui.measured_view import View

MOST_NAMED = 5
NAMED = "territoires-nommes"
NATION, PEERS, CHOSEN = "pays", "proches", "nommes"
_LEVELS = (
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.EPCI,
    TerritoryLevel.COMMUNE,
)


@dataclass(frozen=True, slots=True)
class Company:
    """Whom a territory is set beside, besides France and its région."""

    keys: tuple[TerritoryKey, ...] = ()
    """Peers from the most alike; named ones by their name."""
    named: bool = False
    """True for territories that the reader named."""


def choose(view: View, where: TerritoryKey) -> Company:
    """The company that the reader wants for `where`, a territory of the table."""
    voice = view.voice
    labels = {
        NATION: voice.say("la France et la région"),
        PEERS: voice.say("des territoires proches"),
        CHOSEN: voice.say("des territoires que je nomme"),
    }
    kind = st.segmented_control(
        voice.say("Me comparer à"),
        list(labels),
        format_func=labels.__getitem__,
        default=PEERS,
        required=True,
        key="comparer-a",
        persist_state="session",
        wrap=True,
    )
    if kind == PEERS:
        return Company(_choose_peers(view, where))
    if kind == CHOSEN:
        return Company(_choose_named(view, where), named=True)
    return Company()


def draw_named(view: View, measures: Iterable[Measure]) -> None:
    """The territories that the reader named, each with its figure, in alphabetical order."""
    voice = view.voice
    lines = []
    for measure in measures:
        name = plain(name_place(voice, view.gazetteer, measure.key))
        if measure.value is None:
            said = say_missing(voice, measure)
        else:
            when = (say_when(voice, measure, view.in_year), say_whose(voice, measure))
            said = voice.say(
                "{value} ({when})",
                value=say_figure(voice, measure.indicator, measure.value),
                when=", ".join(part for part in when if part),
            )
        lines.append(voice.say("- **{name}** : {said}", name=name, said=said))
    st.markdown("\n".join(lines))


def _choose_peers(view: View, where: TerritoryKey) -> tuple[TerritoryKey, ...]:
    """The nearest on the indicators that the reader keeps, and why they are these ones."""
    voice, indicators = view.voice, view.indicators
    usual = indicators.structure(where.level)
    if not usual or where == FRANCE:
        st.caption(say_peers(voice, indicators.peers(where)))
        return ()
    with st.expander(
        voice.say("Qui sont ces territoires proches, et pourquoi eux ?"),
        icon=":material/group:",
        key=f"proches:{where}",
        on_change="rerun",
    ) as explained:
        if explained.open:
            # Drawn under the names, read before them.
            names, below = st.container(), st.container()
            with below:
                on = _choose_structure(view, where.level, usual)
            peers = indicators.peers(where, on or usual)
            with names:
                _draw_peers(view, peers)
        else:
            on = tuple(session.recall(_structure(where.level)) or usual)
            peers = indicators.peers(where, on)
    if not peers.nearest and not explained.open:
        st.caption(say_peers(voice, peers))
    return tuple(peer.key for peer in peers.nearest)


def _draw_peers(view: View, peers: Peers) -> None:
    voice = view.voice
    st.markdown(say_peers(voice, peers))
    if peers.nearest:
        st.caption(voice.say("Du plus ressemblant au moins ressemblant :"))
        table = tables.peers_table(voice, view.gazetteer, view.indicators, peers)
        st.table(tables.escape_markdown(table), hide_index=True)


def _structure(level: TerritoryLevel) -> str:
    return f"ressemblance:{level}"


def _choose_structure(view: View, level: TerritoryLevel, usual: tuple[str, ...]) -> tuple[str, ...]:
    """What territories must have alike: the usual indicators, and others that only describe."""
    voice, indicators = view.voice, view.indicators
    others = [
        one.id
        for one in indicators.all
        if one.sense is Sense.CONTEXT and one.id not in usual and indicators.years(level, one.id)
    ]
    chosen = st.pills(
        voice.say("Se ressembler par"),
        [*usual, *others],
        format_func=lambda name: indicators.indicator(name).label.of(voice.language),
        selection_mode="multi",
        default=list(usual),
        key=_structure(level),
        persist_state="session",
    )
    if not chosen:
        st.caption(voice.say("Rien n’est choisi : les cinq critères habituels servent."))
    return tuple(chosen)


def _choose_named(view: View, where: TerritoryKey) -> tuple[TerritoryKey, ...]:
    """Territories searched by their name, in alphabetical order."""
    voice, gazetteer = view.voice, view.gazetteer
    named: list[str] = session.recall(NAMED) or []
    if len(named) < MOST_NAMED:
        found = territory_picker.search(f"comparer:{len(named)}", levels=_LEVELS)
        if found is not None and str(found.key) not in (*named, str(where)):
            session.remember(NAMED, [*named, str(found.key)])
            session.draw_again()
    else:
        st.caption(
            voice.say("{most} territoires au plus : retirez-en un.", most=voice.whole(MOST_NAMED))
        )
    if not named:
        return ()
    labels = {key: gazetteer.label(gazetteer.get(TerritoryKey.parse(key))) for key in named}
    ordered = sorted(named, key=lambda key: fold(labels[key]))
    kept = st.pills(
        voice.say("Territoires comparés (touchez pour retirer)"),
        ordered,
        default=ordered,
        format_func=labels.__getitem__,
        selection_mode="multi",
        key=f"compares:{','.join(ordered)}",
    )
    if set(kept) != set(named):
        session.remember(NAMED, [key for key in named if key in kept])
        session.draw_again()
    return tuple(TerritoryKey.parse(key) for key in ordered)
