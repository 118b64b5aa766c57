"""Who runs a room is told when many more people joined than were expected (T4)."""

from datetime import date

from diagnostic.campaigns import Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.journeys.visitor import Visitor
from tests.workshops.programme import DECISIONS, FRAME

TOLD = "main levée"


def test_the_facilitator_is_told_of_a_room_that_fills_too_much(store: Store, wave: Wave) -> None:
    workshop = store.open_workshop(wave, (FRAME, DECISIONS), date(2026, 11, 26), "", 3)
    leading = Visitor(a=workshop.code).go("animer")
    for _ in range(8):
        store.join(workshop, Viewpoint.CITIZEN)
    leading.look()
    assert TOLD not in "".join(one.value for one in leading.app.warning)
    store.join(workshop, Viewpoint.CITIZEN)
    leading.look()
    assert TOLD in "".join(one.value for one in leading.app.warning)
