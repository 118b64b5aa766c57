"""Choosing a territory: by its name, its code or a postcode, or drawing one's own perimeter."""

import streamlit as st

from diagnostic.campaigns import Diagnostic
from diagnostic.territories import (
    Match,
    MatchReason,
    Perimeter,
    PerimeterKind,
    PerimeterRefused,
    Territory,
    TerritoryKey,
    TerritoryLevel,
)
from diagnostic.texts import Voice
from diagnostic.texts.typography import typeset
from diagnostic.ui import session
from diagnostic.ui.escaping import plain

CHOSEN = "territoire-choisi"
MEMBERS = "communes-choisies"


def name_of(territory: TerritoryKey | Perimeter) -> str:
    """The territory's name, told apart from its homonyms; a perimeter's own name, escaped."""
    if isinstance(territory, Perimeter):
        return plain(territory.name)
    gazetteer = session.gazetteer()
    return gazetteer.label(gazetteer.get(territory))


def territory_of(diagnostic: Diagnostic) -> Territory:
    """The territory of a diagnostic; a perimeter as the gazetteer makes one of it.

    Raises UnknownTerritory and PerimeterRefused.
    """
    where = diagnostic.territory
    if isinstance(where, Perimeter):
        return session.gazetteer().as_territory(where, diagnostic.code)
    return session.gazetteer().get(where)


def pick() -> TerritoryKey | Perimeter | None:
    """The territory chosen on the page; None until there is one."""
    voice = session.voice()
    kind = st.segmented_control(
        voice.say("Quel territoire ?"),
        ["known", "communes", "quartier"],
        format_func={
            "known": voice.say("Un territoire de France"),
            "communes": voice.say("Plusieurs communes à vous"),
            "quartier": voice.say("Un quartier d’une commune"),
        }.__getitem__,
        default="known",
        required=True,
        key="genre-de-territoire",
    )
    if kind == "known":
        return _pick_known()
    return _draw_perimeter(PerimeterKind(str(kind)))


def _pick_known() -> TerritoryKey | None:
    match = search(where="recherche", levels=None)
    if match is not None:
        session.remember(CHOSEN, str(match.key))
    kept = session.recall(CHOSEN)
    return TerritoryKey.parse(kept) if kept else None


def search(where: str, levels: tuple[TerritoryLevel, ...] | None) -> Territory | None:
    """A search field of its own, `where`, and its findings; returns the one just picked."""
    voice, gazetteer = session.voice(), session.gazetteer()
    words = st.text_input(
        voice.say("Nom, code ou code postal"),
        key=where,
        placeholder=voice.say("Par exemple : Saint-Étienne, 42, 42000, Grand Lyon…"),
        max_chars=100,
        live=True,
    )
    if not words or not words.strip():
        return None
    found = gazetteer.search(words, levels=levels, limit=12)
    if not found:
        st.info(
            voice.say(
                "Aucun territoire trouvé. Vérifiez l’orthographe, ou essayez le code postal, ou le "
                "nom du département."
            )
        )
        return None
    picked = None
    for match in found:
        if _draw_match(match, where):
            picked = match.territory
    return picked


def describe(territory: Territory, former: str = "") -> str:
    """« commune · 347 habitants (2023) · Isère · Auvergne-Rhône-Alpes »; `former`: an old name."""
    voice, gazetteer = session.voice(), session.gazetteer()
    notes = [name_level(voice, territory.key.level)]
    if territory.population is not None:
        notes.append(
            voice.say_many(
                "{number} habitant ({year})",
                "{number} habitants ({year})",
                territory.population,
                year=territory.population_year,
            )
        )
    if former:
        notes.append(voice.say("anciennement « {name} »", name=former))
    if territory.level is not TerritoryLevel.PERIMETER:
        notes += [
            parent.name
            for parent in gazetteer.parents(territory.key)
            if parent.key.level is not TerritoryLevel.COUNTRY
        ]
    said = " · ".join(notes)
    return typeset(said) if voice.language == "fr" else said


def _draw_match(match: Match, where: str) -> bool:
    territory = match.territory
    former = match.matched if match.reason is MatchReason.FORMER_NAME else ""
    name = session.gazetteer().label(territory)
    return st.button(
        f"**{name}** · {describe(territory, former)}",
        key=f"{where}:{territory.key}",
        icon=":material/location_on:",
    )


def _draw_perimeter(kind: PerimeterKind) -> Perimeter | None:
    voice, gazetteer = session.voice(), session.gazetteer()
    name = st.text_input(
        voice.say("Nom du périmètre")
        if kind == PerimeterKind.COMMUNES
        else voice.say("Nom du quartier"),
        key=f"nom:{kind}",
        max_chars=120,
    )
    members: list[str] = session.recall(f"{MEMBERS}:{kind}") or []
    found = search(where=f"ajout:{kind}", levels=(TerritoryLevel.COMMUNE,))
    if found is not None and str(found.key) not in members:
        members = [*members, str(found.key)] if kind == PerimeterKind.COMMUNES else [str(found.key)]
        session.remember(f"{MEMBERS}:{kind}", members)
    if members:
        kept = st.pills(
            voice.say("Communes retenues (touchez pour retirer)")
            if kind == PerimeterKind.COMMUNES
            else voice.say("Commune du quartier"),
            members,
            default=members,
            format_func=lambda key: gazetteer.label(gazetteer.get(TerritoryKey.parse(key))),
            selection_mode="multi",
            key=f"retenues:{kind}:{len(members)}",
        )
        if set(kept) != set(members):
            session.remember(f"{MEMBERS}:{kind}", [key for key in members if key in kept])
            session.draw_again()
    if not name or not members:
        st.caption(voice.say("Donnez un nom, puis ajoutez au moins une commune."))
        return None
    try:
        perimeter = Perimeter(name, kind, tuple(TerritoryKey.parse(key) for key in members))
        gazetteer.check(perimeter)
    except PerimeterRefused as refusal:
        st.error(str(refusal))
        return None
    return perimeter


def name_level(voice: Voice, level: TerritoryLevel) -> str:
    """« intercommunalité »."""
    return {
        TerritoryLevel.COUNTRY: voice.say("pays"),
        TerritoryLevel.REGION: voice.say("région"),
        TerritoryLevel.DEPARTMENT: voice.say("département"),
        TerritoryLevel.EPCI: voice.say("intercommunalité"),
        TerritoryLevel.COMMUNE: voice.say("commune"),
        TerritoryLevel.COLLECTIVITY: voice.say("collectivité d’outre-mer"),
        TerritoryLevel.PERIMETER: voice.say("périmètre choisi"),
    }[level]
