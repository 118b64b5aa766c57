"""One figure over the country: a square per département or région, or the user's own borders."""

import json
from dataclasses import dataclass
from functools import partial

import streamlit as st

from diagnostic import charts, tables
from diagnostic.charts import Borders, read_borders
from diagnostic.indicators import Indicator
from diagnostic.problems import ContentRefused
from diagnostic.readings.measures import read_level
from diagnostic.territories import Territory, TerritoryKey, TerritoryLevel
from diagnostic.texts.typography import typeset
from diagnostic.ui import exhibit, session
from diagnostic.ui.escaping import plain
from diagnostic.ui.measured_view import View
from diagnostic.ui.territory_picker import name_level

LARGEST = 5
"""Megabytes of borders; France by intermunicipality takes half of one once simplified."""
LOADED = "contours"
OWN = "contours"
_LEVELS = (TerritoryLevel.DEPARTMENT, TerritoryLevel.REGION, TerritoryLevel.EPCI)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Borders read from a file, kept for this visit only."""

    name: str
    identity: str
    """Tells this file from the one before."""
    level: TerritoryLevel
    borders: Borders


@st.fragment
def draw(view: View, indicator: Indicator) -> None:
    """The map that the reader chooses; the territory, or the one that holds it, is marked."""
    voice = view.voice
    labels = {
        str(TerritoryLevel.DEPARTMENT): voice.say("Départements"),
        str(TerritoryLevel.REGION): voice.say("Régions"),
        OWN: voice.say("Vos contours"),
    }
    kind = st.segmented_control(
        voice.say("Sur la carte de France"),
        list(labels),
        format_func=labels.__getitem__,
        default=str(TerritoryLevel.DEPARTMENT),
        required=True,
        key="carte",
        persist_state="session",
    )
    if kind == OWN:
        _draw_own(view, indicator)
    else:
        _draw_tiles(view, indicator, TerritoryLevel(str(kind)))


def _draw_tiles(view: View, indicator: Indicator, level: TerritoryLevel) -> None:
    voice, gazetteer = view.voice, view.gazetteer
    measures = view.kept(
        lambda: read_level(view.indicators, level, indicator.id), "level", level, indicator.id
    )
    if not measures:
        st.caption(
            voice.say(
                "Ce chiffre n’existe pas par {level} dans les fichiers lus.",
                level=name_level(voice, level),
            )
        )
        if view.indicators.years(TerritoryLevel.EPCI, indicator.id):
            st.caption(
                voice.say(
                    "Il existe par intercommunalité : choisissez « Vos contours » pour le voir sur "
                    "une carte."
                )
            )
        return
    marked = _find_marked(view.portrait.territory, level)
    exhibit.show(
        voice,
        f"carte-{level}-{indicator.id}",
        view.draw(
            partial(charts.draw_tilemap, voice, gazetteer, measures, marked),
            "carte",
            indicator.id,
            level,
        ),
        lambda: tables.level_table(voice, gazetteer, measures, in_year=view.in_year),
        caption=view.source(measures),
    )


def _draw_own(view: View, indicator: Indicator) -> None:
    voice, gazetteer = view.voice, view.gazetteer
    st.caption(
        voice.say(
            "Un fichier GeoJSON de départements, de régions ou d’intercommunalités, avec leurs "
            "codes officiels, de {largest} Mo au plus. Il sert à dessiner cette page ; il n’est ni "
            "gardé, ni envoyé ailleurs.",
            largest=LARGEST,
        )
    )
    file = st.file_uploader(
        voice.say("Fichier de contours (GeoJSON)"), key="fichier-contours", max_upload_size=LARGEST
    )
    if file is not None:
        _load(view, file.name, file.getvalue(), file.file_id)
    sheet = session.recall(LOADED)
    if not isinstance(sheet, Sheet):
        return
    if file is None and st.button(
        voice.say("Retirer les contours de « {name} »", name=plain(sheet.name)),
        icon=":material/delete:",
    ):
        session.forget(LOADED)
        session.draw_again()
    measures = read_level(view.indicators, sheet.level, indicator.id)
    if not measures:
        st.caption(
            voice.say(
                "Ce chiffre n’existe pas par {level} dans les fichiers lus.",
                level=name_level(voice, sheet.level),
            )
        )
        return
    exhibit.show(
        voice,
        f"contours-{indicator.id}",
        # Drawn each time: borders are of one visitor, and heavy to keep for all.
        charts.draw_borders(
            voice,
            gazetteer,
            sheet.borders,
            measures,
            _find_marked(view.portrait.territory, sheet.level),
            in_year=view.in_year,
            dark=view.dark,
            wall=view.wall,
        ),
        lambda: tables.level_table(voice, gazetteer, measures, in_year=view.in_year),
        caption=view.source(measures),
    )
    if sheet.borders.strangers:
        st.caption(
            voice.say_many(
                "{number} contour sans territoire correspondant est laissé de côté.",
                "{number} contours sans territoire correspondant sont laissés de côté.",
                sheet.borders.strangers,
            )
        )


def _load(view: View, name: str, content: bytes, identity: str) -> None:
    """Reads a file once; a refusal is said, and nothing is drawn."""
    sheet = session.recall(LOADED)
    if isinstance(sheet, Sheet) and sheet.identity == identity:
        return
    session.forget(LOADED)
    try:
        level, borders = _read(view, name, content)
    except ContentRefused as refusal:
        for problem in refusal.problems:
            st.error(typeset(plain(f"{name} : {problem.cause} {problem.cure}")))
        return
    except (ValueError, RecursionError):
        st.error(
            view.voice.say(
                "« {name} » n’est pas un fichier GeoJSON lisible. Exportez-le en GeoJSON "
                "(UTF-8, longitudes et latitudes), puis rechargez-le.",
                name=plain(name),
            )
        )
        return
    session.remember(LOADED, Sheet(name, identity, level, borders))


def _read(view: View, name: str, content: bytes) -> tuple[TerritoryLevel, Borders]:
    """The borders and their level: the one whose codes most shapes have.

    Raises ValueError and RecursionError for what is not JSON, ContentRefused for other contents.
    """
    parsed = json.loads(content.decode("utf-8-sig"))
    found: list[tuple[TerritoryLevel, Borders]] = []
    refused: ContentRefused | None = None
    for level in _LEVELS:
        codes = [key.code for key in view.indicators.territories(level)]
        try:
            found.append((level, read_borders(parsed, codes, name)))
        except ContentRefused as refusal:
            refused = refused or refusal
    if not found:
        assert refused is not None
        raise refused
    return max(found, key=lambda one: len(one[1].outlines))


def _find_marked(territory: Territory, level: TerritoryLevel) -> TerritoryKey | None:
    """The territory itself, or the one of this level that holds it."""
    if territory.level is level:
        return territory.key
    code = {
        TerritoryLevel.DEPARTMENT: territory.department_code,
        TerritoryLevel.REGION: territory.region_code,
        TerritoryLevel.EPCI: territory.epci_code,
    }[level]
    return TerritoryKey(level, code) if code else None
