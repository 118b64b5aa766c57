"""One regard seen part by part, after its own profile, where no part of it can be had alone."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostic.answers import Passage
from diagnostic.confidence.boxes import Boxes
from diagnostic.confidence.frozen import Parts
from diagnostic.confidence.ledger import Book, is_given
from diagnostic.confidence.separation import keeps_apart
from diagnostic.confidence.suppression import mark_axis, may_split, parts_of, trunk_tallies, veil
from diagnostic.questionnaire import ChoiceQuestion, Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Column, Heard, Tallies, Tally, part_heard, tally_all

PROFILE = "profil."
"""How the questions begin that say who a person is."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the parts rest on."""

    last: Mapping[Viewpoint, Parts]
    ledger: Book
    boxes: Boxes
    heard: Heard
    number: int
    """Of the publication in the making."""
    threshold: int
    fresh: Mapping[Viewpoint, Container[str]]
    """Regard → the questions whose figures count all that was said."""


def part_regards(
    keeping: Keeping,
    questionnaire: Questionnaire,
    people: Iterable[Passage],
    shown: Container[Viewpoint],
    local: Sequence[Question],
) -> dict[Viewpoint, Parts]:
    """Regard → its parts, as far as they may move; others stay as they were.

    A regard is parted after one question only, the first of its profile that allows it, and
    always the same: two ways of parting it would tell of those on whom they differ.
    """
    groups: dict[Viewpoint, list[Passage]] = {}
    for passage in people:
        groups.setdefault(passage.submission.viewpoint, []).append(passage)
    parted = dict(keeping.last)
    for route in questionnaire.routes:
        mine = groups.get(route.viewpoint, [])
        before = keeping.last.get(route.viewpoint)
        if before is None and route.viewpoint in shown:
            before = _first(questionnaire, route.viewpoint, mine, keeping.threshold)
        if before is not None and may_split(mine, before.question_id, keeping.threshold):
            parts = _move(before, keeping, questionnaire, route.viewpoint, mine, local)
            if parts != before or route.viewpoint in keeping.last:
                parted[route.viewpoint] = parts
    return parted


def _first(
    questionnaire: Questionnaire, viewpoint: Viewpoint, mine: Sequence[Passage], threshold: int
) -> Parts | None:
    steps = questionnaire.route(viewpoint).steps
    for name in (name for step in steps for name in step.ask):
        question = questionnaire.question(name)
        if (
            name.startswith(PROFILE)
            and isinstance(question, ChoiceQuestion)
            and may_split(mine, name, threshold)
        ):
            return Parts(name)
    return None


def _move(
    before: Parts,
    keeping: Keeping,
    questionnaire: Questionnaire,
    viewpoint: Viewpoint,
    mine: Sequence[Passage],
    local: Sequence[Question],
) -> Parts:
    if before.question_id not in keeping.fresh.get(viewpoint, ()):
        return before
    groups = parts_of(mine, before.question_id)
    place = {p.submission.id: option for option, group in groups.items() for p in group}
    scored = {
        option: tally_all(questionnaire, part, local)
        for option, part in part_heard(keeping.heard, viewpoint, place).items()
    }
    questions, since = dict(before.questions), dict(before.since)
    heard = keeping.heard.columns[viewpoint]
    moved = set()
    for name in {name for tallies in scored.values() for name in tallies.questions}:
        tallies = {
            option: tallied.questions.get(name, {}).get(viewpoint)
            for option, tallied in scored.items()
        }
        if name in keeping.fresh.get(viewpoint, ()) and _fits(
            keeping, name, place, heard[name], tallies, since.get(name, 0)
        ):
            questions[name] = {
                option: veil(tally, keeping.threshold)
                for option, tally in tallies.items()
                if option and tally is not None and tally.spoke >= keeping.threshold
            }
            since[name] = keeping.number
            moved.add(name)
    if not moved and before.people:
        return before
    profile = questionnaire.question(before.question_id)
    assert isinstance(profile, ChoiceQuestion)
    return Parts(
        before.question_id,
        {o.id: len(groups[o.id]) for o in profile.options if o.id in groups},
        questions,
        _mark(before, keeping, questionnaire, viewpoint, scored, questions, moved),
        since,
    )


def _fits(
    keeping: Keeping,
    name: str,
    place: Mapping[int, str],
    column: Column,
    tallies: Mapping[str, Tally | None],
    since: int,
) -> bool:
    """Whether the parts of one question may be shown as they are now."""
    if any(
        0 < tally.spoke < keeping.threshold or 0 < tally.given < keeping.threshold
        for tally in tallies.values()
        if tally is not None
    ):
        return False
    given = {option: tally.given for option, tally in tallies.items() if tally and tally.given}
    if keeping.ledger.is_begun_here(name):
        # The figures count all that was said: their first batch is everybody.
        batches: dict[object, Counter[str]] = {keeping.number: Counter(given)} if given else {}
    else:
        batches = {}
        lines = keeping.ledger.on(name)
        # Who took their answer back is in older figures, and in no part.
        speaking = {person for person, _ in column.spoken()}
        for person, option in place.items():
            mark = lines.get(person)
            if mark and mark.room:
                # The whole room was shown with this answer in it: the parts would tell of the rest.
                return False
            if mark and mark.step > since and is_given(mark.answer) and person in speaking:
                batch = mark.step, keeping.boxes.holding(name, person, mark.answer)
                batches.setdefault(batch, Counter())[option] += 1
    # Those who did not say are never shown: of the others, if all said, the last one follows.
    return bool(batches) and keeps_apart(batches.values(), sorted(given)[1:], {}, keeping.threshold)


def _mark(
    before: Parts,
    keeping: Keeping,
    questionnaire: Questionnaire,
    viewpoint: Viewpoint,
    scored: Mapping[str, Tallies],
    questions: Mapping[str, Mapping[str, Tally]],
    moved: Container[str],
) -> dict[str, dict[str, AxisTally]]:
    axes = {name: dict(groups) for name, groups in before.axes.items()}
    for axis in questionnaire.axes:
        if not any(item.star and item.id in moved for item in axis.items):
            continue
        for option, tallies in scored.items():
            tally = tallies.axes.get(axis.id, {}).get(viewpoint)
            if not option or tally is None or tally.spoke < keeping.threshold:
                continue
            own = {
                name: {viewpoint: groups[option]}
                for name, groups in questions.items()
                if option in groups
            }
            items = trunk_tallies(questionnaire, own, axis.id, viewpoint)
            marked = replace(mark_axis(tally, items, keeping.threshold), deviation=None)
            axes.setdefault(axis.id, {})[option] = marked
    return axes
