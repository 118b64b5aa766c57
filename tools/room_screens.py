"""The screens of a workshop: its preparation, its facilitator's, and its wall at each moment."""

from __future__ import annotations

from playwright.sync_api import Page

from diagnostic.storage import Store
from tools import staged
from tools.places import Act, Screen, Territory, go, visit


def at(path: str, moment: str) -> Act:
    """A page of the workshop once its room stands at one of `staged.MOMENTS`."""

    def reach(page: Page, territory: Territory) -> None:
        with Store.open(territory.room_database) as store:
            staged.stand(store, store.workshop(territory.workshop), moment)
        visit(page, f"{territory.room}/{path}?d={territory.room_code}&a={territory.workshop}")

    return reach


def follow_end(page: Page, territory: Territory) -> None:
    at("animer", "compte-rendu")(page, territory)
    page.get_by_role("button", name="Rouvrir l’atelier").wait_for()


SCREENS = (
    Screen("atelier-nouveau", go("preparer", new=True)),
    Screen("atelier-preparer", at("preparer", "accueil")),
    Screen("atelier-animer-accueil", at("animer", "accueil"), window_too=True),
    Screen("atelier-animer-vote", at("animer", "vote")),
    Screen("atelier-animer-lecture", at("animer", "r3")),
    Screen("atelier-animer-groupes", at("animer", "groupes")),
    Screen("atelier-animer-decisions", at("animer", "decisions")),
    Screen("atelier-animer-fin", follow_end),
)
WALLS = tuple(
    Screen(f"atelier-mur-{moment}", at("projeter", moment), wall=True) for moment in staged.MOMENTS
)
"""Pictured; looked at by the tests of the wall, which is made for no phone."""
