"""One reading at a time: its sentence, its chart, its table, its sources, and its detail."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from diagnostic import charts, tables
from diagnostic.benchmarks import Benchmark, Benchmarks
from diagnostic.campaigns import LocalQuestion
from diagnostic.charts import Chart
from diagnostic.confidence import FEWEST_FOR_INTERVAL, Release
from diagnostic.confidence.families import Families
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.readings import (
    DomainReading,
    GapName,
    read_anchors,
    read_axes,
    read_domains,
    read_items,
    say_anchor,
    say_axes,
    say_fragilities,
    sort_by_gap,
)
from diagnostic.readings.cooperation import say_weights
from diagnostic.readings.explanations import Beside, Catalogue, Measured
from diagnostic.readings.fragilities import say_agreement, say_divided
from diagnostic.readings.rules import Rules, current_rules
from diagnostic.readings.settings import Setting
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice
from diagnostic.ui import exhibit, explaining, session, shelf, territory_picker
from diagnostic.ui.escaping import plain

T = TypeVar("T")

MOST_COMMENTS = 50


@dataclass(frozen=True, slots=True)
class View:
    """What every panel needs to draw."""

    voice: Voice
    questionnaire: Questionnaire
    shown: Release
    own: tuple[LocalQuestion, ...]
    """The territory's own questions, compared with nothing."""
    viewpoints: tuple[Viewpoint, ...]
    key: Hashable
    """Changes whenever anything that is drawn does: figures are made once for each key."""
    comments: Callable[[], Mapping[str, Sequence[tuple[Viewpoint, str]]]]
    """Question id → regard and comment, read only where a question is seen in detail."""
    families: Callable[[], Families]
    """The families of answers of the wave, made once for each state of the answers."""
    wall: bool
    dark: bool
    setting: Setting | None = None
    """What a kept state was read with; None for today's."""

    def kept(self, kind: str, name: str, make: Callable[[], T]) -> T:
        """What `make` makes for this view, made once."""
        return shelf.kept((kind, name, self.key), make)

    @property
    def benchmarks(self) -> Benchmarks:
        return self.setting.benchmarks if self.setting else session.benchmarks()

    @property
    def rules(self) -> Rules:
        return self.setting.rules if self.setting else current_rules()

    def domains(self) -> tuple[DomainReading, ...]:
        return self.kept(
            "read",
            "domains",
            lambda: read_domains(self.questionnaire, self.shown, self.benchmarks, self.viewpoints),
        )

    def catalogue(self) -> Catalogue:
        """Every figure that this view shows, with what explains it."""
        return shelf.kept(
            ("read", "catalogue", session.imports_in_force(), self.key),
            lambda: Catalogue(
                self.voice,
                self.questionnaire,
                self.shown,
                self.benchmarks,
                self.rules,
                self.viewpoints,
                self.own,
                # A kept state holds neither measured facts nor answers one by one.
                None if self.setting else Beside(_read_measured, self.families),
            ),
        )


def _read_measured() -> Measured:
    """The public statistics of the diagnostic in hand. Raises as `territory_of` does."""
    diagnostic = session.diagnostic()
    assert diagnostic is not None
    return Measured(
        session.indicators(),
        territory_picker.territory_of(diagnostic),
        session.gazetteer(),
        date.today().year,
    )


def draw_gaps(view: View) -> None:
    """R2: where the regards differ, widest gap first."""
    voice = view.voice
    readings = sort_by_gap(view.domains())
    if not readings:
        st.info(
            voice.say(
                "Il faut au moins deux regards, chacun avec assez de réponses, pour les croiser."
            )
        )
        return
    names = [reading.gap.name for reading in readings if reading.gap]
    st.markdown(
        voice.say(
            "Écart de regards (2 points ou plus) : {wide}. Nuance : {slight}. Accord : {agreed}.",
            wide=voice.say_many("{number} domaine", "{number} domaines", names.count(GapName.WIDE)),
            slight=voice.say_many(
                "{number} domaine", "{number} domaines", names.count(GapName.SLIGHT)
            ),
            agreed=voice.say_many(
                "{number} domaine", "{number} domaines", names.count(GapName.AGREEMENT)
            ),
        )
    )
    told = (
        say_divided(voice, view.questionnaire, readings),
        say_agreement(voice, readings),
    )
    for sentence in filter(None, told):
        st.caption(sentence)
    _show(
        view,
        "ecarts",
        lambda: charts.draw_gaps(
            voice, view.questionnaire, readings, dark=view.dark, wall=view.wall
        ),
        lambda: tables.gaps_table(voice, view.questionnaire, readings, view.viewpoints),
        choices=_choices(view, readings),
        explained=("R2.{row}", "R1.{row}.", "R2.alpha"),
    )
    draw_domain_detail(view, "ecarts", readings)


def draw_fragilities(view: View) -> None:
    """R1: the domains ranked, each regard, and France for the same regard."""
    voice, readings = view.voice, view.domains()
    said = view.kept("said", "R1", lambda: say_fragilities(voice, view.questionnaire, readings))
    st.markdown(said)
    st.caption(
        voice.say(
            "Trait fin : intervalle à 95 %, à partir de {fewest} réponses. Les comparaisons avec "
            "la France sont corrigées de leur nombre.",
            fewest=FEWEST_FOR_INTERVAL,
        )
    )
    _show(
        view,
        "fragilites",
        lambda: charts.draw_fragilities(
            voice, view.questionnaire, readings, dark=view.dark, wall=view.wall
        ),
        lambda: tables.fragilities_table(voice, view.questionnaire, readings, view.viewpoints),
        figures=[
            figures[-1]
            for reading in readings
            for viewpoint, figures in reading.france.items()
            if viewpoint in reading.marks
        ],
        choices=_choices(view, readings),
        explained=("R1.{row}.",),
    )
    draw_domain_detail(view, "fragilites", readings)


def draw_cooperation(view: View) -> None:
    """R5: the axes by regard, then the items of one axis."""
    voice = view.voice
    content, shown, wanted = view.questionnaire, view.shown, view.viewpoints
    readings = view.kept("read", "axes", lambda: read_axes(content, shown, wanted))
    said = view.kept("said", "R5", lambda: say_axes(voice, content, shown, readings, wanted))
    st.markdown(said)
    shape = st.segmented_control(
        voice.say("Dessin"),
        ["lignes", "radar"],
        format_func={"lignes": voice.say("Lignes"), "radar": voice.say("Radar")}.__getitem__,
        default="lignes",
        required=True,
        key="dessin",
    )
    draw = charts.draw_radar if shape == "radar" else charts.draw_axes
    names = {
        reading.axis.id: f"{reading.axis.id} · {reading.axis.name.of(voice.language)}"
        for reading in readings
    }
    _show(
        view,
        f"axes-{shape}",
        lambda: draw(voice, view.questionnaire, readings, dark=view.dark, wall=view.wall),
        lambda: tables.axes_table(voice, view.questionnaire, readings, view.viewpoints),
        note=" ".join(
            sentence
            for sentence in (
                voice.say(
                    "Axes calculés sur les questions du tronc commun (★), les mêmes pour tous. "
                    "Pas de repère national publié pour ces axes."
                ),
                say_weights(voice, readings),
            )
            if sentence
        ),
        choices=names,
        place="axe",
        explained=("R5.{row}.",),
    )
    axis_id = exhibit.choose(voice.say("Les questions de l’axe"), "axe", names)
    axis = content.axis(axis_id)
    items = view.kept(
        "read", axis_id, lambda: read_items(content, shown, axis, wanted, language=voice.language)
    )
    labels = {item.question.id: f"{item.question.id} · {item.short}" for item in items}
    _show(
        view,
        f"items-{axis_id}",
        lambda: charts.draw_items(voice, view.questionnaire, items, dark=view.dark, wall=view.wall),
        lambda: tables.items_table(voice, view.questionnaire, items, view.viewpoints),
        choices=labels,
        place=f"item-{axis_id}",
        explained=("{row}.",),
    )
    item_id = exhibit.choose(voice.say("Voir le détail de"), f"item-{axis_id}", labels)
    found = next(item for item in items if item.question.id == item_id)
    _draw_detail(view, found.question, found.marks, found.whole)


def draw_anchors(view: View) -> None:
    """The anchor questions beside the same regard in France."""
    voice = view.voice
    readings = {
        reading.question.id: reading
        for reading in view.kept(
            "read",
            "anchors",
            lambda: read_anchors(view.questionnaire, view.shown, view.benchmarks, view.viewpoints),
        )
    }
    if not readings:
        st.info(voice.say("Trop peu de réponses aux questions repères."))
        return
    # The anchor questions first, those that France answered before the others.
    ordered = sorted(readings, key=lambda name: (name[0] != "K", not readings[name].has_france))
    labels = {name: _name_of(view, name) for name in ordered}
    name = exhibit.choose(voice.say("Question"), "repere", labels)
    reading = readings[name]
    st.subheader(say_anchor(voice, view.questionnaire, reading), anchor=False)
    _show(
        view,
        f"repere-{name}",
        lambda: charts.draw_anchor(
            voice, view.questionnaire, reading, dark=view.dark, wall=view.wall
        ),
        lambda: tables.anchor_table(voice, view.questionnaire, reading),
        figures=[figure for row in reading.rows for figure in row.france],
        explained=(f"{name}.",),
    )
    _draw_detail(view, reading.question, reading.tallies, reading.whole)


def draw_local(view: View) -> None:
    """The territory's own questions, as they were answered here."""
    st.caption(view.voice.say("Ajoutées par votre territoire : rien ailleurs ne s’y compare."))
    for question in view.own:
        marks = view.shown.questions.get(question.id, {})
        wanted = {v: tally for v, tally in marks.items() if v in view.viewpoints}
        _draw_detail(view, question, wanted, view.shown.whole.get(question.id))
        if question.kind != "text":
            explaining.draw(view.voice, question.id, view.catalogue, (f"{question.id}.",))


def draw_domain_detail(view: View, place: str, readings: Iterable[DomainReading]) -> None:
    """The answers on one domain, chosen in the list of `place` or by a click on its chart."""
    found = {reading.domain.id: reading for reading in readings}
    names = _choices(view, found.values())
    domain_id = exhibit.choose(view.voice.say("Voir le détail de"), place, names)
    reading = found[domain_id]
    question = view.questionnaire.question(reading.question_id)
    _draw_detail(view, question, reading.marks, reading.whole)


def _draw_detail(
    view: View, question: Question, marks: Mapping[Viewpoint, Tally], whole: Tally | None
) -> None:
    """Distribution, counts and comments of one question."""
    voice, question_id = view.voice, question.id
    wording = question.wording.of(voice.language)
    st.markdown(f"**{plain(wording) if question.local else wording}**")
    _show(
        view,
        f"detail-{question_id}",
        lambda: charts.draw_distribution(
            voice, view.questionnaire, question, marks, whole, dark=view.dark, wall=view.wall
        ),
        lambda: tables.distribution_table(
            voice, view.questionnaire, question, marks, whole, view.shown.known_totals
        ),
    )
    said = [
        (viewpoint, body)
        for viewpoint, body in view.comments().get(question_id, ())
        if viewpoint in marks
    ]
    if not said:
        return
    with st.expander(
        voice.say_many("{number} commentaire", "{number} commentaires", len(said)),
        icon=":material/forum:",
    ):
        st.caption(
            voice.say(
                "Tels qu’écrits, dans un ordre qui ne dit rien. Relisez-les avant de les projeter."
            )
        )
        for viewpoint, body in sorted(said)[:MOST_COMMENTS]:
            st.caption(view.questionnaire.route(viewpoint).plural.of(voice.language))
            st.text(body)


def _show(
    view: View,
    name: str,
    draw: Callable[[], Chart | None],
    tabulate: Callable[[], Any],
    *,
    figures: Iterable[Benchmark] = (),
    note: str = "",
    choices: Mapping[str, str] | None = None,
    place: str | None = None,
    explained: Sequence[str] = (),
) -> None:
    """A chart with its sources and its table, as `exhibit.show` lays them out.

    `explained`: the figures that can be explained, « {row} » standing for the row chosen.
    """
    voice = view.voice
    sources = dict.fromkeys(figure.source.short(voice.language) for figure in figures)
    france = voice.say("France : {sources}.", sources=voice.series(sources)) if sources else ""
    chart = view.kept("chart", name, draw)
    exhibit.show(
        voice,
        name,
        chart,
        tabulate,
        caption=" ".join(part for part in (note, france) if part)
        or voice.say("Source : réponses au questionnaire, regroupées par regard."),
        choices=choices,
        place=place,
    )
    if explained and chart is not None:
        row = explaining.choose_row(place or name, choices or ())
        figures_of_row = [each.replace("{row}", row) for each in explained]
        explaining.draw(voice, name, view.catalogue, figures_of_row)


def _choices(view: View, readings: Iterable[DomainReading]) -> dict[str, str]:
    return {reading.domain.id: reading.domain.name.of(view.voice.language) for reading in readings}


def _name_of(view: View, question_id: str) -> str:
    question = view.questionnaire.question(question_id)
    if question.domain:
        return view.voice.say(
            "Impact attendu d’une alliance : {domain}",
            domain=view.questionnaire.domain(question.domain).name.of(view.voice.language),
        )
    return question.wording.of(view.voice.language)
