"""What each page costs beside an empty Streamlit page, and each sum beside its floor.

Two real servers work in turn on this machine; nothing here fails because a machine is slow.
"""

import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import plotly.io
from streamlit.proto.WidgetStates_pb2 import WidgetState

from diagnostic import benchmarks, charts
from diagnostic.answers import Answer, AnswerState, Passage
from diagnostic.charts import Chart
from diagnostic.confidence import Release, release
from diagnostic.demonstration import fill
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.readings import (
    read_anchors,
    read_axes,
    read_domains,
    read_items,
    sort_by_gap,
)
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.scoring import score
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryLevel
from diagnostic.texts import voice_of
from tools.serving import ROOT
from tools.wire import Browser, cpu_of, serve

ROUNDS = 4
RERUNS = 5
"""Reruns of one page in one round."""
LONGEST = 50
"""Seconds after which no more round begins, on a busy machine."""
QUERIES = 300
PEOPLE = 300
SAVES = 200
EMPTY = 'import streamlit as st\n\nst.write("Rien.")\n'


@dataclass
class Gesture:
    """One thing that somebody does again and again on a page."""

    name: str
    act: Callable[[int], None]
    """Does it; the argument is one more each time."""
    browser: Browser
    whole: bool = False
    """True where the whole page is drawn, and not only what the gesture changes."""
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of server, one figure a round."""
    writing: float = 0.0
    """The part of it, in milliseconds, that writes charts for the browser."""
    drawing: float = 0.0
    """Milliseconds more when the answers have changed: the charts are drawn anew."""

    @property
    def median(self) -> float:
        return statistics.median(self.cpu)


def measure(gesture: Gesture, process: int, turn: int) -> None:
    before = cpu_of(process)
    for n in range(RERUNS):
        gesture.act(turn * RERUNS + n)
    gesture.cpu.append(1000 * (cpu_of(process) - before) / RERUNS)


def opening(name: str, browser: Browser) -> Gesture:
    """The page drawn whole, as when one comes to it."""
    return Gesture(f"{name}, entière", lambda _: browser.rerun(), browser, whole=True)


def pressing(name: str, browser: Browser, key: str, *labels: str) -> Gesture:
    """One of the labels of a row of buttons after another; what depends on it is drawn anew."""

    def press(n: int) -> None:
        state = browser.picked(key, labels[n % len(labels)])
        browser.rerun(state, fragment=browser.parts[key])

    return Gesture(name, press, browser)


def pages(
    port: int, code: str, other: str, passages: list[tuple[Submission, str]]
) -> Iterator[Gesture]:
    """The gestures to measure, each in a session of its own.

    `code` is the diagnostic that is read, `other` the one that is answered by `passages`.
    """
    yield opening("accueil", Browser(port, f"d={code}", "accueil"))
    search = Browser(port, f"d={code}", "accueil")
    words = ("Villefranche", "Saint-Étienne")
    yield Gesture(
        "accueil, une recherche",
        lambda n: search.rerun(
            search.typed("recherche", words[n % 2]), fragment=search.parts["recherche"]
        ),
        search,
    )
    yield opening("préparer", Browser(port, f"d={code}", "cadrage"))
    framing = Browser(port, f"d={code}", "cadrage")
    send = next(key for key in framing.widgets if key.startswith("FormSubmitter:cadrage"))
    yield Gesture(
        "préparer, des réponses gardées",
        lambda _: framing.rerun(
            WidgetState(id=framing.widgets[send], trigger_value=True), fragment=framing.parts[send]
        ),
        framing,
    )
    (_, whole), (_, part), (submission, one) = (
        (submission, answering(port, other, submission, link)) for submission, link in passages
    )
    yield opening("répondre", whole)
    yield Gesture("répondre, battement", lambda _: part.rerun(fragment=part.beat), part)
    yield pressing(
        "répondre, une réponse gardée",
        one,
        f"answer:{submission.id}:F01.G",
        *(str(mark) for mark in range(11)),
    )
    yield opening("résultats", Browser(port, f"d={code}", "resultats"))
    for reading, label in READINGS.items():
        browser = Browser(port, f"d={code}", "resultats")
        yield pressing(f"résultats, {reading}", browser, *label)
    yield opening("faits mesurés", Browser(port, f"d={code}", "mesures"))
    browser = Browser(port, f"d={code}", "mesures")
    yield pressing("faits mesurés, une autre carte", browser, "carte", "Régions", "Départements")
    browser = Browser(port, f"d={code}", "mesures")
    yield pressing("faits mesurés, se comparer", browser, "comparer-a", COMPANY[0], COMPANY[1])
    yield opening("données", Browser(port, f"d={code}", "donnees"))
    yield opening("méthode", Browser(port, f"d={code}", "methode"))


def answering(port: int, code: str, submission: Submission, link: str) -> Browser:
    """A browser in front of the second theme: seven marks."""
    browser = Browser(port, f"d={code}&reprise={link}", "repondre")
    browser.rerun(WidgetState(id=browser.widgets["next"], trigger_value=True))
    return browser


COMPANY = ("la France et la région", "des territoires proches")
"""Whom the territory is set beside, as labelled on the screen."""

READINGS = {
    "écarts": ("lecture:fragilites", "Regards croisés"),
    "fragilités": ("lecture:fragilites", "Nos fragilités"),
    "coopérer": ("lecture:construire", "Notre façon de coopérer"),
    "repères": ("lecture:comparer", "Repères nationaux"),
}
"""Our name of a reading → the group that it is in, and its label on the screen."""


def drawings(
    reading: str, questionnaire: Questionnaire, shown: Release
) -> tuple[Callable[[], Chart | None], ...]:
    """The charts that a reading shows when it opens, each one ready to be drawn.

    The same ones as in `reading_panels`; reading the figures is not part of drawing them.
    """
    voice, figures = voice_of("fr"), benchmarks.read(questionnaire)
    if reading == "coopérer":
        axes = read_axes(questionnaire, shown)
        items = read_items(questionnaire, shown, axes[0].axis)
        first = items[0]
        return (
            partial(charts.draw_axes, voice, questionnaire, axes),
            partial(charts.draw_items, voice, questionnaire, items),
            partial(
                charts.draw_distribution,
                voice,
                questionnaire,
                first.question,
                first.marks,
                first.whole,
            ),
        )
    if reading == "repères":
        anchor = min(
            read_anchors(questionnaire, shown, figures), key=lambda found: not found.has_france
        )
        return (
            partial(charts.draw_anchor, voice, questionnaire, anchor),
            partial(
                charts.draw_distribution,
                voice,
                questionnaire,
                anchor.question,
                anchor.tallies,
                anchor.whole,
            ),
        )
    domains = read_domains(questionnaire, shown, figures)
    ranked = sort_by_gap(domains) if reading == "écarts" else domains
    top = ranked[0]
    return (
        partial(
            charts.draw_gaps if reading == "écarts" else charts.draw_fragilities,
            voice,
            questionnaire,
            ranked,
        ),
        partial(
            charts.draw_distribution,
            voice,
            questionnaire,
            questionnaire.question(top.question_id),
            top.marks,
            top.whole,
        ),
    )


def cost_of_charts(
    reading: str, questionnaire: Questionnaire, shown: Release
) -> tuple[float, float]:
    """Milliseconds of processor to draw the charts of a reading, and to write them out.

    The page draws them once per state of the answers, and writes them at each run.
    """
    ready = drawings(reading, questionnaire, shown)
    drawing, writing = [], []
    for _ in range(RERUNS + 1):
        before = time.process_time()
        drawn = [chart for draw in ready if (chart := draw())]
        between = time.process_time()
        for chart in drawn:
            plotly.io.to_json(chart.figure, validate=False)
        drawing.append(1000 * (between - before))
        writing.append(1000 * (time.process_time() - between))
    return statistics.median(drawing[1:]), statistics.median(writing[1:])


def measure_pages(store: Store, database: Path, folder: Path) -> list[Gesture]:
    """The gestures of every page, measured in turn with an empty page, which comes first."""
    diagnostic = store.diagnostics()[0]
    wave = store.waves(diagnostic)[-1]
    questionnaire = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
    # Answers go elsewhere: in the same wave, each would have the results counted anew.
    other = store.open_diagnostic("Pour répondre", diagnostic.territory, questionnaire)
    (answered,) = store.waves(other)
    passages = [store.begin(answered, Viewpoint.CITIZEN, short=False) for _ in range(3)]
    shown = release(score(questionnaire, store.passages(wave)), questionnaire, diagnostic.threshold)
    empty = folder / "vide.py"
    empty.write_text(EMPTY, encoding="utf-8")
    (folder / ".streamlit").mkdir()
    shutil.copy(ROOT / ".streamlit/config.toml", folder / ".streamlit")
    with ExitStack() as stack:
        port, product = stack.enter_context(
            serve(ROOT / "asgi.py", ROOT, DIAGNOSTIC_DATABASE=str(database), DIAGNOSTIC_DEMO="true")
        )
        bare_port, bare = stack.enter_context(serve(empty, folder))
        floor = opening("page vide", Browser(bare_port))
        gestures = list(pages(port, diagnostic.code, other.code, passages))
        for gesture in gestures:
            stack.callback(gesture.browser.close)
        stack.callback(floor.browser.close)
        end = time.monotonic() + LONGEST
        for turn in range(ROUNDS):
            if turn and time.monotonic() > end:
                break
            for gesture in gestures:
                measure(floor, bare, turn)
                measure(gesture, product, turn)
    for gesture in gestures:
        reading = gesture.name.partition(", ")[2]
        if reading in READINGS:
            gesture.drawing, gesture.writing = cost_of_charts(reading, questionnaire, shown)
    return [floor, *gestures]


def show_pages(measured: list[Gesture]) -> str:
    """Prints the table of the pages; returns its summary."""
    floor, *others = measured
    print(
        f"{'page':32}{'ms CPU':>8}{'× vide':>8}{'Ko':>7}{'écrire':>9}{'× sans':>8}{'dessiner':>10}"
    )
    for gesture in measured:
        line = (
            f"{gesture.name:32}{gesture.median:8.1f}{gesture.median / floor.median:8.1f}"
            f"{gesture.browser.received / 1000:7.0f}"
        )
        if gesture.writing:
            aside = (gesture.median - gesture.writing) / floor.median
            line += f"{gesture.writing:9.1f}{aside:8.1f}{gesture.drawing:10.1f}"
        print(line)
    print(
        "Graphiques, mesurés à part dans ce même passage : « écrire », à chaque fois, est "
        "retranché dans « × sans » ;\n« dessiner », une fois par état des réponses, n’est pas "
        "dans « ms CPU ».\n"
    )
    gestures = [one for one in others if not one.whole]
    dearest = max((one.median - one.writing) / floor.median for one in gestures)
    whole = max(one.median / floor.median for one in others if one.whole)
    return (
        f"gestes ≤ {dearest:.1f} × page vide ({floor.median:.1f} ms), graphiques à part · "
        f"pages entières ≤ {whole:.1f} ×"
    )


def time_each(acts: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds, of each act on the clock of the wall."""
    costs = []
    for act in acts:
        before = time.perf_counter()
        act()
        costs.append(1000 * (time.perf_counter() - before))
    return spread(costs)


def time_in_turn(
    first: Iterable[Callable[[], object]], second: Iterable[Callable[[], object]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The same for two series of acts, one act of each in turn."""
    both = [time_each([one]) + time_each([other]) for one, other in zip(first, second, strict=True)]
    return spread([pair[0] for pair in both]), spread([pair[2] for pair in both])


def spread(costs: list[float]) -> tuple[float, float]:
    ordered = sorted(costs)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]


def show_search(gazetteer: Gazetteer) -> str:
    """Whole names, beginnings, names with a letter missing, and postcodes, over all France."""
    communes = gazetteer.at(TerritoryLevel.COMMUNE)
    step = len(communes) // QUERIES
    asked = []
    for n, territory in enumerate(islice(communes, 0, step * QUERIES, step)):
        name = territory.name
        middle = len(name) // 2
        typed = (name, name[: middle + 1], name[:middle] + name[middle + 1 :], territory.key.code)
        asked.append(typed[n % len(typed)])
    gazetteer.search("Lyon")
    p50, p95 = time_each([partial(gazetteer.search, words, limit=12) for words in asked])
    print(
        f"recherche d’un territoire, {len(asked)} recherches : p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    )
    return f"recherche p95 {p95:.1f} ms"


def show_score(store: Store, questionnaire: Questionnaire) -> str:
    """The demonstration's people, as many times as needed to be enough."""
    diagnostic = store.diagnostics()[0]
    known = [p for wave in store.waves(diagnostic) for p in store.passages(wave) if p.answers]
    people: list[Passage] = list(islice(cycle(known), PEOPLE))
    answers = sum(len(passage.answers) for passage in people)
    p50, p95 = time_each([partial(score, questionnaire, people)] * (2 * ROUNDS))
    print(f"compter {PEOPLE} personnes ({answers} réponses) : p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    return f"{PEOPLE} personnes comptées en {p50:.0f} ms"


def show_save(store: Store, folder: Path) -> str:
    """One answer kept, beside one row that SQLite makes as durable, in the same folder."""
    wave = store.waves(store.diagnostics()[0])[-1]
    submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    bare = sqlite3.connect(folder / "plancher.sqlite", isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, value TEXT)")

    def insert(n: int) -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO answer VALUES (?, ?)", (n, str(n)))
        bare.execute("COMMIT")

    def save(n: int) -> None:
        store.save(submission, [Answer(f"F{n % 16 + 1:02}.G", AnswerState.GIVEN, n % 11)])

    kept, floor = time_in_turn(
        [partial(save, n) for n in range(SAVES)], [partial(insert, n) for n in range(SAVES)]
    )
    bare.close()
    print(
        f"garder une réponse, {SAVES} fois : p50 {kept[0]:.1f} ms, p95 {kept[1]:.1f} ms ; "
        f"une ligne SQLite aussi durable : p50 {floor[0]:.1f} ms, p95 {floor[1]:.1f} ms"
    )
    return f"une réponse gardée p95 {kept[1]:.1f} ms (plancher {floor[1]:.1f})"


def main() -> None:
    (ROOT / "build").mkdir(exist_ok=True)
    # On the disk of the project: where temporary files live may well be memory.
    with TemporaryDirectory(dir=ROOT / "build", prefix="bench-") as name:
        folder = Path(name)
        database = folder / "demo.sqlite"
        gazetteer = Gazetteer.read()
        with Store.open(database) as store:
            fill(store, gazetteer)
            sums = [
                show_search(gazetteer),
                show_score(store, current()),
                show_save(store, folder),
            ]
            print()
            seen = show_pages(measure_pages(store, database, folder))
    print("bench: " + " · ".join([seen, *sums]))


if __name__ == "__main__":
    main()
