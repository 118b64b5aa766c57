"""The moves that lead a room from one state to the next. Nothing else moves it.

Each move returns a new state whose revision is one more, or raises WorkshopRefused.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from diagnostic.workshops.locking import Lock
from diagnostic.workshops.state import DEFAULT_SECONDS, Mark, RoomState, Stage, Timer, stages
from diagnostic.workshops.workshop import Step, WorkshopRefused

LONGEST_SECONDS = 4 * 60 * 60


def begin(steps: tuple[Step, ...]) -> RoomState:
    """A room where nobody has come yet: at its first step, the join screen shown."""
    first = steps[0]
    return RoomState(step_id=first.id, marks={first.id: _arrival(first)}, timer=_timer(first))


def next_step(state: RoomState, steps: tuple[Step, ...]) -> RoomState:
    """The step after; a vote that was open is closed on leaving."""
    place = _place(state, steps)
    if place + 1 == len(steps):
        raise WorkshopRefused("C’est la dernière étape.")
    return go_to(state, steps, steps[place + 1].id)


def previous_step(state: RoomState, steps: tuple[Step, ...]) -> RoomState:
    """The step before, as it was left."""
    place = _place(state, steps)
    if place == 0:
        raise WorkshopRefused("C’est la première étape.")
    return go_to(state, steps, steps[place - 1].id)


def go_to(state: RoomState, steps: tuple[Step, ...], step_id: str) -> RoomState:
    """Any step; one that was visited is found as it was left, its vote closed."""
    found = next((step for step in steps if step.id == step_id), None)
    if found is None:
        raise WorkshopRefused("Cette étape n’est plus dans le programme.")
    state = _stopped(state)
    marks = dict(state.marks)
    marks.setdefault(step_id, _arrival(found))
    return _changed(state, step_id=step_id, marks=marks, timer=_timer(found))


def open_vote(state: RoomState, step: Step) -> RoomState:
    """Take answers. Refused once figures of this round were shown: they would move one by one."""
    _voted(step)
    mark = state.mark
    if state.accepting:
        raise WorkshopRefused("Les réponses sont déjà ouvertes.")
    if mark.stage is Stage.SECOND:
        if mark.moved:
            raise _already_shown()
        return _changed(state, accepting=True)
    if mark.stage not in (Stage.VOTE, Stage.HIDDEN) or mark.round != 1:
        raise _already_shown()
    if mark.revealed.rank > Stage.HIDDEN.rank:
        raise _already_shown()
    return _marked(state, replace(mark, stage=Stage.VOTE), accepting=True)


def close_vote(state: RoomState, step: Step) -> RoomState:
    """Take no more answers; only how many came is shown."""
    _voted(step)
    if not state.accepting:
        raise WorkshopRefused("Les réponses sont déjà arrêtées.")
    stopped = _stopped(state)
    return replace(stopped, revision=state.revision + 1)


def reveal(state: RoomState, step: Step) -> RoomState:
    """One stage further. An open vote is first closed; DEBATE leads to the second vote, open."""
    order = stages(step)
    mark = state.mark
    if not order:
        raise WorkshopRefused("Rien n’est à révéler à cette étape.")
    if state.accepting:
        return close_vote(state, step)
    if mark.stage is Stage.RECORDED:
        raise WorkshopRefused("Tout est révélé. Passez à l’étape suivante.")
    if mark.stage is Stage.DEBATE and step.is_voted:
        return second_round(state, step)
    return _shown(state, order[order.index(mark.stage) + 1])


def hide(state: RoomState, step: Step) -> RoomState:
    """One stage back; what was shown before the second vote comes back from it."""
    order = stages(step)
    mark = state.mark
    if not order:
        raise WorkshopRefused("Rien n’est à masquer à cette étape.")
    if state.accepting:
        raise WorkshopRefused("Arrêtez d’abord les réponses.")
    if mark.stage is Stage.RECORDED and step.is_voted:
        raise WorkshopRefused(
            "Ce vote est enregistré : ses résultats restent. Pour voter à nouveau, remettez-le à "
            "zéro."
        )
    if mark.stage is Stage.SECOND:
        back = mark.revealed if mark.revealed.rank > Stage.HIDDEN.rank else Stage.HIDDEN
        return _marked(state, replace(mark, stage=back))
    first = Stage.HIDDEN
    if mark.stage.rank <= first.rank:
        raise WorkshopRefused("Tout est déjà masqué.")
    return _marked(state, replace(mark, stage=order[order.index(mark.stage) - 1]))


def second_round(state: RoomState, step: Step) -> RoomState:
    """Vote again: opened at once the first time, found as it was left afterwards."""
    _voted(step)
    mark = state.mark
    if state.accepting and mark.round == 1:
        raise WorkshopRefused("Arrêtez d’abord les réponses du premier vote.")
    if mark.stage is Stage.VOTE:
        raise WorkshopRefused("Le premier vote n’a pas eu lieu.")
    if mark.stage in (Stage.SECOND, Stage.MOVEMENT, Stage.RECORDED):
        raise WorkshopRefused("Le second vote a déjà eu lieu.")
    return _marked(state, replace(mark, stage=Stage.SECOND, round=2), accepting=mark.round == 1)


def record_vote(state: RoomState, step: Step) -> RoomState:
    """Close it for good, with or without a second vote; shown stays shown, hidden stays hidden."""
    if not stages(step):
        raise WorkshopRefused("Rien n’est à enregistrer à cette étape.")
    if state.accepting:
        raise WorkshopRefused("Arrêtez d’abord les réponses.")
    if state.stage is Stage.RECORDED:
        raise WorkshopRefused("C’est déjà enregistré.")
    return _marked(state, replace(state.mark, stage=Stage.RECORDED))


def reset_vote(state: RoomState, step: Step) -> RoomState:
    """Empty the ballot box of the current round; the memory erases its answers in this move.

    What people said stays in the diagnostic until they vote again.
    """
    _voted(step)
    mark = replace(state.mark, resets=state.mark.resets + 1, moved=False)
    if mark.round == 2:
        return _marked(state, replace(mark, stage=Stage.SECOND), accepting=False)
    cleared = replace(mark, stage=Stage.VOTE, revealed=Stage.VOTE)
    return _marked(state, cleared, accepting=False)


def toggle_join(state: RoomState) -> RoomState:
    """Show or hide the join screen; the step does not change."""
    return _changed(state, join_shown=not state.join_shown)


def toggle_count(state: RoomState) -> RoomState:
    """Show or hide on the wall how many people are there and have answered."""
    return _changed(state, count_shown=not state.count_shown)


def start_timer(state: RoomState, now: datetime) -> RoomState:
    timer = state.timer
    if timer.ends_at is not None and timer.remaining(now):
        raise WorkshopRefused("Le minuteur tourne déjà.")
    left = timer.left if timer.ends_at is None else 0
    left = left or timer.total
    return _changed(state, timer=replace(timer, left=left, ends_at=now + timedelta(seconds=left)))


def pause_timer(state: RoomState, now: datetime) -> RoomState:
    timer = state.timer
    if timer.ends_at is None:
        raise WorkshopRefused("Le minuteur est déjà arrêté.")
    return _changed(state, timer=replace(timer, left=timer.remaining(now), ends_at=None))


def reset_timer(state: RoomState, seconds: int | None = None) -> RoomState:
    """Back to its whole duration, or to another one, stopped."""
    total = state.timer.total if seconds is None else seconds
    if not 1 <= total <= LONGEST_SECONDS:
        raise WorkshopRefused("Le minuteur va d’une seconde à quatre heures.")
    return _changed(state, timer=Timer(total, total))


def end(state: RoomState) -> RoomState:
    """The workshop is over: nobody joins or votes any more."""
    return _changed(_stopped(state), ended=True, join_shown=False)


def reopen(state: RoomState) -> RoomState:
    """Take back an ending."""
    if not state.ended:
        raise WorkshopRefused("L’atelier n’est pas terminé.")
    return replace(state, ended=False, revision=state.revision + 1)


def keep_lock(state: RoomState, lock: Lock | None) -> RoomState:
    """With this lock, closed or open, or without any; an ended room is locked as any other."""
    return replace(state, lock=lock, revision=state.revision + 1)


def follow_edit(state: RoomState, before: tuple[Step, ...], after: tuple[Step, ...]) -> RoomState:
    """The room once its programme was edited: a step that asks something else starts afresh.

    Refused where the current step is gone.
    """
    if state.step_id not in {step.id for step in after}:
        raise WorkshopRefused(
            "La salle est à cette étape : passez à une autre avant de la retirer."
        )
    former = {step.id: step for step in before}
    kept = {
        step.id: state.marks[step.id]
        for step in after
        if step.id in state.marks and step.id in former and same_vote(former[step.id], step)
    }
    current = next(step for step in after if step.id == state.step_id)
    accepting = state.accepting and state.step_id in kept
    kept.setdefault(state.step_id, _arrival(current))
    return replace(state, marks=kept, accepting=accepting, revision=state.revision + 1)


def same_vote(before: Step, after: Step) -> bool:
    """Whether what is asked or shown at a step is the same, whatever its words."""
    return (before.kind, before.questions, before.theme, before.reading) == (
        after.kind,
        after.questions,
        after.theme,
        after.reading,
    )


def _already_shown() -> WorkshopRefused:
    return WorkshopRefused(
        "Des résultats de ce vote ont été montrés : une réponse de plus s’y lirait. Faites un "
        "second vote, ou remettez celui-ci à zéro."
    )


def _voted(step: Step) -> None:
    if not step.is_voted:
        raise WorkshopRefused("On ne vote pas à cette étape.")


def _place(state: RoomState, steps: tuple[Step, ...]) -> int:
    names = [step.id for step in steps]
    if state.step_id not in names:
        raise WorkshopRefused("L’étape en cours n’est plus dans le programme.")
    return names.index(state.step_id)


def _arrival(step: Step) -> Mark:
    return Mark(stages(step)[0] if stages(step) else Stage.HIDDEN)


def _timer(step: Step) -> Timer:
    seconds = step.minutes * 60 if step.minutes else DEFAULT_SECONDS
    return Timer(seconds, seconds)


def _stopped(state: RoomState) -> RoomState:
    """Without taking answers, at the same revision."""
    if not state.accepting:
        return state
    stage = Stage.HIDDEN if state.stage is Stage.VOTE else state.stage
    marks = {**state.marks, state.step_id: replace(state.mark, stage=stage)}
    return replace(state, accepting=False, marks=marks)


def _shown(state: RoomState, stage: Stage) -> RoomState:
    mark = replace(state.mark, stage=stage)
    if stage is Stage.MOVEMENT:
        # The arrows show all regards in both rounds.
        furthest = max(mark.revealed, Stage.OTHERS, key=lambda s: s.rank)
        mark = replace(mark, moved=True, revealed=furthest)
    elif stage.rank <= Stage.DEBATE.rank:
        mark = replace(mark, revealed=max(mark.revealed, stage, key=lambda s: s.rank))
    return _marked(state, mark)


def _marked(state: RoomState, mark: Mark, accepting: bool | None = None) -> RoomState:
    return _changed(
        state,
        marks={**state.marks, state.step_id: mark},
        accepting=state.accepting if accepting is None else accepting,
    )


def _changed(state: RoomState, **values: Any) -> RoomState:
    if state.ended:
        raise WorkshopRefused("L’atelier est terminé. Rouvrez-le pour continuer.")
    return replace(state, revision=state.revision + 1, **values)
