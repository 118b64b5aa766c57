"""What people said, sorted by regard and question: who was asked what, and what each one said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from diagnostic.answers import Answer, Passage
from diagnostic.questionnaire import Question, Questionnaire, Way, is_due
from diagnostic.respondents import Viewpoint


@dataclass(frozen=True, slots=True)
class Column:
    """Those of one regard who were asked one question, and what each of them said."""

    people: list[int]
    """Submissions' ids."""
    answers: list[Answer | None]
    """In the same order; None stands for a person who said nothing."""

    def spoken(self) -> Iterable[tuple[int, Answer]]:
        """Person and answer, for those who said something."""
        pairs = zip(self.people, self.answers, strict=True)
        return ((person, answer) for person, answer in pairs if answer is not None)


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said, sorted by regard and question, and not counted yet."""

    columns: Mapping[Viewpoint, Mapping[str, Column]]
    """Regard → question id → those who were asked it."""
    people: Mapping[Viewpoint, int]
    """People who said at least one thing."""


def hear(
    questionnaire: Questionnaire, passages: Iterable[Passage], local: Iterable[Question] = ()
) -> Heard:
    """Walk each person's way once. Whoever said nothing at all was not there."""
    everywhere = {question.id for question in local}
    routes: dict[tuple[Viewpoint, bool], list[Passage]] = {}
    for passage in passages:
        if passage.answers:
            route = passage.submission.viewpoint, passage.submission.short
            routes.setdefault(route, []).append(passage)
    columns: dict[Viewpoint, dict[str, Column]] = {}
    people: Counter[Viewpoint] = Counter()
    for (viewpoint, short), group in routes.items():
        way = Way(questionnaire, viewpoint, short=short)
        asked = [_asked(questionnaire, way, each, everywhere) for each in group]
        mine = columns.setdefault(viewpoint, {})
        for name, column in _columns(group, asked).items():
            mine[name] = _under(mine[name], column) if name in mine else column
        people[viewpoint] += len(group)
    return Heard(columns, people)


def part_heard(heard: Heard, viewpoint: Viewpoint, place: Mapping[int, str]) -> dict[str, Heard]:
    """One regard, cut in parts. `place`: submission's id → its part."""
    parts: dict[str, dict[str, Column]] = {part: {} for part in place.values()}
    for name, column in heard.columns.get(viewpoint, {}).items():
        for person, answer in zip(column.people, column.answers, strict=True):
            mine = parts[place[person]]
            if name not in mine:
                mine[name] = Column([], [])
            mine[name].people.append(person)
            mine[name].answers.append(answer)
    sizes = Counter(place.values())
    return {
        part: Heard({viewpoint: columns}, {viewpoint: sizes[part]})
        for part, columns in parts.items()
    }


def _columns(group: Sequence[Passage], asked: Sequence[set[str]]) -> dict[str, Column]:
    """Question id → column, for people of one route."""
    said = [each.answers for each in group]
    everybody = [each.submission.id for each in group]
    common = set.intersection(*asked)
    columns = {name: Column(everybody, [one.get(name) for one in said]) for name in common}
    places: dict[str, list[int]] = {}
    for place, names in enumerate(asked):
        for name in names - common:
            places.setdefault(name, []).append(place)
    for name, found in places.items():
        answers = [said[place].get(name) for place in found]
        columns[name] = Column([everybody[place] for place in found], answers)
    return columns


def _under(above: Column, below: Column) -> Column:
    return Column([*above.people, *below.people], [*above.answers, *below.answers])


def _asked(
    questionnaire: Questionnaire, way: Way, passage: Passage, everywhere: Set[str]
) -> set[str]:
    """What one person was asked: their route and the local questions, or what a room asked."""
    said = passage.answers
    asked = way.asked(said) | everywhere if passage.asked is None else set(passage.asked)
    # Someone who changed route or priorities keeps what they said, unless an answer of theirs
    # denies what the question supposes.
    for name in said.keys() - asked:
        question = questionnaire.by_id.get(name)
        if name in everywhere or (question is not None and is_due(question, said)):
            asked.add(name)
    return asked
