"""Families set beside all that was ever shown never tell of fewer people than the threshold."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import pytest

from diagnostic.answers import Passage
from diagnostic.campaigns import SMALLEST_THRESHOLD
from diagnostic.confidence import PRESENCE, Counted, Publication, Step, advance
from diagnostic.confidence.clusters import cut, join
from diagnostic.confidence.families import MARKED, Families, Finding, find_families
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from tests.attacker import AGE, Cell, Notes, Room
from tests.crowds import CONTENT
from tests.people import DONT_KNOW, person, says

NAMES = tuple(f"F{n:02}.G" for n in range(1, 7))
WATCHED = NAMES[0]
"""The attacker combines the sums of one question; one is enough to see."""
AGES = ("moins_de_30", "de_75_et_plus")
REGARDS = (Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM)


def advance_six(
    last: Publication,
    ledger: Mapping[tuple[int, str], Counted],
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
) -> Step | None:
    """The real way, with the published questionnaire."""
    return advance(last, ledger, CONTENT, passages, threshold, batch=batch)


def _hold_parts(
    last: Publication,
    ledger: Mapping[tuple[int, str], Counted],
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
) -> Step | None:
    """The real way once families were told."""
    step = advance_six(last, ledger, questionnaire, passages, threshold, batch=batch)
    if step is None:
        return None
    return replace(step, publication=replace(step.publication, parts=last.parts))


class Crowd(Room):
    """A room of two families, which follow the regards more or less."""

    def __init__(self, seed: int, threshold: int, alike: float, moments: int) -> None:
        """`alike`: how many of a regard are of its own family."""
        super().__init__(seed, threshold, advance_six, REGARDS)
        self.alike = alike
        self.told: set[frozenset[Cell]] = set()
        """The sums that families alone told."""
        for _ in range(moments):
            for _ in range(self.draw.randint(3, 12)):
                self.happen()
            self.look()
        self.look(batch=3)

    def happen(self) -> None:
        if self.here and self.draw.random() < 0.06:
            passage = self.draw.choice(list(self.here.values()))
            said = says(WATCHED, self._about(WATCHED, self.draw.random() < 0.5))
            self._keep(replace(passage, answers={**passage.answers, WATCHED: said}))
            return
        regard = self.draw.choice(self.regards)
        own = self.draw.random() < self.alike
        first = own == (regard is not Viewpoint.ELECTED)
        told = {
            name: self._about(name, first) for name in NAMES if self.draw.random() < self.says + 0.1
        }
        if regard is Viewpoint.CITIZEN and self.draw.random() < self.dates:
            told[AGE] = self.draw.choice(AGES)
        self._keep(person(regard, told))

    def _about(self, name: str, first: bool) -> int | str:
        if self.draw.random() < 0.05:
            return DONT_KNOW
        high = (name in NAMES[:3]) == first
        return max(0, min(10, round(self.draw.gauss(8.5 if high else 1.5, 1))))

    def go_on(self, moments: int, *, still: bool) -> None:
        """The wave is reopened, then closed again; `still`: regards are no more seen by parts."""
        if still:
            self.publish = _hold_parts
        for _ in range(moments):
            for _ in range(self.draw.randint(1, 6)):
                self.happen()
            self.look()
        self.look(batch=3)

    def families(self) -> Families:
        present = Counter(
            each.submission.viewpoint
            for each in self.here.values()
            if (each.submission.id, PRESENCE) in self.ledger
        )
        return find_families(
            CONTENT, self.publication, self.counted(), self.ledger, present, self.threshold
        )

    def counted(self) -> list[Passage]:
        people = []
        for number, passage in self.here.items():
            answers = {
                name: mark.answer
                for (who, name), mark in self.ledger.items()
                if who == number and mark.step and name and not name.endswith("#")
            }
            if answers:
                people.append(replace(passage, answers=answers))
        return people

    def place(self) -> dict[int, int]:
        """Who is in which family, as whoever knows all the answers finds it out."""
        import numpy as np

        people = sorted(self.counted(), key=lambda each: each.submission.id)
        rows = {
            each.submission.id: [
                float(answer.value)
                if (answer := each.answers.get(name)) and isinstance(answer.value, int)
                else float("nan")
                for name in NAMES
            ]
            for each in people
        }
        known = {who: sum(mark == mark for mark in row) for who, row in rows.items()}
        most = [who for who in rows if known[who] >= MARKED * len(NAMES)]
        few = [who for who in rows if 0 < known[who] < MARKED * len(NAMES)]
        marks = np.array([rows[who] for who in most])
        partition = cut(marks, self.threshold)
        assert partition is not None
        place = dict(zip(most, partition.labels, strict=True))
        if few:
            nearest = join(marks, partition.labels, np.array([rows[who] for who in few]))
            place |= dict(zip(few, nearest, strict=True))
        return place

    def note_families(self) -> None:
        """The sums that families tell of the question that is watched."""
        place = self.place()
        known = set(self.notes.sums.get(WATCHED, ()))
        for family in set(place.values()):
            self.notes.note(
                WATCHED,
                [
                    (who, self.versions[who, WATCHED].index(mark.answer))
                    for who, into in place.items()
                    if into == family
                    and (mark := self.ledger.get((who, WATCHED)))
                    and mark.step
                    and isinstance(mark.answer.value, int)
                ],
            )
        self.told |= self.notes.sums[WATCHED] - known

    def smallest(self) -> int:
        return self._watched().smallest(below=self.threshold)

    def guards(self, *, families: bool = True) -> int:
        """The fewest people that anything had by subtraction rests on, up to the threshold.

        Once all that waits is counted that is three: so many are enough for the last figures.
        """
        notes = self._watched(() if families else self.told)
        return next(few for few in range(self.threshold, 0, -1) if notes.smallest(below=few) >= few)

    def _watched(self, without: Collection[frozenset[Cell]] = ()) -> Notes:
        sums = self.notes.sums.get(WATCHED, set())
        return Notes({WATCHED: {group for group in sums if group not in without}})


def is_watched(found: Families) -> bool:
    """Whether families tell of the question that the attacker watches."""
    return found.finding is Finding.FOUND and WATCHED[:3] in found.families[0].domains


@pytest.mark.parametrize(("threshold", "alike"), [(3, 0.5), (3, 0.9), (5, 0.5), (5, 0.8)])
def test_no_group_under_the_threshold_is_had_with_the_families(
    threshold: int, alike: float
) -> None:
    told = 0
    for seed in range(12):
        room = Crowd(seed, threshold, alike, moments=2 * threshold - 1)
        found = room.families()
        if not is_watched(found):
            continue
        sizes = Counter(room.place().values())
        assert [sizes[n] for n in sorted(sizes)] == [family.people for family in found.families], (
            "the attacker is mistaken about who is in a family"
        )
        room.note_families()
        assert room.told
        assert room.guards() == room.guards(families=False) >= SMALLEST_THRESHOLD, f"seed {seed}"
        told += 1
    assert told >= 4, f"families were shown {told} times: little was proved"


@pytest.mark.parametrize("threshold", [3, 5])
def test_families_that_were_told_once_stay_safe_whatever_comes_after(threshold: int) -> None:
    told = 0
    for seed in range(16):
        room = Crowd(seed, threshold, 0.5, moments=2 * threshold - 1)
        if not is_watched(room.families()):
            continue
        room.note_families()
        number = room.publication.number
        room.go_on(3, still=True)
        if room.publication.number == number:
            continue
        assert room.guards() == room.guards(families=False) >= SMALLEST_THRESHOLD, f"seed {seed}"
        told += 1
    assert told >= 4, f"families were followed by figures {told} times: little was proved"


@pytest.mark.parametrize("threshold", [3, 5])
def test_the_attack_succeeds_where_families_are_looked_for_again(threshold: int) -> None:
    had = []
    for seed in range(16):
        room = Crowd(seed, threshold, 0.5, moments=2 * threshold - 1)
        if not is_watched(room.families()):
            continue
        room.note_families()
        room.go_on(1, still=True)
        if not is_watched(room.families()):
            continue
        room.note_families()
        had.append(room.guards())
    assert sum(few < SMALLEST_THRESHOLD for few in had) >= 3, had


def test_the_attack_succeeds_where_families_are_shown_whatever_the_regards() -> None:
    had = []
    for seed in range(12):
        room = Crowd(seed, 3, 0.97, moments=5)
        if len(room.counted()) < 30:
            continue
        room.note_families()
        had.append(room.smallest())
    assert sum(few < 3 for few in had) > len(had) * 0.5, had
