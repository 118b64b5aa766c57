"""What everybody sees of a wave, moved by batches; and dated states of it, kept as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from diagnostic.answers import Answer, Passage
from diagnostic.campaigns import SMALLEST_THRESHOLD, CampaignRefused, Diagnostic, Wave
from diagnostic.confidence import (
    PRESENCE,
    Ledger,
    Publication,
    Step,
    advance,
    comment,
    comment_key,
    freeze,
    thaw,
)
from diagnostic.confidence.boxes import with_boxes
from diagnostic.confidence.families import Families, Finding, find_families
from diagnostic.respondents import Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.counted import (
    BATCH,
    History,
    batch_of,
    boxes_of_wave,
    count_boxed,
    histories_of,
    last_of,
    ledger_of,
    revision_of,
)
from diagnostic.storage.diagnostics import DiagnosticVerbs, is_away
from diagnostic.storage.passages import PassageVerbs
from diagnostic.storage.refusals import UnknownDiagnostic, UnknownState
from diagnostic.storage.words import printable, rounded
from diagnostic.texts import Sentence

_NAMED = "nomme"
_NOT_SHOWN = Sentence("Les résultats ne sont pas mis à jour")
_NOT_KEPT = Sentence("L’état des résultats n’est pas gardé")
_LONGEST_TITLE = 120
_TRIES = 5


@dataclass(frozen=True, slots=True)
class StateName:
    """A state that is kept, without what it shows."""

    id: int
    wave_id: int
    title: str
    frozen_on: date


@dataclass(frozen=True, slots=True)
class FrozenState:
    """What was shown of a wave on one day, under a name."""

    id: int
    wave_id: int
    title: str
    frozen_on: date
    publication: Publication
    setting: str = ""
    """What it was read with, as whoever froze it wrote it down; empty where nobody did."""


class PublicationVerbs(DiagnosticVerbs, PassageVerbs):
    """The one state of a wave that everybody sees, and the states that are kept."""

    def publication(
        self, diagnostic: Diagnostic, wave: Wave, *, all_that_waits: bool = False
    ) -> Publication:
        """What may be seen of a wave by whoever looks; looking is what moves it.

        It moves where enough people have said something new. `all_that_waits`, for a closed wave:
        SMALLEST_THRESHOLD people are enough. Raises UnknownDiagnostic, and CampaignRefused when
        all that waits is asked of an open wave.
        """
        if all_that_waits and wave.closed_on is None:
            raise CampaignRefused(
                "La vague est encore ouverte : fermez-la, puis comptez les dernières réponses."
            )
        batch = SMALLEST_THRESHOLD if all_that_waits else diagnostic.threshold
        if self._is_shown_elsewhere(wave):
            return self._last(wave)
        for _ in range(_TRIES):
            last, boxed = self._last(wave), self._count_boxed(wave)
            ledger, step = self._next(diagnostic, wave, last, batch)
            if step is None:
                return last
            fresh = {key: mark for key, mark in step.ledger.items() if ledger.get(key) != mark}
            if self._settle(wave, last, boxed, step.publication, fresh, moves=all_that_waits):
                return step.publication
        # Others publish at the same time, and each time first: theirs is as good.
        return self._last(wave)

    def can_count_more(self, diagnostic: Diagnostic, wave: Wave) -> bool:
        """Whether counting all that waits would show anything more of a wave. Nothing moves."""
        if self._is_shown_elsewhere(wave):
            return False
        last = self._last(wave)
        return self._next(diagnostic, wave, last, SMALLEST_THRESHOLD)[1] is not None

    def counted_comments(self, wave: Wave) -> dict[str, list[tuple[Viewpoint, str]]]:
        """Question id → regard and comment, in the order of their words, for those that count.

        One that was changed since waits for the next publication, whatever it became.
        """
        ledger = self._ledger(wave)
        found: dict[str, list[tuple[Viewpoint, str]]] = {}
        for passage in self.passages(wave):
            person, viewpoint = passage.submission.id, passage.submission.viewpoint
            for name, body in passage.comments.items():
                mark = ledger.get((person, comment_key(name)))
                if mark and mark.answer == comment(name, body):
                    found.setdefault(name, []).append((viewpoint, body))
        return {name: sorted(comments) for name, comments in found.items()}

    def counted_passages(self, wave: Wave) -> tuple[Passage, ...]:
        """What the people of a wave said, as far as the figures of their regard count it.

        Without comments. Someone of whom nothing is counted is absent.
        """
        ledger = self._ledger(wave)
        answers: dict[int, dict[str, Answer]] = {}
        for (person, name), mark in ledger.items():
            if mark.step and name and not name.endswith("#"):
                answers.setdefault(person, {})[name] = mark.answer
        return tuple(
            Passage(passage.submission, answers[passage.submission.id], {})
            for passage in self.passages(wave)
            if passage.submission.id in answers
        )

    def counted_people(self, wave: Wave) -> dict[Viewpoint, int]:
        """Regard → people that the publication counts, and who have not erased all they said."""
        here = (t.submission.c.wave_id == wave.id) & (t.counted_answer.c.question_id == PRESENCE)
        counted = (
            select(t.submission.c.viewpoint, func.count())
            .join(t.counted_answer)
            .where(here)
            .group_by(t.submission.c.viewpoint)
        )
        with self._database.reading() as connection:
            return {Viewpoint(name): people for name, people in connection.execute(counted)}

    def families(self, diagnostic: Diagnostic, wave: Wave) -> Families:
        """The families of answers of a wave, or why none is shown. Nothing moves."""
        if wave.closed_on is None:
            return Families(Finding.OPEN)
        if self.can_count_more(diagnostic, wave):
            return Families(Finding.WAITING)
        if self._has_panel(wave):
            return Families(Finding.FOLLOWED)
        return find_families(
            self.questionnaire(wave.questionnaire_id, wave.questionnaire_version),
            self._last(wave),
            self.counted_passages(wave),
            self._ledger(wave),
            self.counted_people(wave),
            diagnostic.threshold,
        )

    def freeze_state(
        self, diagnostic: Diagnostic, wave: Wave, title: str, setting: str = ""
    ) -> FrozenState:
        """Keep what everybody sees of a wave today, under a name.

        `setting`: what it is read with, given back as it is. Raises CampaignRefused.
        """
        title = " ".join(printable(title).split())
        if not 0 < len(title) <= _LONGEST_TITLE:
            raise CampaignRefused(
                "Donnez un nom à cet état des résultats, de {longest} caractères au plus.",
                longest=_LONGEST_TITLE,
            )
        publication = self.publication(diagnostic, wave)
        row = _row(wave, _NAMED, publication) | {"title": title, "setting": setting}
        with self._database.writing(_NOT_KEPT) as connection:
            made = connection.execute(insert(t.frozen_state).values(row).returning(t.frozen_state))
            return _state_of(made.one())

    def frozen_states(self, wave: Wave) -> tuple[FrozenState, ...]:
        """Those of a wave, the oldest first."""
        mine = (t.frozen_state.c.wave_id == wave.id) & (t.frozen_state.c.kind == _NAMED)
        with self._database.reading() as connection:
            found = connection.execute(
                select(t.frozen_state).where(mine).order_by(t.frozen_state.c.id)
            )
            return tuple(_state_of(row) for row in found)

    def state_names(self, diagnostic: Diagnostic) -> tuple[StateName, ...]:
        """Those of all its waves, the oldest first."""
        state = t.frozen_state.c
        mine = (t.wave.c.diagnostic_id == diagnostic.id) & (state.kind == _NAMED)
        names = select(state.id, state.wave_id, state.title, state.frozen_at).join(t.wave)
        with self._database.reading() as connection:
            return tuple(
                StateName(row.id, row.wave_id, row.title, row.frozen_at.date())
                for row in connection.execute(names.where(mine).order_by(state.id))
            )

    def frozen_state(self, state_id: int) -> FrozenState:
        """A state as it was, whatever was said or erased since. Raises UnknownState."""
        here = (t.frozen_state.c.id == state_id) & (t.frozen_state.c.kind == _NAMED)
        with self._database.reading() as connection:
            row = connection.execute(select(t.frozen_state).where(here)).first()
        if row is None:
            raise UnknownState(state_id)
        return _state_of(row)

    def drop_state(self, state_id: int) -> None:
        """Forget a state that was kept. Raises UnknownState."""
        here = (t.frozen_state.c.id == state_id) & (t.frozen_state.c.kind == _NAMED)
        with self._database.writing() as connection:
            if not connection.execute(delete(t.frozen_state).where(here)).rowcount:
                raise UnknownState(state_id)

    def _next(
        self, diagnostic: Diagnostic, wave: Wave, last: Publication, batch: int
    ) -> tuple[Ledger, Step | None]:
        questionnaire = self.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
        local = self.local_questions(diagnostic, with_withdrawn=True)
        passages = self.passages(wave)
        with self._database.reading() as connection:
            boxes = boxes_of_wave(connection, wave.id, questionnaire, local)
            ledger = with_boxes(ledger_of(connection, wave.id), boxes)
        step = advance(
            last,
            ledger,
            questionnaire,
            passages,
            diagnostic.threshold,
            batch=batch,
            local=local,
            boxes=boxes,
        )
        if step is None or not self._has_panel(wave):
            return ledger, step
        # What those changed who were followed was told beside the parts as they were then.
        still = replace(step.publication, parts=last.parts)
        if replace(still, number=last.number) == last and step.ledger == ledger:
            return ledger, None
        return ledger, replace(step, publication=still)

    def _has_panel(self, wave: Wave) -> bool:
        mine = (t.panel.c.wave_id == wave.id) | (t.panel.c.earlier_id == wave.id)
        with self._database.reading() as connection:
            return connection.execute(select(t.panel.c.wave_id).where(mine)).first() is not None

    def _is_shown_elsewhere(self, wave: Wave) -> bool:
        """While a copy travels, figures move there only: two ledgers could be subtracted."""
        with self._database.reading() as connection:
            return is_away(connection, wave.diagnostic_id)

    def _last(self, wave: Wave) -> Publication:
        with self._database.reading() as connection:
            return last_of(connection, wave.id)

    def _ledger(self, wave: Wave) -> Ledger:
        """What the publication counts, with the boxes of rooms that count the same."""
        questionnaire = self.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
        with self._database.reading() as connection:
            boxes = boxes_of_wave(connection, wave.id, questionnaire)
            return with_boxes(ledger_of(connection, wave.id), boxes)

    def _count_boxed(self, wave: Wave) -> int:
        with self._database.reading() as connection:
            return count_boxed(connection, wave.id)

    def _settle(
        self,
        wave: Wave,
        last: Publication,
        boxed: int,
        state: Publication,
        fresh: Ledger,
        *,
        moves: bool,
    ) -> bool:
        """Whether this state was the first after `last`; then it is what everybody sees.

        `boxed`: what rooms were shown when it was made. `fresh`: what it counts and `last` did
        not. `moves`: make the wave's counter grow, so that all who keep figures look again.
        """
        with self._database.writing(_NOT_SHOWN) as connection:
            self._database.hold_wave(connection, wave.id, shared=False)
            number = connection.execute(select(t.frozen_state.c.number).where(batch_of(wave.id)))
            if (number.scalar() or 0) != last.number:
                return False
            if count_boxed(connection, wave.id) != boxed:
                return False
            self._count(connection, wave, fresh)
            row = _row(wave, BATCH, state)
            if last.number:
                connection.execute(update(t.frozen_state).where(batch_of(wave.id)).values(row))
            else:
                connection.execute(insert(t.frozen_state).values(row))
            if moves:
                connection.execute(
                    update(t.wave)
                    .where(t.wave.c.id == wave.id)
                    .values(erased_changes=t.wave.c.erased_changes + 1)
                )
        return True

    def _count(self, connection: Connection, wave: Wave, fresh: Ledger) -> None:
        if connection.execute(select(t.wave.c.id).where(t.wave.c.id == wave.id)).first() is None:
            raise UnknownDiagnostic
        mine = t.submission.c.wave_id == wave.id
        # Someone may have erased all they said since it was read.
        present = set(connection.execute(select(t.submission.c.id).where(mine)).scalars())
        histories = histories_of(connection, wave.id)
        rows = [
            {
                "submission_id": person,
                "question_id": name,
                "revision": _revision(mark.answer, histories.get((person, name))),
                "step": mark.step,
                "room": mark.room,
            }
            for (person, name), mark in fresh.items()
            if person in present
        ]
        self._database.upsert(connection, t.counted_answer, rows)


def _row(wave: Wave, kind: str, publication: Publication) -> dict[str, Any]:
    return {
        "wave_id": wave.id,
        "kind": kind,
        "title": "",
        "number": publication.number,
        "frozen_at": rounded(datetime.now(UTC)),
        "content": freeze(publication),
    }


def _state_of(row: Any) -> FrozenState:
    return FrozenState(
        row.id, row.wave_id, row.title, row.frozen_at.date(), thaw(row.content), row.setting or ""
    )


def _revision(answer: Answer, history: History | None) -> int:
    """The revision that a line counts; the value itself where there is no history."""
    if history is None:
        assert isinstance(answer.value, int)
        return answer.value
    return revision_of(answer, history)
