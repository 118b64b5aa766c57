"""One publication in the making, figure by figure; `publication` says why it may move so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from diagnostic.answers import Answer, Passage
from diagnostic.confidence.boxes import Boxes, Shown, leaves_enough
from diagnostic.confidence.frozen import Publication
from diagnostic.confidence.ledger import (
    PRESENCE,
    Book,
    Counted,
    Ledger,
    comment,
    is_given,
    presence,
    without_words,
)
from diagnostic.confidence.separation import keeps_apart
from diagnostic.confidence.suppression import mark_axis, trunk_tallies, veil
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Heard, Tallies, Tally, merge

Said = Mapping[int, Answer]
"""Submission's id → answer to one question, in one regard."""


class Advance:
    """One publication in the making, question by question."""

    def __init__(
        self,
        last: Publication,
        ledger: Ledger,
        known: Mapping[str, Question],
        people: Sequence[Passage],
        heard: Heard,
        tallies: Tallies,
        threshold: int,
        batch: int,
        boxes: Boxes,
    ) -> None:
        self.last, self.number, self.known = last, last.number + 1, known
        self.threshold, self.batch = threshold, batch
        self.passages, self.tallies = people, tallies
        self.counted, self.boxes = Book(ledger), boxes
        self.begun = {name for _, name in ledger} | last.questions.keys() | last.whole.keys()
        self.begun |= boxes.cells.keys() | boxes.figures.keys() | boxes.wholes.keys()
        """Questions of which something was counted or shown before."""
        self.in_room = {name for (_, name), mark in ledger.items() if mark.room}
        """Questions of which the whole room was shown."""
        self.people = dict(last.people)
        self.questions = {name: dict(groups) for name, groups in last.questions.items()}
        self.firsts = {name: dict(groups) for name, groups in last.firsts.items()}
        self.whole = dict(last.whole)
        self.axes = {name: dict(groups) for name, groups in last.axes.items()}
        self.followed = {name: dict(groups) for name, groups in last.followed.items()}
        self.stale = {(name, v) for name, groups in last.questions.items() for v in groups}
        """Figures that do not count just what is said."""
        self.moved: set[tuple[str, Viewpoint]] = set()
        """Figures shown anew."""
        self.heard = heard

    def move_question(self, name: str) -> None:
        """Show a question anew, regard by regard where that may be."""
        if name in self.boxes.open:
            self._follow(name)
        elif name in self.begun:
            said = self._said(name)
            self._follow(name)
            self._move_on(name, said)
        else:
            self._begin(name)

    def _said(self, name: str) -> dict[Viewpoint, Said]:
        """What each regard says to a question that it is asked, as a ledger counts it."""
        question = self.known[name]
        return {
            viewpoint: {
                person: without_words(question, answer) for person, answer in columns[name].spoken()
            }
            for viewpoint, columns in self.heard.columns.items()
            if name in columns
        }

    def _begin(self, name: str) -> None:
        """Show a question of which nothing was shown: the threshold alone decides."""
        question = self.known[name]
        for viewpoint, tally in self.tallies.questions[name].items():
            if tally.spoke < self.threshold:
                continue
            self._put(name, viewpoint, tally)
            column = self.heard.columns[viewpoint][name]
            answers = column.answers
            if question.kind == "text":
                answers = [said and without_words(question, said) for said in answers]
            self.counted.count_anew(name, column.people, answers, self.number)
        if name not in self.questions:
            self._move_room(name, self._said(name))

    def _follow(self, name: str) -> None:
        """Show what rooms were shown, where it adds nothing to it: no more is told."""
        for viewpoint, figures in self.boxes.figures.get(name, {}).items():
            for one in figures:
                self._add(name, viewpoint, one)
        if name not in self.questions and name not in self.whole:
            for one in self.boxes.wholes.get(name, ())[-1:]:
                self.whole[name] = one.tally
                lines = self.counted.on(name)
                for person, answer in self.boxes.members(name, one.box).items():
                    lines[person] = Counted(answer, 0, self.number)
        if name in self.questions:
            self.whole.pop(name, None)

    def _add(self, name: str, viewpoint: Viewpoint, one: Shown) -> None:
        """Follow one figure of a box: alone, instead of its first round, or beside other people."""
        held = self.followed.get(name, {}).get(viewpoint, ())
        shown = self.questions.get(name, {}).get(viewpoint)
        lines, members = self.counted.on(name), self.boxes.members(name, one.box)
        if one.box in held or one.tally.spoke < self.threshold:
            return
        if shown is None:
            tally = one.tally
        elif one.first in held:
            (before,) = (
                each.tally for each in self.boxes.figures[name][viewpoint] if each.box == one.first
            )
            tally = merge(self.known[name], (shown, one.tally), less=(before,))
        elif one.apart and members and not any(p in lines and lines[p].step for p in members):
            tally = merge(self.known[name], (shown, one.tally))
        else:
            return
        if any(self._is_veiled(each) for each in (shown, one.tally) if each):
            return
        self._put(name, viewpoint, tally)
        self.stale.add((name, viewpoint))
        kept = tuple(box for box in held if box != one.first)
        self.followed.setdefault(name, {})[viewpoint] = (*kept, one.box)
        for person, answer in members.items():
            mark = lines.get(person)
            if mark is None or mark.answer != answer:
                lines[person] = Counted(answer, self.number, 0)
            elif not mark.step:
                lines[person] = replace(mark, step=self.number)

    def _is_veiled(self, tally: Tally) -> bool:
        """Whether what was answered is kept back, though something was."""
        kept_back = not tally.counts and self.known[tally.question_id].kind != "text"
        return 0 < tally.given < self.threshold or (tally.given > 0 and kept_back)

    def _move_on(self, name: str, said: Mapping[Viewpoint, Said]) -> None:
        for viewpoint, tally in self.tallies.questions[name].items():
            mine = said.get(viewpoint, {})
            shown = self.questions.get(name, {}).get(viewpoint)
            if shown is None:
                fits = self._may_appear(name, viewpoint, tally, mine)
            elif self._is_just(name, shown, mine):
                self.stale.discard((name, viewpoint))
                # A threshold that was lowered since may show what was answered.
                fits = (
                    tally.given >= self.threshold
                    and viewpoint not in self.firsts.get(name, {})
                    and self._may_move(name, viewpoint, tally, mine)
                )
            else:
                fits = self._may_move(name, viewpoint, tally, mine)
            if fits:
                self._show(name, viewpoint, tally, mine)
        if name in self.questions:
            self.whole.pop(name, None)
        else:
            self._move_room(name, said)

    def _is_just(self, name: str, shown: Tally, said: Said) -> bool:
        """Whether what is shown of a regard counts just what it says now."""
        unsure = shown.dont_know + shown.not_concerned
        kept = self._kept(name, said)
        return kept == (shown.given, unsure) and len(said) == shown.given + unsure

    def _entering(self, name: str, said: Said) -> Said:
        """The answers that the regard's figures never counted."""
        lines = self.counted.on(name)
        return {
            person: answer
            for person, answer in said.items()
            if (mark := lines.get(person)) is None or not mark.step or mark.answer != answer
        }

    def _kept(self, name: str, said: Said) -> tuple[int, int]:
        """How many of those counted said the same since: answers given, and the others."""
        lines = self.counted.on(name)
        same = [
            is_given(answer)
            for person, answer in said.items()
            if (mark := lines.get(person)) and mark.step and mark.answer == answer
        ]
        return sum(same), len(same) - sum(same)

    def _leaves_enough(self, name: str, viewpoint: Viewpoint, entering: Said, said: Said) -> bool:
        """Whether a figure may move with those who enter it, beside what rooms were shown."""
        if name not in self.boxes.cells:
            return len(entering) >= self.batch
        fresh = 0
        published: Counter[tuple[int, tuple[int, ...]]] = Counter()
        lines = self.counted.on(name)
        for person, answer in said.items():
            boxes, mark = self.boxes.holding(name, person, answer), lines.get(person)
            if mark and mark.room and mark.answer == answer:
                # The whole room was shown with this answer in it, as by one more box.
                boxes = (*boxes, -mark.room)
            if person not in entering:
                published[lines[person].step, boxes] += 1
            elif boxes:
                published[0, boxes] += 1
            else:
                fresh += 1
        parts = self.last.parts.get(viewpoint)
        if parts is not None and name in parts.questions:
            # They too may be taken away: only those who were never counted are sure to be left.
            return fresh >= self.batch
        return leaves_enough(published, fresh, self.batch)

    def _may_appear(self, name: str, viewpoint: Viewpoint, tally: Tally, said: Said) -> bool:
        if tally.spoke < self.threshold or not self._is_apart(name, viewpoint):
            return False
        if not self._is_fresh(name, tally, said):
            return False
        return tally.given < self.threshold or self._is_apart(name, viewpoint, given=True)

    def _may_move(self, name: str, viewpoint: Viewpoint, tally: Tally, said: Said) -> bool:
        if tally.spoke < self.threshold:
            return False
        shown = self.questions[name][viewpoint]
        entering = self._entering(name, said)
        new = {person: answer for person, answer in entering.items() if is_given(answer)}
        given, unsure = self._kept(name, said)
        same_unsure = len(entering) == len(new) and unsure == shown.dont_know + shown.not_concerned
        if viewpoint in self.firsts.get(name, {}):
            counted = {person: answer for person, answer in said.items() if is_given(answer)}
            fits = self._leaves_enough(name, viewpoint, new, counted) or (
                not new and given == shown.given
            )
        else:
            fits = tally.given < self.threshold or (
                self._is_apart(name, viewpoint, given=True) and self._is_fresh(name, tally, said)
            )
        return fits and (same_unsure or self._leaves_enough(name, viewpoint, entering, said))

    def _is_fresh(self, name: str, tally: Tally, said: Said) -> bool:
        """Whether a figure that was never published may be, beside what rooms were shown."""
        if name not in self.boxes.cells:
            return True
        given = tally.given >= self.threshold
        free = [
            not self.boxes.holding(name, person, answer)
            for person, answer in said.items()
            if is_given(answer) or not given
        ]
        return all(free) or sum(free) >= self.threshold

    def _is_apart(self, name: str, viewpoint: Viewpoint, *, given: bool = False) -> bool:
        """Whether this regard can appear where the whole room was shown before.

        `given`: what it answered, beside the fact that it spoke.
        """
        if name not in self.in_room:
            return True
        rooms: dict[object, Counter[Viewpoint]] = {}
        fresh: Counter[Viewpoint] = Counter()
        firsts, lines = self.firsts.get(name, {}), self.counted.on(name)
        for group, answers in self._said(name).items():
            for person, answer in answers.items():
                if given and not is_given(answer):
                    continue
                mark, boxes = lines.get(person), self.boxes.holding(name, person, answer)
                if mark and mark.room and mark.answer == answer:
                    rooms.setdefault((mark.room, boxes), Counter())[group] += 1
                elif boxes:
                    continue
                elif group is viewpoint or (
                    mark and mark.answer == answer and mark.step == firsts.get(group)
                ):
                    fresh[group] += 1
        apart = {viewpoint, *self.questions.get(name, {})}
        return keeps_apart(rooms.values(), apart, fresh, self.threshold)

    def _put(self, name: str, viewpoint: Viewpoint, tally: Tally) -> None:
        self.questions.setdefault(name, {})[viewpoint] = veil(tally, self.threshold)
        self.moved.add((name, viewpoint))
        self.stale.discard((name, viewpoint))
        if tally.given >= self.threshold:
            self.firsts.setdefault(name, {}).setdefault(viewpoint, self.number)

    def _show(self, name: str, viewpoint: Viewpoint, tally: Tally, said: Said) -> None:
        self._put(name, viewpoint, tally)
        if viewpoint in self.followed.get(name, {}):
            del self.followed[name][viewpoint]
        lines = self.counted.on(name)
        for person, answer in said.items():
            mark = lines.get(person)
            if mark is None or mark.answer != answer:
                lines[person] = Counted(answer, self.number, 0)
            elif not mark.step or viewpoint not in self.last.firsts.get(name, {}):
                lines[person] = replace(mark, step=self.number)

    def _move_room(self, name: str, said: Mapping[Viewpoint, Said]) -> None:
        lines = self.counted.on(name)
        everybody = {p: answer for group in said.values() for p, answer in group.items()}
        new = [
            person
            for person, answer in everybody.items()
            if (mark := lines.get(person)) is None or mark.answer != answer
        ]
        together = merge(self.known[name], self.tallies.questions[name].values())
        fresh = sum(
            is_given(everybody[person]) and not self.boxes.holding(name, person, everybody[person])
            for person in new
        )
        enough = self.batch if name in self.whole else self.threshold
        if together.given < self.threshold or fresh < enough:
            return
        self.whole[name] = together
        for person in new:
            lines[person] = Counted(everybody[person], 0, self.number)

    def count_people(self, questionnaire: Questionnaire) -> dict[Viewpoint, list[int]]:
        """Count the people of the regards that moved; gives back who is in them."""
        present: dict[Viewpoint, list[int]] = {}
        for passage in self.passages:
            present.setdefault(passage.submission.viewpoint, []).append(passage.submission.id)
        moved = {viewpoint for _, viewpoint in self.moved}
        counted, lines = {}, self.counted.on(PRESENCE)
        here = Counted(presence(), self.number, 0)
        for route in questionnaire.routes:
            viewpoint, group = route.viewpoint, present.get(route.viewpoint, [])
            new = [person for person in group if person not in lines]
            if len(group) < self.threshold or not (viewpoint in moved or len(new) >= self.batch):
                continue
            self.people[viewpoint] = len(group)
            counted[viewpoint] = group
            for person in new:
                lines[person] = here
        return counted

    def mark_axes(self, questionnaire: Questionnaire) -> None:
        """Mark again the axes of which a question moved."""
        for axis in questionnaire.axes:
            names = [item.id for item in axis.items if item.star]
            for viewpoint, tally in self.tallies.axes.get(axis.id, {}).items():
                if not any((name, viewpoint) in self.moved for name in names):
                    continue
                if tally.spoke < self.threshold:
                    continue
                items = trunk_tallies(questionnaire, self.questions, axis.id, viewpoint)
                marked = mark_axis(tally, items, self.threshold)
                if any((name, viewpoint) in self.stale for name in names):
                    marked = replace(marked, deviation=None)
                self.axes.setdefault(axis.id, {})[viewpoint] = marked

    def count_comments(self, present: Mapping[Viewpoint, Iterable[int]]) -> None:
        """Count what the people of the regards that moved have written."""
        writers = {person for group in present.values() for person in group}
        for passage in self.passages:
            if passage.submission.id in writers:
                for name, body in passage.comments.items():
                    said = comment(name, body)
                    lines, person = self.counted.on(said.question_id), passage.submission.id
                    if person not in lines or lines[person].answer != said:
                        lines[person] = Counted(said, self.number, 0)

    def fresh_cells(self) -> dict[Viewpoint, set[str]]:
        """Regard → the questions whose figures count all that was said."""
        return {
            viewpoint: {
                name
                for name, groups in self.questions.items()
                if viewpoint in groups and (name, viewpoint) not in self.stale
            }
            for viewpoint in self.people
        }
