"""What everybody sees moves by batches: nobody's answer can be read from a change.

A figure is shown anew only when at least as many people as the threshold bring it an answer that
it never counted. Whatever leaves meanwhile, no sum or difference of all that was ever shown then
rests on fewer people; the reasoning is in docs/adr/0009.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from diagnostic.answers import Passage
from diagnostic.campaigns import check_threshold
from diagnostic.confidence.boxes import NO_BOXES, Boxes
from diagnostic.confidence.frozen import Publication
from diagnostic.confidence.ledger import (
    Book,
    Counted,
    Ledger,
)
from diagnostic.confidence.moving import Advance
from diagnostic.confidence.parting import Keeping, part_regards
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.scoring import hear, tally_all


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
    boxes: Boxes = NO_BOXES,
) -> Step | None:
    """The publication after `last`, which counts `ledger`; None where nothing may move.

    `threshold`: people from whom a group is shown. `batch`: people who must bring something new
    to a figure that was shown, the threshold unless told; raises CampaignRefused where either is
    under the smallest one. `boxes`: what rooms were shown of the same answers.
    """
    people, own = [p for p in passages if p.answers], tuple(local)
    heard = hear(questionnaire, people, own)
    work = Advance(
        last,
        ledger,
        questionnaire.by_id | {question.id: question for question in own},
        people,
        heard,
        tally_all(questionnaire, heard, own),
        check_threshold(threshold),
        check_threshold(threshold if batch is None else batch),
        boxes,
    )
    for name in work.tallies.questions:
        work.move_question(name)
    present = work.count_people(questionnaire)
    work.mark_axes(questionnaire)
    work.count_comments(present)
    keeping = Keeping(
        last.parts, work.counted, boxes, heard, work.number, threshold, work.fresh_cells()
    )
    parts = part_regards(keeping, questionnaire, people, work.people, own)
    publication = Publication(
        number=work.number,
        people=work.people,
        questions=work.questions,
        whole=work.whole,
        axes=work.axes,
        firsts=work.firsts,
        parts=parts,
        followed=work.followed,
    )
    if replace(publication, number=last.number) == last and work.counted.flat() == dict(ledger):
        return None
    return Step(publication, work.counted)
