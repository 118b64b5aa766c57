"""Someone who keeps the figures of a wave and those of its rooms, and takes one from another."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from diagnostic.answers import Answer, AnswerState, Passage
from diagnostic.confidence import Publication, Step, advance
from diagnostic.confidence.boxes import NO_BOXES, Before, Boxes, close_first, close_second, gather
from diagnostic.confidence.live import live_release
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.workshops import Box
from diagnostic.workshops.votes import Vote, first_box, second_box
from tests.attacker import AGE, REGARDS, SCALES, TINY, Cell, Room
from tests.people import person, says

Votes = dict[int, Answer]


class Workshop(Room):
    """A wave that is answered from home and in a room, where votes are held and shown."""

    def __init__(
        self,
        seed: int,
        threshold: int,
        regards: tuple[Viewpoint, ...] = REGARDS,
        *,
        naive: bool = False,
        twice: bool = True,
        complete: bool = False,
    ) -> None:
        """`naive`: the figures of the wave and those of the room know nothing of each other.

        `twice`: whether some votes have a second round.
        """
        super().__init__(seed, threshold, self._advance, regards, complete=complete)
        self.naive, self.twice = naive, twice
        self.seated: list[int] = []
        self.boxes: list[Box] = []
        self.counted: dict[str, dict[int, dict[int, Answer]]] = {}
        """Question → person → box → the answer that it counts, as the memory keeps it."""
        self.held: dict[int, dict[Viewpoint, set[Cell]]] = {}
        """Box → regard → the answers in its mean: whoever leaves is still there."""
        self.figures: dict[tuple[str, Viewpoint], set[Cell]] = {}
        self.latest: dict[tuple[int, str], int] = {}
        self.boxed = 0
        """Sums of answers that the room was shown."""

    def live(self, moments: int) -> None:
        for _ in range(moments):
            what = self.draw.random()
            if what < 0.15:
                again = self.twice and self.draw.random() < 0.4
                self.hold_vote(self.draw.choice(SCALES), twice=again)
            elif what < 0.5:
                self.sit()
            else:
                self.happen()
            self._forget_the_erased()
            if self.draw.random() < 0.6:
                self.look()

    def sit(self) -> None:
        """Somebody takes a place: one who answered from home, or most often someone new."""
        standing = [who for who in self.here if who not in self.seated]
        if standing and self.draw.random() < 0.3:
            self.seated.append(self.draw.choice(standing))
            return
        age = {AGE: self.draw.choice(("jeune", "autre"))} if self.draw.random() < self.dates else {}
        new = person(self.draw.choice(self.regards), age)
        self._keep(new)
        self.seated.append(new.submission.id)

    def hold_vote(self, name: str, *, twice: bool = False) -> None:
        """A vote of those who sit there, and its figures; then perhaps a second one."""
        one = {who: self._vote(who, name) for who in self.seated if self.draw.random() < 0.9}
        cells = self._given(name, one)
        votes = [self._ballot(who, name, one) for who in self.seated]
        first = self._box(first_box("vote", dict.fromkeys(REGARDS, (name,)), votes))
        if not self.naive:
            first = close_first(first, {name: one}, self._before())
        self._show(first, first, name, one, cells)
        if not twice:
            return
        two: Votes = {}
        for who in one:
            if self.draw.random() < 0.1:
                self.look()
            if self.draw.random() < 0.8:
                two[who] = self._vote(who, name)
                # Nobody sees who moved: what is said again is as unknown as what is new.
                self.versions[who, name].append(two[who])
                self.latest[who, name] = len(self.versions[who, name]) - 1
        cells = {cell for cell in cells if cell[0] not in two} | self._given(name, two)
        pairs = [(self._ballot(who, name, one), self._ballot(who, name, two)) for who in one]
        second = replace(self._box(second_box(first, pairs)), first=first.number)
        if not self.naive:
            both = {who: (one[who], two[who]) for who in two}
            second = close_second(second, first, {name: both}, self._before())
        self._show(second, first, name, one | two, cells)

    def known_boxes(self) -> Boxes:
        return NO_BOXES if self.naive else gather(self.boxes, self.counted, TINY.by_id)

    def _advance(
        self,
        last: Publication,
        ledger: Mapping[tuple[int, str], object],
        questionnaire: Questionnaire,
        passages: Iterable[Passage],
        threshold: int,
        *,
        batch: int | None = None,
    ) -> Step | None:
        boxes = self.known_boxes()
        return advance(
            last, self.ledger, questionnaire, passages, threshold, batch=batch, boxes=boxes
        )

    def _before(self) -> Before:
        regards = {who: p.submission.viewpoint for who, p in self.here.items()}
        return Before(self.publication, self.ledger, self.known_boxes(), regards, self.threshold)

    def _vote(self, who: int, name: str) -> Answer:
        passage = self.here[who]
        if name not in passage.answers or self.draw.random() < 0.4:
            answer = says(name, self._mark(name))
            self._keep(replace(passage, answers={**passage.answers, name: answer}))
        return self.here[who].answers[name]

    def _ballot(self, who: int, name: str, said: Votes) -> Vote:
        mine = {name: said[who]} if who in said else {}
        return Vote(who, self.here[who].submission.viewpoint, mine)

    def _box(self, box: Box) -> Box:
        number = len(self.boxes) + 1
        return replace(box, number=number, first=number)

    def _given(self, name: str, said: Votes) -> set[Cell]:
        given = (who for who, answer in said.items() if answer.state is AnswerState.GIVEN)
        return {(who, self._version(who, name)) for who in given}

    def _show(self, box: Box, first: Box, name: str, said: Votes, cells: set[Cell]) -> None:
        """The room sees a box, and the attacker notes who is in each sum."""
        self.boxes.append(box)
        regards = {who: self.here[who].submission.viewpoint for who in said}
        self.held[box.number] = {
            v: {cell for cell in cells if regards[cell[0]] is v} for v in REGARDS
        }
        for who, answer in said.items():
            if box.shown is not None and (regards[who] in box.shown[name] or name in box.whole):
                self.counted.setdefault(name, {}).setdefault(who, {})[box.number] = answer
        figures = live_release(first, TINY, self.threshold, (), None if box is first else box)
        release = figures.second or figures.first
        before = self.shown
        for viewpoint, tally in release.questions.get(name, {}).items():
            self._note(name, tally, self.held[box.number][viewpoint])
        if name in release.whole:
            self._note(name, release.whole[name], cells)
        self.boxed += self.shown - before

    def _in_figure(self, name: str, viewpoint: Viewpoint, before: Publication) -> set[Cell]:
        """What a figure follows it holds just as it was shown; otherwise, all who are there."""
        now = self.publication.followed.get(name, {}).get(viewpoint, ())
        then = before.followed.get(name, {}).get(viewpoint, ())
        found = super()._in_figure(name, viewpoint, before)
        if now:
            found = set(self.figures.get((name, viewpoint), set()))
            for box in set(then) - set(now):
                found -= self.held[box][viewpoint]
            for box in set(now) - set(then):
                found |= self.held[box][viewpoint]
        self.figures[name, viewpoint] = found
        return found

    def _in_part(self, name: str, viewpoint: Viewpoint, part: list[Passage]) -> set[Cell]:
        """A regard is parted where its figure counts all that is said: these very answers."""
        mine = {passage.submission.id for passage in part}
        return {cell for cell in self.figures[name, viewpoint] if cell[0] in mine}

    def _in_whole(self, name: str, tally: Tally) -> set[Cell]:
        for one in self.known_boxes().wholes.get(name, ()):
            if one.tally == tally:
                return set().union(*self.held[one.box].values())
        return super()._in_whole(name, tally)

    def _keep(self, passage: Passage) -> None:
        who = passage.submission.id
        before = self.here[who].answers if who in self.here else {}
        super()._keep(passage)
        for name, answer in passage.answers.items():
            if before.get(name) != answer:
                self.latest[who, name] = self.versions[who, name].index(answer)

    def _version(self, who: int, name: str) -> int:
        return self.latest[who, name]

    def _forget_the_erased(self) -> None:
        self.seated = [who for who in self.seated if who in self.here]
        for mine in self.counted.values():
            for gone in mine.keys() - self.here.keys():
                del mine[gone]
