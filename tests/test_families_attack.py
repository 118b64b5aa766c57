"""Families set beside all that was ever shown never tell of fewer people than the threshold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from diagnostic.answers import Passage
from diagnostic.confidence import PRESENCE, Counted, Publication, Step, advance
from diagnostic.confidence.clusters import cut, join
from diagnostic.confidence.families import MARKED, Families, Finding, find_families
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from tests.attacker import AGE, Room
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


class Crowd(Room):
    """A room of two families, which follow the regards more or less."""

    def __init__(self, seed: int, threshold: int, alike: float, moments: int) -> None:
        """`alike`: how many of a regard are of its own family."""
        super().__init__(seed, threshold, advance_six, REGARDS)
        self.alike = alike
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

    def smallest(self) -> int:
        self.notes.sums = {WATCHED: self.notes.sums.get(WATCHED, set())}
        return self.notes.smallest(below=self.threshold)


@pytest.mark.parametrize("alike", [0.5, 0.9])
def test_no_group_under_the_threshold_is_had_with_the_families(alike: float) -> None:
    told = 0
    for seed in range(12):
        room = Crowd(seed, 3, alike, moments=5)
        found = room.families()
        if found.finding is not Finding.FOUND or WATCHED[:3] not in found.families[0].domains:
            continue
        place = room.place()
        sizes = Counter(place.values())
        assert [sizes[n] for n in sorted(sizes)] == [family.people for family in found.families], (
            "the attacker is mistaken about who is in a family"
        )
        room.note_families()
        assert room.smallest() >= 3, f"seed {seed}"
        told += 1
    assert told >= 4, f"families were shown {told} times: little was proved"


def test_the_attack_succeeds_where_families_are_shown_whatever_the_regards() -> None:
    had = []
    for seed in range(12):
        room = Crowd(seed, 3, 0.97, moments=5)
        if len(room.counted()) < 30:
            continue
        room.note_families()
        had.append(room.smallest())
    assert sum(few < 3 for few in had) > len(had) * 0.5, had
