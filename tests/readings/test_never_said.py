"""What a report must never say is looked for in the sentences of thousands of diagnostics."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from statistics import fmean

import pytest

from diagnostic.benchmarks import Benchmark, Benchmarks, Measure
from diagnostic.confidence import Release, release
from diagnostic.indicators import R3, read_r3
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    current,
)
from diagnostic.readings import (
    read_anchors,
    read_axes,
    read_domains,
    say_anchor,
    say_axes,
    say_fragilities,
    say_gaps,
)
from diagnostic.readings.coherence import read_coherence, say_coherence
from diagnostic.readings.cooperation import say_weights
from diagnostic.readings.crossings import Crossing, say_crossings, say_group
from diagnostic.readings.effects import read_effects, say_effects, say_rows
from diagnostic.readings.fitting import say_fit
from diagnostic.readings.fragilities import say_agreement, say_divided
from diagnostic.readings.matrix import read_matrix, say_corner, say_experiment, say_matrix
from diagnostic.readings.next_steps import read_next_steps, say_card, say_next_steps
from diagnostic.readings.rules import CornerName, current_rules
from diagnostic.readings.situations import (
    read_alerts,
    read_situation,
    say_alerts,
    say_situation,
    say_unknown,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tallies, Tally
from diagnostic.texts import voice_of
from tests.charts.facts import objective
from tests.readings.figures import figure, table

THRESHOLD = 5
DIAGNOSTICS = 2_000
CONTENT, RULES = current(), current_rules()
VOICES = (voice_of("fr"), voice_of("en"))
YEARS = {viewpoint: str(1901 + place) for place, viewpoint in enumerate(Viewpoint)}
"""A year for each regard's national figures: it tells whose figure a sentence holds."""
PLURALS = {
    language: {r.viewpoint: r.plural.of(language).lower() for r in CONTENT.routes}
    for language in ("fr", "en")
}

FORBIDDEN: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "un rang de territoires": (
            r"palmarès|classement|\bclassée?s?\b|\bmeilleure?s?\b|\bpires?\b|\bdernière?s?\b"
            r"|\b\d+\s?(?:er|re|e|ème|ᵉ)\b[^.]*(?:territoire|commune|intercommunalit|départe|région)"
            r"|\brang \d+[^.]*(?:territoire|commune|intercommunalit|départe|région)"
            r"|(?:mieux|moins bien|devant|derrière) (?:que|les autres|la moyenne)"
            r"|\brank(?:s|ed|ing)\b|\bbest\b|\bworst\b|\bleague\b|\bbetter than\b|\bworse than\b"
            r"|\b\d+(?:st|nd|rd|th)\b[^.]*(?:territor|municipalit|region|department)"
        ),
        "un jugement": (
            r"mauvais|médiocre|insuffisan|retardataire|\béchec|\bnote globale|\bexcellen|\bréussi"
            r"|\bbad(?:ly)?\b|\bpoor\b|\bfail|\bunsatisfactory|\bgrade[sd]?\b|\bbackward"
        ),
        "une cause": (
            r"parce qu|à cause d|en raison d|\bgrâce à\b|\bdû à|\bdue à|\bdus à|\bcausé|\bprovoqu"
            r"|s’explique|\bpuisque|\bentraîne|du fait d|\bresponsable d"
            r"|\bbecause\b|\bdue to\b|\bcaused?\b|\bowing to\b|\bthanks to\b|\bresults? from\b"
            r"|\bexplained by\b|\bleads? to\b"
        ),
        "un profil PHARE": r"\bphare\b|profils? phare",
        "l’outil du RAMEAU": r"rameau|observatoire des partenariats",
    }.items()
}


@dataclass(frozen=True)
class Told:
    """The sentences of a diagnostic in one language."""

    language: str
    said: tuple[str, ...]
    marked: tuple[str, ...]
    """Those that hold the result of a domain."""
    placed: tuple[str, ...]
    """Those that hold the capacity on a domain."""


@dataclass(frozen=True)
class Hidden:
    """Ids of domains that must not be named where their result is told."""

    marks: frozenset[str] = frozenset()
    capacities: frozenset[str] = frozenset()


NOTHING_HIDDEN = Hidden()


def find_faults(told: Told, hidden: Hidden = NOTHING_HIDDEN) -> Iterator[str]:
    """Everything wrong with the sentences."""
    for sentence in told.said:
        yield from _judge(told.language, sentence)
    yield from _find_hidden(told.marked, hidden.marks, told.language)
    yield from _find_hidden(told.placed, hidden.capacities, told.language)


@cache
def _judge(language: str, sentence: str) -> tuple[str, ...]:
    """What is wrong with one sentence, whatever the diagnostic."""
    words = re.sub(r"\s", " ", sentence)
    found = [
        f"{name} : « {wrong.group()} » dans « {words} »"
        for name, pattern in FORBIDDEN.items()
        if (wrong := pattern.search(words))
    ]
    return (*found, *_find_other_regards(words, language))


def _find_hidden(said: Iterable[str], hidden: Iterable[str], language: str) -> Iterator[str]:
    shorts = {CONTENT.domain(name).short.of(language) for name in hidden}
    names = {CONTENT.domain(name).name.of(language) for name in hidden}
    for sentence in said:
        quoted = set(re.findall(r"[«“]\s?(.*?)\s?[»”]", sentence))
        for told in (quoted & (shorts | names)) | {name for name in names if name in sentence}:
            yield f"un domaine trop peu noté : « {told} » dans « {sentence} »"


def _find_other_regards(words: str, language: str) -> Iterator[str]:
    """A national figure stands beside its own regard: the sentence names this one only."""
    bare = re.sub(r"[«“].*?[»”]", "…", words)
    for part in re.split(r"(?<=[.?!]) ", bare):
        for viewpoint, year in YEARS.items():
            if year in part:
                named = [v for v, plural in PLURALS[language].items() if plural in part.lower()]
                if named != [viewpoint]:
                    yield f"la France d’un autre regard ({year}) dans « {words} »"


def national(years: Mapping[Viewpoint, str] = YEARS) -> Benchmarks:
    """For every regard and every domain and anchor, a figure of a year that is the regard's."""
    figures: list[Benchmark] = []
    for viewpoint, year in years.items():
        marks = [f"{domain.id}.G" for domain in CONTENT.domains]
        figures += [figure(name, viewpoint, 4.0, year=year) for name in marks]
        for name in ("K1", "K2", "K3", "K5", "K9"):
            question = CONTENT.question(name)
            assert isinstance(question, ChoiceQuestion)
            figures.append(figure(name, viewpoint, 40, question.options[0].id, year=year))
        ranked = figure("K11", viewpoint, 1, "innovations", year=year, measure=Measure.RANK)
        figures.append(ranked)
    return table(*figures)


NATIONAL = national()
DEEPENED = tuple(domain.id for domain in CONTENT.domains[:5])
"""The domains that are somebody's priority."""
ASKED = [
    question
    for question in CONTENT.by_id.values()
    if question.axis
    or question.aspect == "G"
    or (question.aspect in ("C", "A") and question.domain in DEEPENED)
    or question.id in ("K1", "K2", "K3", "K5", "K9", "K11", "priorites")
]


def draw_tallies(chance: random.Random) -> Tallies:
    """A room at random: from nobody to forty people a regard, who say much or little."""
    people = {viewpoint: chance.choice((0, 1, 3, 4, 5, 6, 9, 40)) for viewpoint in Viewpoint}
    people = {viewpoint: number for viewpoint, number in people.items() if number}
    taste, talkative = chance.random(), chance.random()
    questions = {
        question.id: {
            viewpoint: _draw_tally(chance, question, number, taste, talkative)
            for viewpoint, number in people.items()
        }
        for question in ASKED
    }
    axes: dict[str, dict[Viewpoint, AxisTally]] = {}
    for axis in CONTENT.axes:
        trunk = next(item.id for item in axis.items if item.star)
        axes[axis.id] = {
            viewpoint: AxisTally(axis.id, t.given, t.spoke, t.mean, None, t.dont_know_share)
            for viewpoint, t in questions[trunk].items()
        }
    return Tallies(people, questions, axes)


def _draw_tally(
    chance: random.Random, question: Question, people: int, taste: float, talkative: float
) -> Tally:
    given = round(people * min(1.0, 2 * talkative * chance.random()))
    unsure = chance.randint(0, people - given)
    options: list[tuple[int | str, float | None]] = []
    if isinstance(question, ScaleQuestion):
        options = [(mark, mark) for mark in range(question.minimum, question.maximum + 1)]
    elif isinstance(question, LevelsQuestion):
        options = [(level, level) for level in range(5)]
    elif isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        options = [(option.id, option.value) for option in question.options]
    first = min(len(options) - 1, int(chance.triangular(0, 1, taste) * len(options)))
    other = chance.randrange(len(options))
    most = given - chance.randint(0, given // 2)
    counts = {options[first][0]: most}
    if other != first and given > most:
        counts[options[other][0]] = given - most
    else:
        counts[options[first][0]] = given
    values = dict(options)
    numbers = [v for name, n in counts.items() if (v := values[name]) is not None for _ in range(n)]
    middle = fmean(numbers) if numbers else None
    deviation = None
    if middle is not None and len(numbers) > 1:
        # statistics.stdev counts in exact fractions: a third of the time of this search.
        deviation = sqrt(sum((n - middle) ** 2 for n in numbers) / (len(numbers) - 1))
    silent = people - given - unsure
    kept = tuple((name, number) for name, number in counts.items() if number)
    return Tally(question.id, given, unsure, 0, silent, kept, middle, deviation)


def hide(tallies: Tallies, threshold: int = THRESHOLD) -> Hidden:
    """The domains that nobody may tell: no regard, and not even the room, has enough answers."""

    def too_few(name: str) -> bool:
        given = [tally.given for tally in tallies.questions.get(name, {}).values()]
        return max(given, default=0) < threshold and sum(given) < threshold

    ids = [domain.id for domain in CONTENT.domains]
    marks = frozenset(name for name in ids if too_few(f"{name}.G"))
    return Hidden(marks, marks | {name for name in ids if too_few(f"{name}.C")})


def tell(shown: Release, benchmarks: Benchmarks, chance: random.Random) -> Iterator[Told]:
    """All sentences of all readings, in both languages."""
    domains = read_domains(CONTENT, shown, benchmarks)
    axes, anchors = read_axes(CONTENT, shown), read_anchors(CONTENT, shown, benchmarks)
    places = [chance.choice((None, chance.random())) for _ in domains]
    crossings = tuple(
        Crossing(
            one.domain,
            one.height,
            objective(one.domain.id, place, reason=None if place else "Pas de mesure."),
            read_r3(one.height, place),
        )
        for one, place in zip(domains, places, strict=True)
    )
    standings = read_matrix(RULES, domains, shown)
    effects = read_effects(RULES, CONTENT, shown)
    situation = read_situation(RULES, CONTENT, shown)
    alerts = read_alerts(RULES, CONTENT, shown)
    coherence = read_coherence(RULES, CONTENT, shown)
    steps = read_next_steps(RULES, CONTENT, shown)
    for voice in VOICES:
        placed = (
            *(say_corner(voice, RULES, name, standings) for name in CornerName),
            say_experiment(voice, standings),
        )
        marked = (
            say_fragilities(voice, CONTENT, domains),
            say_gaps(voice, CONTENT, domains),
            say_divided(voice, CONTENT, domains),
            *(say_group(voice, name, crossings) for name in R3),
            *placed,
        )
        said = (
            *marked,
            say_crossings(voice, crossings),
            say_matrix(voice, standings),
            say_agreement(voice, domains),
            say_axes(voice, CONTENT, shown, axes),
            say_weights(voice, axes),
            *(say_anchor(voice, CONTENT, anchor) for anchor in anchors),
            say_effects(voice, RULES, CONTENT, effects),
            *(line for one in effects for line in say_rows(voice, CONTENT, one)),
            say_situation(voice, situation),
            *say_alerts(voice, alerts),
            *(say_unknown(voice, CONTENT, rules) for rules in (situation.fitted, alerts)),
            *(say_fit(voice, CONTENT, fitted) for fitted in (*situation.fitted, *alerts)),
            say_coherence(voice, RULES, coherence),
            say_next_steps(voice, steps),
            *(line for step in steps.first for line in say_card(voice, CONTENT, step)),
            *(line for step in steps.others for line in say_card(voice, CONTENT, step)),
        )
        yield Told(voice.language, said, marked, placed)


def look(
    seeds: Iterable[int], benchmarks: Benchmarks = NATIONAL, threshold: int = THRESHOLD
) -> tuple[list[str], set[str]]:
    """The faults of these diagnostics, and the sentences that were read."""
    faults: list[str] = []
    read: set[str] = set()
    for seed in seeds:
        chance = random.Random(seed)
        tallies = draw_tallies(chance)
        shown = release(tallies, CONTENT, threshold)
        for told in tell(shown, benchmarks, chance):
            faults += find_faults(told, hide(tallies))
            read.update(told.said)
    return faults, read


@pytest.mark.parametrize("part", range(4))
def test_what_must_never_be_said_is_said_of_no_diagnostic(part: int) -> None:
    faults, read = look(range(part, DIAGNOSTICS, 4))
    assert faults == []
    # The search would be empty if little was said: every reading has spoken, in both languages.
    for words in (
        *("Première expérimentation à lancer", "Entre deux situations", "Point d’attention"),
        *("à discuter en séance", "Premières fragilités", "(France, 190", "Compétence", "Foisonn"),
        *("to be discussed together", "Profusion", "Emerging dialogue"),
    ):
        assert any(words in sentence for sentence in read), words


def test_no_text_of_the_rules_says_it() -> None:
    texts = []
    for rule in (*RULES.situations, *RULES.alerts):
        texts += [rule.name, rule.text]
    for card in RULES.next_steps.cards:
        texts += [card.text, card.tool, card.competence]
    for corner in RULES.matrix.corners:
        texts += [corner.name, corner.text]
    texts += [RULES.effects.order, RULES.coherence.text]
    for outcome in RULES.effects.outcomes:
        texts += [outcome.name, outcome.text]
    for language in ("fr", "en"):
        said = tuple(text.of(language) for text in texts)
        assert list(find_faults(Told(language, said, (), ()))) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Votre territoire est au rang 12 des intercommunalités."),
        ("fr", "C’est la 3e commune du département."),
        ("fr", "Le palmarès des territoires est en ligne."),
        ("fr", "Vous faites mieux que les territoires voisins."),
        ("fr", "Ce résultat est mauvais."),
        ("fr", "La note globale est de 12."),
        ("fr", "La mobilité est fragile parce que les lignes ont fermé."),
        ("fr", "L’emploi recule à cause de la crise."),
        ("fr", "Cette fragilité s’explique par l’âge."),
        ("fr", "Votre profil PHARE est le suivant."),
        ("fr", "Cet outil du RAMEAU mesure vos alliances."),
        ("fr", "« Emploi » est noté 6,0/10 par les élus (France, 1901 : 6,4/10)."),
        ("fr", "Citoyens et élus : 6,0/10 (France, 1901 : 6,4/10)."),
        ("en", "Your territory ranks 12th among municipalities."),
        ("en", "It is the best of its region."),
        ("en", "This result is bad."),
        ("en", "Mobility is fragile because lines were closed."),
        ("en", "This is due to age."),
        ("en", "Your PHARE profile is as follows."),
        ("en", "A tool by Le RAMEAU."),
        ("en", "“Jobs” is marked 6.0/10 by elected officials (France, 1901: 6.4/10)."),
    ],
)
def test_the_search_finds_each_sentence_that_must_not_be_said(language: str, sentence: str) -> None:
    fine = "« Emploi » est noté 6,0/10 par les citoyens (France, 1901 : 6,4/10)."
    assert list(find_faults(Told("fr", (fine,), (), ()))) == []
    assert list(find_faults(Told(language, (sentence,), (), ())))


def test_the_search_finds_a_domain_told_by_too_few() -> None:
    faults, _ = look(range(60), threshold=3)
    assert any(fault.startswith("un domaine trop peu noté") for fault in faults)


def test_the_search_finds_france_beside_another_regard() -> None:
    viewpoints = list(Viewpoint)
    others = dict(zip(viewpoints, [YEARS[v] for v in viewpoints[1:] + viewpoints[:1]], strict=True))
    faults, _ = look(range(20), national(others))
    assert any(fault.startswith("la France d’un autre regard") for fault in faults)
