"""Two machines took answers for one diagnostic: one memory again, without loss nor duplicate.

Whoever said more lately is believed, person by person and room by room (docs/adr/0018).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select, tuple_, update

from diagnostic.storage import tables as t
from diagnostic.storage.diagnostics import AWAY, VISITING
from diagnostic.storage.refusals import BundleRefused
from diagnostic.storage.travel.belongings import questionnaires
from diagnostic.storage.travel.halves import Halves, Line, line_of, parts
from diagnostic.storage.words import sealed

TRAVELS = frozenset(
    {
        *("questionnaire_version", "diagnostic", "local_question", "privacy", "wave"),
        *("submission", "answer", "answer_history", "comment", "follow"),
        *("counted_answer", "frozen_state", "panel", "told_families"),
        *("workshop", "room", "seat", "round_answer", "ballot_box", "boxed_answer", "idea"),
        "decision",
        *("step_timing", "journey", "erased_submission"),
    }
)
"""Tables whose rows go with their diagnostic; the others are of one machine."""

Key = tuple[int, str]
"""A person and a question."""


@dataclass(frozen=True, slots=True)
class Merging:
    """What a file had more than here."""

    people: int = 0
    """Who were not here."""
    answers: int = 0
    """That were not here, or were older."""
    workshops: int = 0
    """That were not here, or went less far."""
    erased: int = 0
    """People erased where the file was made."""


class Merger(Halves):
    """Takes what `there` holds into `here`."""

    def merge(self) -> Merging:
        """Raises BundleRefused, and IntegrityError for a file that contradicts itself."""
        self._merge_questionnaires()
        # What figures count is taken from where they were shown: the copy, when it comes home.
        shown_there = self.is_new or self._check_journey()
        self._merge_diagnostic()
        for name in ("local_question", "privacy"):
            self._add(_table(name), self._theirs(_table(name)))
        self._merge_waves()
        erased = self._erase()
        people = self._merge_people()
        answers = self._merge_answers()
        self._merge_comments()
        self._add(t.follow, self._of_the_living(t.follow, "submission_id", "earlier_id"))
        for told in (t.panel, t.told_families):
            self._add(told, self._theirs(told))
        if shown_there:
            self._take_what_was_shown()
        self._add_states()
        self._add(t.boxed_answer, self._revised(t.boxed_answer))
        workshops = self._merge_workshops()
        self._note_change()
        return Merging(people, answers, workshops, erased)

    # The frame

    def _merge_questionnaires(self) -> None:
        for row in self._there.execute(questionnaires(), self._asked):
            self._database.insert_new(self._here, t.questionnaire_version, line_of(row))
            here = select(t.questionnaire_version.c.seal).where(
                t.questionnaire_version.c.id == row.id,
                t.questionnaire_version.c.version == row.version,
            )
            if sealed(row.definition) != row.seal or self._here.execute(here).scalar() != row.seal:
                raise BundleRefused(
                    "Le questionnaire « {name} » {version} n’est pas le même ici et dans ce "
                    "fichier : les réponses ne peuvent pas être mises ensemble.",
                    name=row.id,
                    version=row.version,
                )

    def _check_journey(self) -> bool:
        """Whether the file comes back to its home. Raises BundleRefused for one not awaited."""
        assert self._ours is not None
        mine = select(t.journey).where(t.journey.c.diagnostic_id == self._ours.id)
        here = self._here.execute(mine).first()
        there = self._there.execute(select(t.journey)).first()
        if here is None or there is None or here.secret != there.secret:
            raise BundleRefused(
                "Le diagnostic « {title} » est déjà ici, et n’attend rien de ce fichier : il n’est "
                "pas parti d’ici, ou son voyage a été déclaré fini. Rien n’a changé.",
                title=self._ours.title,
            )
        return bool(here.place == AWAY and there.place == VISITING)

    def _merge_diagnostic(self) -> None:
        (theirs,) = self._theirs(t.diagnostic)
        if self._ours is None:
            made = insert(t.diagnostic).values(_without(theirs, "id")).returning(t.diagnostic.c.id)
            self._ids["diagnostic"][self._its_id] = self._here.execute(made).scalar_one()
            for journey in self._theirs(t.journey):
                self._here.execute(insert(t.journey).values(journey | {"place": VISITING}))
            return
        self._ids["diagnostic"][self._its_id] = self._ours.id
        # The stricter of the two; all the rest is as it is here.
        threshold = max(self._ours.threshold, theirs["threshold"])
        self._here.execute(
            update(t.diagnostic)
            .where(t.diagnostic.c.id == self._ours.id)
            .values(threshold=threshold)
        )

    def _merge_waves(self) -> None:
        ours = {row.number: row for row in self._mine(t.wave)}
        for row in sorted(ours.values(), key=lambda one: one.id):
            self._database.hold_wave(self._here, row.id, shared=False)
        for theirs in self._theirs(t.wave):
            its_id, line = theirs["id"], _without(theirs, "id")
            same = ours.get(theirs["number"])
            if same is None:
                made = insert(t.wave).values(line).returning(t.wave.c.id)
                self._ids["wave"][its_id] = self._here.execute(made).scalar_one()
                continue
            if same.opened_at != theirs["opened_at"]:
                raise BundleRefused(
                    "La vague {number} n’est pas la même ici et dans ce fichier : elle a été "
                    "ouverte des deux côtés. Rien n’a changé.",
                    number=same.number,
                )
            self._ids["wave"][its_id] = same.id
            closed_at = same.closed_at or theirs["closed_at"]
            self._here.execute(
                update(t.wave).where(t.wave.c.id == same.id).values(closed_at=closed_at)
            )

    # People

    def _erase(self) -> int:
        """Who was erased at either end is absent at both; how many that were here."""
        there = {line["seal"] for line in self._theirs(t.erased_submission)}
        gone = [row.id for row in self._mine(t.submission) if sealed(str(row.id)) in there]
        for some in parts(gone):
            self._here.execute(delete(t.submission).where(t.submission.c.id.in_(some)))
        self._add(t.erased_submission, self._theirs(t.erased_submission))
        return len(gone)

    def _merge_people(self) -> int:
        erased = {row.seal for row in self._mine(t.erased_submission)}
        theirs = [
            line for line in self._theirs(t.submission) if sealed(str(line["id"])) not in erased
        ]
        ours = {row.id: row for row in self._among(t.submission.c.id, [p["id"] for p in theirs])}
        new: list[Line] = []
        for line in theirs:
            same = ours.get(line["id"])
            if same is None:
                new.append(line)
                self._people[line["id"]] = True
                continue
            if same.wave_id != line["wave_id"] or same.viewpoint != line["viewpoint"]:
                raise BundleRefused(
                    "Ce fichier parle de personnes qui ont répondu à un autre diagnostic : rien "
                    "n’a changé."
                )
            is_later = line["changes"] > same.changes
            self._people[same.id] = is_later
            said = {
                "finished_on": same.finished_on or line["finished_on"],
                "room_only": same.room_only and line["room_only"],
            }
            if is_later:
                said |= {name: line[name] for name in ("short", "token_hash", "changes")}
            self._here.execute(
                update(t.submission).where(t.submission.c.id == same.id).values(said)
            )
        self._insert(t.submission, new)
        return len(new)

    def _merge_answers(self) -> int:
        """Histories first: what was said last, at either end, is the answer."""
        theirs, ours = self._histories()
        answers = {_key(line): line for line in self._of_the_living(t.answer, "submission_id")}
        kept = {_key(line_of(row)): line_of(row) for row in self._mine(t.answer)}
        added: list[Line] = []
        said: list[Line] = []
        cleared: list[Key] = []
        for key, lines in theirs.items():
            known = ours.get(key, [])
            common = _common(lines, known)
            tail = lines[common:]
            if not tail:
                continue
            moved_here = len(known) > common
            last = len(known)
            for number, line in enumerate(tail, last + 1):
                self._revisions[*key, line["revision"]] = number
                added.append(line | {"revision": number})
            last += len(tail)
            here, there = kept.get(key), answers.get(key)
            if moved_here and here and there and here["saved_at"] > there["saved_at"]:
                # Said again, as the last word: it was.
                added.append(known[-1] | {"revision": last + 1})
                said.append(here | {"revision": last + 1})
            elif there is not None:
                said.append(there | {"revision": last})
            else:
                cleared.append(key)
        self._insert(t.answer_history, added)
        self._database.upsert(self._here, t.answer, said)
        columns = tuple_(t.answer.c.submission_id, t.answer.c.question_id)
        for some in parts(cleared):
            self._here.execute(delete(t.answer).where(columns.in_(some)))
        return len(said) + len(cleared)

    def _histories(self) -> tuple[dict[Key, list[Line]], dict[Key, list[Line]]]:
        theirs: dict[Key, list[Line]] = defaultdict(list)
        ours: dict[Key, list[Line]] = defaultdict(list)
        for line in self._of_the_living(t.answer_history, "submission_id"):
            theirs[_key(line)].append(line)
        for row in self._mine(t.answer_history):
            ours[row.submission_id, row.question_id].append(line_of(row))
        for lines in (*theirs.values(), *ours.values()):
            lines.sort(key=lambda line: int(line["revision"]))
        return theirs, ours

    def _merge_comments(self) -> None:
        """A comment has no date: those of whoever said more lately stand."""
        later = [person for person, is_later in self._people.items() if is_later]
        for some in parts(later):
            self._here.execute(delete(t.comment).where(t.comment.c.submission_id.in_(some)))
        self._add(t.comment, self._of_the_living(t.comment, "submission_id"))

    # What was shown

    def _take_what_was_shown(self) -> None:
        """What figures count, as where they were shown: one ledger, never two."""
        waves = list(self._ids["wave"].values())
        here = t.submission.c.wave_id.in_(waves)
        people = select(t.submission.c.id).where(here)
        counted = t.counted_answer.c.submission_id.in_(people)
        self._here.execute(delete(t.counted_answer).where(counted))
        batch = t.frozen_state.c.wave_id.in_(waves) & (t.frozen_state.c.kind == "lot")
        self._here.execute(delete(t.frozen_state).where(batch))
        self._insert(t.counted_answer, self._revised(t.counted_answer))
        shown = [line for line in self._theirs(t.frozen_state) if line["kind"] == "lot"]
        self._insert(t.frozen_state, [_without(line, "id") for line in shown])

    def _revised(self, table: Table) -> list[Line]:
        """Rows that point at a line of a history, by the number that it has here."""
        lines = []
        for line in self._of_the_living(table, "submission_id"):
            place = (line["submission_id"], line["question_id"], line["revision"])
            lines.append(line | {"revision": self._revisions.get(place, line["revision"])})
        return lines

    def _add_states(self) -> None:
        """Named states, each once."""
        names = ("wave_id", "title", "frozen_at", "content")
        known = {tuple(line_of(row)[name] for name in names) for row in self._mine(t.frozen_state)}
        self._insert(
            t.frozen_state,
            [
                _without(line, "id")
                for line in self._theirs(t.frozen_state)
                if line["kind"] == "nomme" and tuple(line[name] for name in names) not in known
            ],
        )

    # Workshops

    def _merge_workshops(self) -> int:
        """A room is believed whole, as its screen that went further tells it."""
        further = 0
        rooms = {line["workshop_id"]: line for line in self._there_of(t.room)}
        others = (t.round_answer, t.ballot_box, t.idea, t.decision, t.step_timing)
        for line in self._theirs(t.workshop):
            its_id = line["id"]
            here = select(t.workshop).where(t.workshop.c.code == line["code"])
            same = self._here.execute(here).first()
            if same is None:
                made = insert(t.workshop).values(_without(line, "id")).returning(t.workshop.c.id)
                ours = self._here.execute(made).scalar_one()
                self._ids["workshop"][its_id] = ours
                self._insert(t.room, [rooms[its_id] | {"workshop_id": ours}])
                goes_further = True
            else:
                if same.wave_id != line["wave_id"]:
                    raise BundleRefused(
                        "Ce fichier contient un atelier qui est ici celui d’un autre diagnostic : "
                        "rien n’a changé."
                    )
                ours = self._ids["workshop"][its_id] = same.id
                goes_further = self._follow_room(ours, same.edition, line, rooms[its_id])
            further += goes_further
            mine = {"workshop_id": ours}
            for table in (t.seat, *others):
                lines = [
                    one | mine for one in self._there_of(table) if one["workshop_id"] == its_id
                ]
                if goes_further and table is not t.seat:
                    self._here.execute(delete(table).where(table.c.workshop_id == ours))
                self._add(table, [one for one in lines if self._lives(one)])
        return further

    def _follow_room(self, ours: int, edition: int, line: Line, room: Line) -> bool:
        """Whether the room there went further than here; then it is where that one is."""
        if line["edition"] > edition:
            said = {name: line[name] for name in ("held_on", "place", "expected", "steps")}
            self._here.execute(
                update(t.workshop)
                .where(t.workshop.c.id == ours)
                .values(said | {"edition": line["edition"]})
            )
        mine = t.room.c.workshop_id == ours
        revision = self._here.execute(select(t.room.c.revision).where(mine)).scalar_one()
        if room["revision"] <= revision:
            return False
        self._here.execute(
            update(t.room).where(mine).values(revision=room["revision"], state=room["state"])
        )
        return True

    # Small gestures

    def _note_change(self) -> None:
        """All who keep figures of these waves look again."""
        self._here.execute(
            update(t.wave)
            .where(t.wave.c.id.in_(list(self._ids["wave"].values())))
            .values(erased_changes=t.wave.c.erased_changes + 1)
        )


def _table(name: str) -> Table:
    return t.metadata.tables[name]


def _without(line: Mapping[str, Any], name: str) -> Line:
    return {key: value for key, value in line.items() if key != name}


def _key(line: Line) -> Key:
    return line["submission_id"], line["question_id"]


def _common(theirs: list[Line], ours: list[Line]) -> int:
    """How many lines two histories have in common, from the first."""
    same = 0
    for one, other in zip(theirs, ours, strict=False):
        if one != other:
            break
        same += 1
    return same
