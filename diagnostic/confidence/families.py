"""Families of answers that cross the regards, where showing them tells of no small group.

They are looked for once a wave is closed and nothing waits: between two searches one person may
change family, and the difference would tell what that person said. See docs/adr/0014.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np
from pydantic import TypeAdapter

from diagnostic.answers import Passage
from diagnostic.confidence.clusters import Marks, Partition, cut, join
from diagnostic.confidence.frozen import Publication
from diagnostic.confidence.ledger import Ledger, is_given
from diagnostic.confidence.separation import keeps_apart
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint

SEVERITY = "G"
FEWEST_PEOPLE = 30
"""People who marked most domains, under whom no family is looked for."""
MARKED = 2 / 3
"""Share of the domains that someone has marked to be in a family."""
FEWEST_DOMAINS = 4
HIGH, LOW = 7, 3
"""A domain is judged strongly fragile from the one, little fragile up to the other."""


class Finding(StrEnum):
    """What came of the search."""

    OPEN = "ouverte"
    WAITING = "en_attente"
    AWAY = "ailleurs"
    FEW = "trop_peu"
    CHANGED = "effacees"
    FOLLOWED = "suivies"
    NONE = "aucune"
    VEILED = "voilees"
    FOUND = "trouvees"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one group says of one domain."""

    given: int
    mean: float
    high: int
    """People who judge it strongly fragile (HIGH or more)."""
    low: int
    """People who judge it little fragile (LOW or less)."""


@dataclass(frozen=True, slots=True)
class Family:
    """People whose marks are alike, of whatever regard; who they are is kept nowhere."""

    people: int
    domains: Mapping[str, Judgement]
    """Domain id → judgement, for the domains that may be shown: the same for each family."""


@dataclass(frozen=True, slots=True)
class Families:
    """The families of a wave, the largest first, or why none is shown."""

    finding: Finding
    people: int = 0
    """Those who marked enough domains, among whom the families are looked for; where they are too
    few, that many at most."""
    joined: int = 0
    """Those who marked fewer, counted in the nearest family so that none can be subtracted."""
    families: tuple[Family, ...] = ()
    crossing: Mapping[tuple[Viewpoint, ...], tuple[int, ...]] | None = None
    """Regards, alone or together → people in each family; None where it may not be shown."""
    partition: Partition | None = None
    """How much the cut is worth; its labels are left out."""
    older: bool = False
    """Whether figures moved since: families are told once, and stay as they were told."""


@dataclass(frozen=True, slots=True)
class Told:
    """Families that were shown of a wave, kept as they were: sums of large groups, no person."""

    number: int
    """Of the publication among whose people they were looked for."""
    regards: Mapping[Viewpoint, int]
    """People that this publication counts, of each regard that is in a family."""
    found: Families


@dataclass(frozen=True, slots=True)
class _Written:
    """`Told` as JSON can hold it."""

    number: int
    regards: Mapping[Viewpoint, int]
    people: int
    joined: int
    families: tuple[Family, ...]
    crossing: tuple[tuple[tuple[Viewpoint, ...], tuple[int, ...]], ...] | None
    worth: tuple[float, float, float] | None
    """Silhouette, chance, stability."""


_TOLD = TypeAdapter(_Written)


def freeze_families(told: Told) -> str:
    """The families as one JSON text."""
    found, partition = told.found, told.found.partition
    written = _Written(
        told.number,
        told.regards,
        found.people,
        found.joined,
        found.families,
        None if found.crossing is None else tuple(found.crossing.items()),
        (partition.silhouette, partition.chance, partition.stability) if partition else None,
    )
    return _TOLD.dump_json(written).decode()


def thaw_families(text: str) -> Told:
    """What `freeze_families` wrote, equal to what it was. Raises ValueError for another text."""
    written = _TOLD.validate_json(text)
    found = Families(
        Finding.FOUND,
        written.people,
        written.joined,
        written.families,
        None if written.crossing is None else dict(written.crossing),
        None if written.worth is None else Partition((), *written.worth),
    )
    return Told(written.number, written.regards, found)


def tell_again(told: Told, number: int, threshold: int) -> Families:
    """Families as they were told; less of them where the threshold was raised since.

    `number`: of what everybody sees today.
    """
    found = told.found
    shown = {
        name
        for name in found.families[0].domains
        if all(family.domains[name].given >= threshold for family in found.families)
    }
    is_small = any(people < threshold for people in told.regards.values())
    if is_small or not shown or any(family.people < threshold for family in found.families):
        return Families(Finding.VEILED, found.people, partition=found.partition)
    crossing = found.crossing
    if crossing and not all(_is_safe(cells, threshold) for cells in crossing.values()):
        crossing = None
    families = tuple(
        replace(family, domains={n: said for n, said in family.domains.items() if n in shown})
        for family in found.families
    )
    return replace(found, families=families, crossing=crossing, older=number > told.number)


def find_families(
    questionnaire: Questionnaire,
    state: Publication,
    passages: Iterable[Passage],
    ledger: Ledger,
    present: Mapping[Viewpoint, int],
    threshold: int,
) -> Families:
    """The families among the people that `state` counts.

    `passages` and `ledger`: what it counts. `present`: regard → people that it counts and who are
    still there. The caller makes sure that the wave is closed and that nothing more can be counted.
    """
    counted = sum(state.people.values())
    if counted < FEWEST_PEOPLE:
        # From what was published alone: an erasure is not seen in it.
        return Families(Finding.FEW, counted)
    if any(present.get(viewpoint, 0) < people for viewpoint, people in state.people.items()):
        return Families(Finding.CHANGED)
    search = _Search(questionnaire, state, tuple(passages), ledger, threshold)
    rows = search.rows
    if len(rows) < FEWEST_PEOPLE or len(search.domains) < FEWEST_DOMAINS:
        return Families(Finding.FEW, len(rows))
    partition = cut(search.lay(rows), threshold)
    if partition is None or not partition.stands_out:
        return Families(Finding.NONE, len(rows), partition=_unnamed(partition))
    place = dict(zip(rows, partition.labels, strict=True))
    if search.others:
        nearest = join(search.lay(rows), partition.labels, search.lay(search.others))
        place |= dict(zip(search.others, nearest, strict=True))
    shown = [name for name in search.domains if search.may_show(name, place)]
    shown_regards = state.release(questionnaire, threshold).people
    if not shown or not set(search.regards.values()) <= set(shown_regards):
        return Families(Finding.VEILED, len(rows), partition=_unnamed(partition))
    sizes = Counter(place.values())
    return Families(
        Finding.FOUND,
        len(rows),
        len(search.others),
        tuple(
            Family(sizes[family], {name: search.judge(name, place, family) for name in shown})
            for family in sorted(sizes)
        ),
        cross(search.count(place, len(sizes)), threshold),
        _unnamed(partition),
    )


def cross(
    counts: Mapping[Viewpoint, Sequence[int]], threshold: int
) -> dict[tuple[Viewpoint, ...], tuple[int, ...]] | None:
    """The people of each regard in each family, as far as each cell is 0 or large enough.

    The other regards are told together, two at least, or nothing is: one alone could be had from
    the sizes of the families.
    """
    fit = [v for v in counts if _is_safe(counts[v], threshold)]
    for size in range(len(fit), 0, -1):
        for alone in combinations(fit, size):
            rest = tuple(v for v in counts if v not in alone)
            together = tuple(map(sum, zip(*(counts[v] for v in rest), strict=True)))
            if len(rest) == 1 or not _is_safe(together, threshold):
                continue
            told = {(v,): tuple(counts[v]) for v in alone}
            return told | ({rest: together} if rest else {})
    return None


def _is_safe(cells: Iterable[int], threshold: int) -> bool:
    return all(people == 0 or people >= threshold for people in cells)


def _unnamed(partition: Partition | None) -> Partition | None:
    if partition is None:
        return None
    return Partition((), partition.silhouette, partition.chance, partition.stability)


class _Search:
    """What the search rests on: the marks of the people whose regard shows them."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        state: Publication,
        passages: tuple[Passage, ...],
        ledger: Ledger,
        threshold: int,
    ) -> None:
        self.state, self.ledger, self.threshold = state, ledger, threshold
        self.regards = {p.submission.id: p.submission.viewpoint for p in passages}
        self.answers = {p.submission.id: p.answers for p in passages}
        questions = {f"{domain.id}.{SEVERITY}" for domain in questionnaire.domains}
        marks = {name: self._marks(name) for name in questions}
        self.marks = {name: found for name, found in marks.items() if self._is_just(name, found)}
        self.domains = tuple(
            domain.id
            for domain in questionnaire.domains
            if self.marks.get(f"{domain.id}.{SEVERITY}")
        )
        self.rows: dict[int, dict[str, int]] = {}
        """Person → domain → mark, for those who marked enough of them."""
        self.others: dict[int, dict[str, int]] = {}
        """The same for those who marked fewer, one at least."""
        for person in sorted(self.regards):
            row = {
                name: mark
                for name in self.domains
                if (mark := self.of(name).get(person)) is not None
            }
            if row:
                enough = len(row) >= MARKED * len(self.domains)
                (self.rows if enough else self.others)[person] = row

    def lay(self, rows: Mapping[int, Mapping[str, int]]) -> Marks:
        """People × domains."""
        told = [[row.get(name, np.nan) for name in self.domains] for row in rows.values()]
        return np.array(told, dtype=float)

    def of(self, domain_id: str) -> Mapping[int, int]:
        """Person → mark of a domain."""
        return self.marks[f"{domain_id}.{SEVERITY}"]

    def _marks(self, question_id: str) -> dict[int, int]:
        shown = self.state.questions.get(question_id, {})
        found = {}
        for person, answers in self.answers.items():
            answer, tally = answers.get(question_id), shown.get(self.regards[person])
            if answer and is_given(answer) and tally and tally.mean is not None:
                assert isinstance(answer.value, int)
                found[person] = answer.value
        return found

    def _is_just(self, question_id: str, marks: Mapping[int, int]) -> bool:
        """Whether these are the very marks that the figures of the regards count."""
        recounted: dict[Viewpoint, Counter[int]] = {}
        for person, mark in marks.items():
            recounted.setdefault(self.regards[person], Counter())[mark] += 1
        return all(
            recounted.get(viewpoint, Counter()) == {v: n for v, n in tally.counts if n}
            for viewpoint, tally in self.state.questions.get(question_id, {}).items()
            if tally.mean is not None
        )

    def may_show(self, domain_id: str, place: Mapping[int, int]) -> bool:
        """Whether what families say of a domain, set beside all that was shown, tells of no few."""
        name = f"{domain_id}.{SEVERITY}"
        parts: Counter[int] = Counter()
        batches: dict[object, Counter[int]] = {}
        for person in self.of(domain_id):
            mark, viewpoint = self.ledger[person, name], self.regards[person]
            family = place[person]
            parts[family] += 1
            # Whatever figure counted this answer first, and whatever part of its regard it is in.
            shown = mark.step, mark.room, mark.boxes
            batch = viewpoint, shown, self._part(person, viewpoint, name)
            batches.setdefault(batch, Counter())[family] += 1
        if any(people < self.threshold for people in parts.values()):
            return False
        if any(not parts[family] for family in set(place.values())):
            return False
        # All who marked are in a family: the last one follows from the others.
        return keeps_apart(batches.values(), sorted(parts)[1:], {}, self.threshold)

    def _part(self, person: int, viewpoint: Viewpoint, question_id: str) -> object:
        parts = self.state.parts.get(viewpoint)
        if parts is None or question_id not in parts.since:
            return None
        answer = self.answers[person].get(parts.question_id)
        return answer.value if answer else None

    def judge(self, domain_id: str, place: Mapping[int, int], family: int) -> Judgement:
        said = [mark for person, mark in self.of(domain_id).items() if place[person] == family]
        return Judgement(
            len(said),
            sum(said) / len(said),
            sum(mark >= HIGH for mark in said),
            sum(mark <= LOW for mark in said),
        )

    def count(self, place: Mapping[int, int], families: int) -> dict[Viewpoint, list[int]]:
        """Regard → people in each family."""
        counts: dict[Viewpoint, list[int]] = {}
        for person, family in place.items():
            counts.setdefault(self.regards[person], [0] * families)[family] += 1
        return {viewpoint: counts[viewpoint] for viewpoint in Viewpoint if viewpoint in counts}
