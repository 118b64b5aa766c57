"""The only part of the application that goes on the internet, and only when it is told to."""

import streamlit as st

from diagnostic.exchange.online import (
    Composition,
    OnlineRefused,
    Web,
    askable,
    geo_address,
    melodi_addresses,
)
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.texts import Voice
from diagnostic.texts.typography import typeset
from diagnostic.ui import session, territory_picker
from diagnostic.ui.data import examine
from diagnostic.ui.escaping import plain

PLACE = "internet"
FOUND = f"trouve:{PLACE}"
COMPOSED = "composition-lue"
SHOWN = 20


@st.fragment
def draw_online() -> None:
    """What would be asked and sent, two buttons, and what came back."""
    voice = session.voice()
    st.header(voice.say("Chercher sur internet (à votre demande)"), anchor=False)
    st.markdown(
        voice.say(
            "Rien ne part d’ici sans que vous pressiez un bouton. Seuls partent des codes de "
            "territoires, publics ; ni votre nom, ni vos réponses."
        )
    )
    diagnostic = session.diagnostic()
    territory = diagnostic.territory if diagnostic else territory_picker.pick()
    if territory is None:
        return
    keys = askable(_keys(territory))
    if not keys:
        st.caption(voice.say("Ces services ne connaissent pas ce territoire tel quel."))
        return
    with st.container(border=True):
        st.markdown(
            voice.say(
                "**Insee, Melodi** : population, revenu médian et taux de pauvreté de "
                "{territory}. Les adresses appelées :",
                territory=plain(territory_picker.name_of(territory)),
            )
        )
        st.code("\n".join(melodi_addresses(keys)), language=None, wrap_lines=True)
        if st.button(
            voice.say("Demander à l’Insee"), key="demander:insee", icon=":material/cloud_download:"
        ):
            _ask_insee(keys, voice)
        found = session.recall(FOUND)
        if found and found[0] == keys:
            examine(PLACE, "melodi-insee.csv", found[1], str(found[2]))
    if len(keys) == 1:
        with st.container(border=True):
            _draw_composition(keys[0], voice)


def _keys(territory: TerritoryKey | Perimeter) -> tuple[TerritoryKey, ...]:
    return territory.members if isinstance(territory, Perimeter) else (territory,)


def _ask_insee(keys: tuple[TerritoryKey, ...], voice: Voice) -> None:
    try:
        with st.spinner(voice.say("L’Insee est interrogé…"), show_time=True):
            content = Web().measures(keys)
    except OnlineRefused as refusal:
        session.remember(FOUND, None)
        st.error(typeset(plain(str(refusal))))
        return
    asked = session.recall("demandes") or 0
    session.remember("demandes", asked + 1)
    session.remember(FOUND, (keys, content, asked))


def _draw_composition(key: TerritoryKey, voice: Voice) -> None:
    st.markdown(
        voice.say(
            "**geo.api.gouv.fr** : la liste des communes du territoire, pour savoir si celle de "
            "l’application est à jour. L’adresse appelée :"
        )
    )
    st.code(geo_address(key), language=None, wrap_lines=True)
    if st.button(
        voice.say("Vérifier les communes"), key="demander:geo", icon=":material/travel_explore:"
    ):
        try:
            with st.spinner(voice.say("geo.api.gouv.fr est interrogé…"), show_time=True):
                found = Web().composition(key, session.gazetteer())
        except OnlineRefused as refusal:
            session.remember(COMPOSED, None)
            st.error(typeset(plain(str(refusal))))
            return
        session.remember(COMPOSED, (key, found))
    kept = session.recall(COMPOSED)
    if kept and kept[0] == key:
        _tell_composition(key, kept[1], voice)


def _tell_composition(key: TerritoryKey, found: Composition, voice: Voice) -> None:
    if not found.added and not found.gone:
        st.success(
            voice.say_many(
                "La liste est la même : {number} commune.",
                "La liste est la même : {number} communes.",
                len(found.members),
            )
        )
    else:
        added = [plain(f"{member.name} ({member.code})") for member in found.added]
        gone = [plain(name) for name in found.gone]
        st.warning(
            voice.say(
                "La liste a changé. Là-bas et pas ici : {added}. Ici et pas là-bas : {gone}. "
                "Celle de l’application vient du code officiel géographique de 2026 ; une mise à "
                "jour de l’application la changera.",
                added=_several(added, voice),
                gone=_several(gone, voice),
            )
        )
    if found.population is not None:
        territory = session.gazetteer().get(key)
        st.markdown(
            voice.say(
                "Population là-bas : {there}. Ici : {here} ({year}). geo.api.gouv.fr ne dit pas "
                "l’année de la sienne : elle est montrée, jamais importée.",
                there=voice.whole(found.population),
                here=voice.whole(territory.population),
                year=territory.population_year or voice.say("année inconnue"),
            )
        )


def _several(names: list[str], voice: Voice) -> str:
    if not names:
        return voice.say("aucune")
    shown = ", ".join(names[:SHOWN])
    rest = len(names) - SHOWN
    if rest <= 0:
        return shown
    return voice.say_many(
        "{words} et {number} autre", "{words} et {number} autres", rest, words=shown
    )
