"""Someone who keeps every figure ever shown, knows who was there when, and subtracts."""

import random
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from diagnostic.answers import Answer, AnswerState, Passage
from diagnostic.confidence import Counted, Publication, Step, advance
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally, score
from tests.builders import tiny_questionnaire
from tests.people import DONT_KNOW, NOT_CONCERNED, person, says

PRIME = 2_147_483_647
AGE = "profil.age"
SCALES = ("F01.G", "F02.G", "A1", "A2")
REGARDS = (Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM)

Cell = tuple[int, int]
"""A person, and which of their successive answers to the question."""
Publish = Callable[..., Step | None]


def with_profile() -> Questionnaire:
    """The small questionnaire, whose question of age says who one is."""
    told = tiny_questionnaire().model_dump_json()
    return Questionnaire.model_validate_json(told.replace('"age"', f'"{AGE}"'))


TINY = with_profile()


@dataclass
class Notes:
    """What was seen, question by question: who was in each sum that was shown."""

    sums: dict[str, set[frozenset[Cell]]] = field(default_factory=dict)

    def note(self, question_id: str, group: Iterable[Cell]) -> None:
        self.sums.setdefault(question_id, set()).add(frozenset(group))

    def smallest(self, below: int) -> int:
        """The fewest people of whom a sum of answers can be had alone; `below` if none so few."""
        return min((_smallest(sums, below) for sums in self.sums.values()), default=below)


def _smallest(sums: Iterable[frozenset[Cell]], below: int) -> int:
    """Some combination of sums rests on these few where, without them, a sum depends on others."""
    shown = [group for group in sums if group]
    cells = sorted({cell for group in shown for cell in group})
    known = _rank([[int(cell in group) for cell in cells] for group in shown])
    alike: dict[tuple[object, ...], list[int]] = {}
    for one in sorted({who for who, _ in cells}):
        pattern = tuple(tuple(cell in group for group in shown) for cell in cells if cell[0] == one)
        alike.setdefault(pattern, []).append(one)
    classes = [members for members in alike.values() if len(members) < below]
    for size in range(1, below):
        for some in combinations(classes, size):
            few = [one for members in some for one in members]
            if len(few) >= below:
                continue
            rest = [cell for cell in cells if cell[0] not in few]
            if _rank([[int(cell in group) for cell in rest] for group in shown]) < known:
                return len(few)
    return below


def _rank(rows: list[list[int]]) -> int:
    """Over the whole numbers modulo a prime, which loses nothing of sums as small as these."""
    rows, rank = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column] % PRIME), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, PRIME)
        for n in range(rank + 1, len(rows)):
            if factor := rows[n][column] * inverse % PRIME:
                rows[n] = [
                    (a - factor * b) % PRIME for a, b in zip(rows[n], rows[rank], strict=True)
                ]
        rank += 1
    return rank


class Room:
    """People who come, change their minds and leave, while someone looks at every moment."""

    def __init__(
        self,
        seed: int,
        threshold: int,
        publish: Publish = advance,
        regards: tuple[Viewpoint, ...] = REGARDS,
        *,
        complete: bool = False,
    ) -> None:
        """`complete`: nearly everybody answers everything, and few change their minds."""
        self.draw, self.threshold, self.publish = random.Random(seed), threshold, publish
        self.regards = regards
        self.says, self.dates, self.comes = (0.99, 1.0, 0.9) if complete else (0.85, 0.9, 0.7)
        self.here: dict[int, Passage] = {}
        self.versions: dict[tuple[int, str], list[Answer]] = {}
        self.ledger: dict[tuple[int, str], Counted] = {}
        self.publication = Publication()
        self.notes = Notes()
        self.shown = 0
        """Sums of answers that were shown."""
        self.parted = 0
        """Those of them that are of a part of a regard."""

    def live(self, moments: int) -> None:
        for _ in range(moments):
            self.happen()
            if self.draw.random() < 0.8:
                self.look()

    def happen(self) -> None:
        """One event: most often someone new, sometimes a change or an erasure."""
        what = self.draw.random()
        if what < self.comes or not self.here:
            regard = self.draw.choice(self.regards)
            told = {name: self._mark(name) for name in SCALES if self.draw.random() < self.says}
            if self.draw.random() < self.dates:
                told[AGE] = self.draw.choice(("jeune", "autre"))
            new = person(regard, told)
            self._keep(new)
        elif what < (2 + self.comes) / 3:
            passage = self.draw.choice(list(self.here.values()))
            name = self.draw.choice(SCALES)
            answers = dict(passage.answers)
            if self.draw.random() < 0.25:
                answers.pop(name, None)
            else:
                answers[name] = says(name, self._mark(name))
            self._keep(replace(passage, answers=answers))
        else:
            gone = self.draw.choice(list(self.here))
            del self.here[gone]
            self.ledger = {key: mark for key, mark in self.ledger.items() if key[0] != gone}

    def _mark(self, name: str) -> int | str:
        if self.draw.random() < 0.1:
            return self.draw.choice((DONT_KNOW, NOT_CONCERNED))
        return self.draw.randint(0, 10 if name.endswith("G") else 4)

    def _keep(self, passage: Passage) -> None:
        self.here[passage.submission.id] = passage
        for name, answer in passage.answers.items():
            said = self.versions.setdefault((passage.submission.id, name), [])
            if answer not in said:
                said.append(answer)

    def look(self, batch: int | None = None) -> None:
        """What is shown now, noted: each sum with those who are in it."""
        people = list(self.here.values())
        step = self.publish(
            self.publication, self.ledger, TINY, people, self.threshold, batch=batch
        )
        if step is None:
            return
        before, self.publication, self.ledger = self.publication, step.publication, step.ledger
        for name, groups in self.publication.questions.items():
            for viewpoint, tally in groups.items():
                if tally is not before.questions.get(name, {}).get(viewpoint):
                    self._note(name, tally, self._in_figure(name, viewpoint, before))
        for name, tally in self.publication.whole.items():
            if tally is not before.whole.get(name):
                self._note(name, tally, self._in_whole(name, tally))
        for viewpoint, parts in self.publication.parts.items():
            former = before.parts.get(viewpoint)
            for name, tallies in parts.questions.items():
                for option, tally in tallies.items():
                    if not former or tally is not former.questions.get(name, {}).get(option):
                        mine = [p for p in people if _is(p, viewpoint) and _chose(p, option)]
                        self._note(name, tally, self._in_part(name, viewpoint, mine))
                        self.parted += tally.mean is not None

    def _in_figure(self, name: str, viewpoint: Viewpoint, before: Publication) -> set[Cell]:
        """Who is in the figure of a regard that was just shown anew."""
        return self._cells(name, [p for p in self.here.values() if _is(p, viewpoint)])

    def _in_part(self, name: str, viewpoint: Viewpoint, part: list[Passage]) -> set[Cell]:
        return self._cells(name, part)

    def _in_whole(self, name: str, tally: Tally) -> set[Cell]:
        return self._cells(name, self.here.values())

    def _cells(self, name: str, group: Iterable[Passage]) -> set[Cell]:
        given = [p for p in group if _gave(p, name)]
        return {(p.submission.id, self._version(p.submission.id, name)) for p in given}

    def _version(self, who: int, name: str) -> int:
        """Which of their answers the present one is."""
        return self.versions[who, name].index(self.here[who].answers[name])

    def _note(self, name: str, tally: Tally, cells: Collection[Cell]) -> None:
        if tally.mean is None:
            return
        assert len(cells) == tally.given, "the attacker is mistaken about who is in a sum"
        self.notes.note(name, cells)
        self.shown += 1


def _is(passage: Passage, viewpoint: Viewpoint) -> bool:
    return passage.submission.viewpoint is viewpoint


def _chose(passage: Passage, option: str) -> bool:
    answer = passage.answers.get(AGE)
    return answer is not None and answer.value == option


def _gave(passage: Passage, name: str) -> bool:
    return name in passage.answers and passage.answers[name].state is AnswerState.GIVEN


def forget(
    last: Publication,
    ledger: Mapping[tuple[int, str], Counted],
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
) -> Step:
    """A weaker way: the threshold alone, at every look anew, as if nothing had been shown."""
    step = advance(Publication(), {}, questionnaire, passages, threshold)
    return step or Step(Publication(), {})


def hurry(
    last: Publication,
    ledger: Mapping[tuple[int, str], Counted],
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
) -> Step | None:
    """A weaker way: figures move for one person fewer than the threshold."""
    return advance(last, ledger, questionnaire, passages, threshold, batch=threshold - 1)


def part_at_every_look(
    last: Publication,
    ledger: Mapping[tuple[int, str], Counted],
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
) -> Step | None:
    """A weaker way: regards move by batches, but are parted anew at every look."""
    people = list(passages)
    step = advance(last, ledger, questionnaire, people, threshold, batch=batch)
    now = advance(Publication(), {}, questionnaire, people, threshold)
    if step is None and now is None:
        return None
    kept = step or Step(last, dict(ledger))
    parts = now.publication.parts if now else {}
    return replace(kept, publication=replace(kept.publication, parts=parts))


def show_everybody(
    last: Publication,
    ledger: Mapping[tuple[int, str], Counted],
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
) -> Step | None:
    """A weaker way: the whole room beside the regards, without complementary suppression."""
    people = list(passages)
    step = advance(last, ledger, questionnaire, people, threshold, batch=batch)
    if step is None:
        return None
    alone = replace(people[0].submission, viewpoint=Viewpoint.CITIZEN)
    together = [replace(p, submission=replace(alone, id=p.submission.id)) for p in people]
    whole = {
        name: groups[Viewpoint.CITIZEN]
        for name, groups in score(questionnaire, together).questions.items()
    }
    return replace(step, publication=replace(step.publication, whole=whole))
