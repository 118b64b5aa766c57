"""What each face of a room may see at each stage. What is not allowed here is sent to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostic.respondents import Viewpoint
from diagnostic.workshops.state import RoomState, Stage, stages
from diagnostic.workshops.workshop import Step

EVERY_REGARD = frozenset(Viewpoint)
NO_REGARD: frozenset[Viewpoint] = frozenset()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks. A phone is that of one regard; the others show all regards or none."""

    name: str
    viewpoint: Viewpoint | None = None


WALL = Audience("mur")
FACILITATOR = Audience("animation")


def phone(viewpoint: Viewpoint) -> Audience:
    return Audience("telephone", viewpoint)


AUDIENCES = (WALL, FACILITATOR, *(phone(viewpoint) for viewpoint in Viewpoint))


@dataclass(frozen=True, slots=True)
class Visible:
    """What may be put in a page, or in any answer to it."""

    answering: bool = False
    """Phones: whether the questions of the step can be answered now."""
    turnout: bool = False
    """How many are there and have answered; never by regard."""
    regards: frozenset[Viewpoint] = NO_REGARD
    """Regards whose figures of the first vote, or of the reading, may be shown."""
    whole: bool = False
    """The whole room, where no regard can be shown."""
    france: bool = False
    movement: bool = False
    """The second vote and what moved, for `regards`."""
    join: bool = False
    """The code and the QR of the room."""
    speaker: bool = False
    """Speaker notes."""

    @property
    def figures(self) -> bool:
        """Whether any figure may be shown."""
        return bool(self.regards) or self.whole or self.france or self.movement


def visible(state: RoomState, step: Step, audience: Audience) -> Visible:
    """What `audience` may see of `step`, the current step of the room.

    While the second vote runs, and once all is recorded, what was shown before stays shown.
    The facilitator's screen may be seen by the room: its figures come with the wall's.
    """
    on_phone = audience.viewpoint is not None
    shown = _level(state) if stages(step) else Stage.VOTE
    if shown.rank >= Stage.OTHERS.rank:
        regards = EVERY_REGARD
    elif shown is Stage.OWN and audience.viewpoint is not None:
        regards = frozenset({audience.viewpoint})
    else:
        regards = NO_REGARD
    mark = state.mark
    return Visible(
        answering=on_phone and state.accepting and step.is_voted,
        turnout=audience == FACILITATOR or (audience == WALL and state.count_shown),
        regards=regards,
        whole=shown.rank >= Stage.OTHERS.rank,
        france=shown.rank >= Stage.FRANCE.rank,
        movement=step.is_voted and mark.moved and mark.stage in (Stage.MOVEMENT, Stage.RECORDED),
        join=audience == FACILITATOR or (audience == WALL and state.join_shown),
        speaker=audience == FACILITATOR,
    )


def _level(state: RoomState) -> Stage:
    """Up to where the first vote is shown now; at most DEBATE."""
    mark = state.mark
    if mark.stage in (Stage.SECOND, Stage.MOVEMENT, Stage.RECORDED):
        return mark.revealed
    return mark.stage
