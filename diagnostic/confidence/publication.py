"""What everybody sees moves by batches: nobody's answer can be read from a change.

A figure is shown anew only when at least as many people as the threshold bring it an answer that
it never counted. Whatever leaves meanwhile, no sum or difference of all that was ever shown then
rests on fewer people; the reasoning is in docs/adr/0009.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from diagnostic.answers import Answer, Passage
from diagnostic.campaigns import check_threshold
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
from diagnostic.confidence.parting import Keeping, part_regards
from diagnostic.confidence.separation import keeps_apart
from diagnostic.confidence.suppression import mark_axis, trunk_tallies, veil
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Heard, Tallies, Tally, hear, merge, tally_all

Said = Mapping[int, Answer]
"""Submission's id → answer to one question, in one regard."""


@dataclass(frozen=True)
class Step:
    """The next publication, and what it counts."""

    publication: Publication
    written: Ledger

    @cached_property
    def ledger(self) -> dict[tuple[int, str], Counted]:
        """Made when asked for: a room that is only shown needs none."""
        return self.written.flat() if isinstance(self.written, Book) else dict(self.written)


def publish(
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    local: Iterable[Question] = (),
) -> Publication:
    """What may be shown of a wave of which nothing was shown before."""
    step = advance(Publication(), {}, questionnaire, passages, threshold, local=local)
    return step.publication if step else Publication()


def advance(
    last: Publication,
    ledger: Ledger,
    questionnaire: Questionnaire,
    passages: Iterable[Passage],
    threshold: int,
    *,
    batch: int | None = None,
    local: Iterable[Question] = (),
) -> Step | None:
    """The publication after `last`, which counts `ledger`; None where nothing may move.

    `threshold`: people from whom a group is shown. `batch`: people who must bring something new
    to a figure that was shown, the threshold unless told; raises CampaignRefused where either is
    under the smallest one.
    """
    people, own = [p for p in passages if p.answers], tuple(local)
    heard = hear(questionnaire, people, own)
    work = _Advance(
        last,
        ledger,
        questionnaire.by_id | {question.id: question for question in own},
        people,
        heard,
        tally_all(questionnaire, heard, own),
        check_threshold(threshold),
        check_threshold(threshold if batch is None else batch),
    )
    for name in work.tallies.questions:
        work.move_question(name)
    present = work.count_people(questionnaire)
    work.mark_axes(questionnaire)
    work.count_comments(present)
    keeping = Keeping(last.parts, work.counted, work.number, threshold, work.fresh_cells())
    parts = part_regards(keeping, questionnaire, people, work.people, own)
    publication = Publication(
        number=work.number,
        people=work.people,
        questions=work.questions,
        whole=work.whole,
        axes=work.axes,
        firsts=work.firsts,
        parts=parts,
    )
    if replace(publication, number=last.number) == last and work.counted.flat() == dict(ledger):
        return None
    return Step(publication, work.counted)


class _Advance:
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
    ) -> None:
        self.last, self.number, self.known = last, last.number + 1, known
        self.threshold, self.batch = threshold, batch
        self.passages, self.tallies = people, tallies
        self.counted = Book(ledger)
        self.begun = {name for _, name in ledger} | last.questions.keys() | last.whole.keys()
        """Questions of which something was counted or shown before."""
        self.in_room = {name for (_, name), mark in ledger.items() if mark.room}
        """Questions of which the whole room was shown."""
        self.people = dict(last.people)
        self.questions = {name: dict(groups) for name, groups in last.questions.items()}
        self.firsts = {name: dict(groups) for name, groups in last.firsts.items()}
        self.whole = dict(last.whole)
        self.axes = {name: dict(groups) for name, groups in last.axes.items()}
        self.stale = {(name, v) for name, groups in last.questions.items() for v in groups}
        """Figures that do not count just what is said."""
        self.moved: set[tuple[str, Viewpoint]] = set()
        """Figures shown anew."""
        self.heard = heard

    def move_question(self, name: str) -> None:
        """Show a question anew, regard by regard where that may be."""
        if name in self.begun:
            self._move_on(name, self._said(name))
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

    def _entering(self, name: str, said: Said) -> list[Answer]:
        """The answers that the regard's figures never counted."""
        lines = self.counted.on(name)
        return [
            answer
            for person, answer in said.items()
            if (mark := lines.get(person)) is None or not mark.step or mark.answer != answer
        ]

    def _kept(self, name: str, said: Said) -> tuple[int, int]:
        """How many of those counted said the same since: answers given, and the others."""
        lines = self.counted.on(name)
        same = [
            is_given(answer)
            for person, answer in said.items()
            if (mark := lines.get(person)) and mark.step and mark.answer == answer
        ]
        return sum(same), len(same) - sum(same)

    def _may_appear(self, name: str, viewpoint: Viewpoint, tally: Tally, said: Said) -> bool:
        if tally.spoke < self.threshold or not self._is_apart(name, viewpoint):
            return False
        return tally.given < self.threshold or self._is_apart(name, viewpoint, given=True)

    def _may_move(self, name: str, viewpoint: Viewpoint, tally: Tally, said: Said) -> bool:
        if tally.spoke < self.threshold:
            return False
        shown = self.questions[name][viewpoint]
        entering = self._entering(name, said)
        new = sum(map(is_given, entering))
        given, unsure = self._kept(name, said)
        same_unsure = len(entering) == new and unsure == shown.dont_know + shown.not_concerned
        if viewpoint in self.firsts.get(name, {}):
            fits = new >= self.batch or (not new and given == shown.given)
        else:
            fits = tally.given < self.threshold or self._is_apart(name, viewpoint, given=True)
        return fits and (same_unsure or len(entering) >= self.batch)

    def _is_apart(self, name: str, viewpoint: Viewpoint, *, given: bool = False) -> bool:
        """Whether this regard can appear where the whole room was shown before.

        `given`: what it answered, beside the fact that it spoke.
        """
        if name not in self.in_room:
            return True
        rooms: dict[int, Counter[Viewpoint]] = {}
        fresh: Counter[Viewpoint] = Counter()
        firsts, lines = self.firsts.get(name, {}), self.counted.on(name)
        for group, answers in self._said(name).items():
            for person, answer in answers.items():
                if given and not is_given(answer):
                    continue
                mark = lines.get(person)
                if mark and mark.room and mark.answer == answer:
                    rooms.setdefault(mark.room, Counter())[group] += 1
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
        fresh = sum(is_given(everybody[person]) for person in new)
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
