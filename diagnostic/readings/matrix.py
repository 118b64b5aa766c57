"""R4 « fragilité et capacité »: each domain by how fragile it is and what is done together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.confidence import Release
from diagnostic.questionnaire import Domain
from diagnostic.readings.fitting import EVERYBODY
from diagnostic.readings.fragilities import DomainReading
from diagnostic.readings.rules import LEVELS, CornerName, Rules
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice, rounded

CAPACITY, IMPACT = "C", "A"
"""Aspects asked about the priority domains of each person: capacity to act together, impact."""


@dataclass(frozen=True, slots=True)
class Height:
    """The mean of one question over the regards that may be shown, each counting once."""

    mean: float
    """As displayed."""
    regards: int
    """0 where it is the whole room's, no regard being enough alone."""
    given: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One domain in the matrix."""

    domain: Domain
    fragility: float | None
    """Cross mark, 0 to 10, as displayed; None where too few people answered."""
    capacity: Height | None
    """0 to 4; None where too few people answered: the domain is then not in the matrix."""
    impact: Height | None
    """Expected impact of an alliance, 0 to 4."""
    corner: CornerName | None
    """None where the fragility or the capacity is missing."""
    promising: bool
    """Whether the expected impact is strong."""

    @property
    def marks(self) -> tuple[float, float] | None:
        """Fragility then capacity, where both are known."""
        if self.fragility is None or self.capacity is None:
            return None
        return self.fragility, self.capacity.mean


def read_matrix(
    rules: Rules,
    readings: Iterable[DomainReading],
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
    cut: float | None = None,
    capacity_cut: float | None = None,
) -> tuple[Standing, ...]:
    """R4: the domains of `readings` in their order; the cuts are by default those of the rules.

    A figure at its cut is on the high side. Figures are read as they are displayed.
    """
    wanted = tuple(viewpoints)
    high = rules.matrix.fragility if cut is None else cut
    able = rules.matrix.capacity if capacity_cut is None else capacity_cut
    standings = []
    for reading in readings:
        fragility = None if reading.height is None else float(rounded(reading.height))
        capacity = _read(release, f"{reading.domain.id}.{CAPACITY}", wanted)
        impact = _read(release, f"{reading.domain.id}.{IMPACT}", wanted)
        standings.append(
            Standing(
                domain=reading.domain,
                fragility=fragility,
                capacity=capacity,
                impact=impact,
                corner=name_corner(fragility, capacity.mean if capacity else None, high, able),
                promising=impact is not None and impact.mean >= rules.matrix.impact,
            )
        )
    return tuple(standings)


def name_corner(
    fragility: float | None, capacity: float | None, cut: float, capacity_cut: float
) -> CornerName | None:
    """The corner of a mark (0 to 10) and a capacity (0 to 4); None where one is missing."""
    if fragility is None or capacity is None:
        return None
    if fragility >= cut:
        return CornerName.STRENGTHEN if capacity >= capacity_cut else CornerName.OPEN
    return CornerName.PASS_ON if capacity >= capacity_cut else CornerName.WATCH


def find_experiments(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Fragile, scattered, with a strong expected impact: the strongest impact first.

    Between two as strong, the more fragile; between two as fragile, the order of the domains.
    """
    found = [s for s in standings if s.corner is CornerName.OPEN and s.promising]
    return tuple(
        sorted(
            found,
            key=lambda s: (-(s.impact.mean if s.impact else 0.0), -(s.fragility or 0.0)),
        )
    )


def say_matrix(voice: Voice, standings: Sequence[Standing]) -> str:
    """How many domains can be placed, and what the others lack."""
    placed = sum(standing.corner is not None for standing in standings)
    if not placed:
        return voice.say(
            "Aucun domaine n’a assez de réponses à la fois sur la fragilité et sur la capacité "
            "d’agir ensemble : cette seconde question n’est posée que sur les priorités de chacun."
        )
    return voice.say_many(
        "{number} domaine a assez de réponses sur la fragilité et sur la capacité d’agir ensemble.",
        "{number} domaines ont assez de réponses sur la fragilité et sur la capacité d’agir "
        "ensemble.",
        placed,
    )


def say_corner(voice: Voice, rules: Rules, name: CornerName, standings: Iterable[Standing]) -> str:
    """A corner, its domains and what it suggests; empty where it has none."""
    domains = [_quote(voice, standing.domain) for standing in standings if standing.corner is name]
    if not domains:
        return ""
    corner = rules.matrix.corner(name)
    return voice.say(
        "**{title} : {domains}.** {sentence}",
        title=corner.name.of(voice.language),
        domains=voice.join(domains),
        sentence=corner.text.of(voice.language),
    )


def say_experiment(voice: Voice, standings: Iterable[Standing]) -> str:
    """The first experiment to launch, and the others that could be; empty where there is none."""
    found = find_experiments(standings)
    if not found or found[0].impact is None:
        return ""
    first = found[0]
    said = voice.say(
        "Première expérimentation à lancer : {domain} (fragilité {fragility}, capacité {capacity}, "
        "impact attendu {impact}).",
        domain=_quote(voice, first.domain),
        fragility=voice.mark(first.fragility),
        capacity=say_height(voice, first.capacity),
        impact=say_height(voice, first.impact),
    )
    if len(found) > 1:
        others = voice.join(_quote(voice, standing.domain) for standing in found[1:])
        said += " " + voice.say("Même situation : {domains}.", domains=others)
    return said


def say_height(voice: Voice, height: Height | None) -> str:
    """« 1,8/4 », or a dash."""
    return voice.mark(height.mean if height else None, LEVELS)


def _read(release: Release, question_id: str, wanted: tuple[Viewpoint, ...]) -> Height | None:
    """The cross mark; the whole room's mean where no regard is enough alone, as R1 does."""
    cross = release.cross(question_id, wanted)
    if cross is not None:
        return Height(float(rounded(cross.mean)), cross.regards, cross.given)
    whole = release.whole.get(question_id)
    if whole is None or whole.mean is None:
        return None
    return Height(float(rounded(whole.mean)), 0, whole.given)


def _quote(voice: Voice, domain: Domain) -> str:
    return voice.say("« {domain} »", domain=domain.short.of(voice.language))
