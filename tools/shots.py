"""Pictures of every screen, at three sizes, light and dark, in build/shots (`make shots`).

Usage, from the project root:

    python tools/shots.py                    # all
    python tools/shots.py resultats          # the pictures whose name begins so
    python tools/shots.py --width 390 --theme dark

Fails when a page breaks, is too wide, makes the browser complain, or lets English slip in.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Error, Page

from tools import chromium, rendered, room_screens
from tools.chromium import Theme
from tools.places import Act, address, go, visit
from tools.places import Screen as Screen
from tools.places import Territory as Territory
from tools.places import open_territory as open_territory
from tools.portrayed import MEASURED
from tools.serving import ROOT

SHOTS = ROOT / "build" / "shots"
COMMENTS = re.compile(r"^\d+ commentaires?$")
SIZES = ((1920, 1080), (1280, 720), (390, 844))
PHONE = SIZES[-1]
THEMES: tuple[Theme, ...] = ("light", "dark")
WALL = 1920
"""The width of a wall: there the results are looked at from the back of a room."""


def go_home_empty(page: Page, territory: Territory) -> None:
    visit(page, f"{territory.empty}/")


def measure_nothing(page: Page, territory: Territory) -> None:
    visit(page, f"{territory.empty}/mesures")


def measure(name: str) -> Act:
    """The portrait, the distribution and the tile map of one of MEASURED, from its name alone."""

    def read(page: Page, territory: Territory) -> None:
        visit(page, f"{territory.empty}/mesures?territoire={MEASURED[name]}")
        if is_wall(page):
            page.get_by_text("Regarder un autre territoire").click()
            toggle_wall(page)
            page.get_by_text("Regarder un autre territoire").click()
            chromium.settle(page)

    return read


def cross(name: str) -> Act:
    """What people of one of MEASURED feel, beside what is measured there."""

    def read(page: Page, territory: Territory) -> None:
        visit(page, f"{territory.full}/resultats?d={territory.crossed[name]}")
        choose_reading(page, "Vécu et mesuré")
        chromium.settle(page)

    return read


def search(page: Page, territory: Territory) -> None:
    visit(page, f"{territory.empty}/")
    page.get_by_label("Nom, code ou code postal").fill("saint etiene")
    page.get_by_role("button", name="Saint-Étienne (Loire)").wait_for()


def open_form(page: Page, territory: Territory) -> None:
    search(page, territory)
    page.get_by_role("button", name="Saint-Étienne (Loire)").click()
    page.get_by_role("button", name="Ouvrir le diagnostic").wait_for()


def go_home_guest(page: Page, territory: Territory) -> None:
    visit(page, f"{territory.full}/?invitation={territory.code}")
    page.get_by_role("radiogroup", name="De quel point de vue répondez-vous").wait_for()


def choose_regard(page: Page, territory: Territory) -> None:
    go_home_guest(page, territory)
    page.get_by_text("Élue ou élu local", exact=True).click()
    page.get_by_role("button", name="J’ai compris, je commence", disabled=False).wait_for()


def theme(title: str) -> Act:
    def answer(page: Page, territory: Territory) -> None:
        visit(page, address(territory, "repondre", more=f"&reprise={territory.link}"))
        chromium.pick(page, page.get_by_role("combobox", name="Thème"), f"· {title} (")
        page.get_by_role("heading", name=title, exact=True).wait_for()

    return answer


def end(page: Page, territory: Territory) -> None:
    visit(page, address(territory, "repondre", more=f"&reprise={territory.link}"))
    chromium.pick(page, page.get_by_role("combobox", name="Thème"), "Fin : ")
    page.get_by_role("button", name="Revenir au questionnaire").wait_for()


def commenting(page: Page, territory: Territory) -> None:
    theme("Vivre au quotidien")(page, territory)
    comment = page.get_by_role("button", name="Commenter").first
    chromium.insist(comment.click, page.get_by_label("Votre commentaire").first)


def results(reading: str | None = None, *then: Callable[[Page], None]) -> Act:
    def read(page: Page, territory: Territory) -> None:
        visit(page, address(territory, "resultats"))
        if is_wall(page):
            enlarge(page)
        if reading:
            choose_reading(page, reading)
        chromium.settle(page)
        for gesture in then:
            gesture(page)

    return read


def choose_reading(page: Page, reading: str) -> None:
    page.get_by_role("radio", name=reading, exact=True).click()
    page.locator(f'[role="radio"][aria-checked="true"]:has-text("{reading}")').wait_for()


def is_wall(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] == WALL


def enlarge(page: Page) -> None:
    page.get_by_text("Filtres et affichage").click()
    toggle_wall(page)
    page.get_by_text("Filtres et affichage").click()
    page.get_by_text("Grand écran").wait_for(state="hidden")


def toggle_wall(page: Page) -> None:
    toggle = page.get_by_text("Grand écran")
    toggle.wait_for()
    chromium.settle(page)
    chromium.insist(toggle.click, page.locator('[data-testid="stCheckbox"]:has(input:checked)'))
    chromium.settle(page)


def open_filters(page: Page) -> None:
    page.get_by_text("Filtres et affichage").click()
    page.get_by_text("Regards montrés").wait_for()


def open_table(page: Page) -> None:
    page.get_by_text("Le tableau des mêmes chiffres").first.click()
    page.locator('[data-testid="stTable"]').first.wait_for()


def choose_detail(page: Page) -> None:
    detail = page.get_by_role("combobox", name="Voir le détail de").first
    chromium.pick(page, detail, "Santé")
    page.get_by_text("Se soigner ici").first.wait_for()
    chromium.settle(page)
    page.get_by_text(COMMENTS).last.click()


def draw_radar(page: Page) -> None:
    page.get_by_role("radio", name="Radar").click()
    page.locator('[data-testid="stPlotlyChart"] .polar').first.wait_for()


def open_figures(page: Page, territory: Territory) -> None:
    visit(page, address(territory, "methode"))
    page.get_by_text("Repères des questions").click()
    page.get_by_text("Population :").first.wait_for()


SCREENS = (
    Screen("accueil-vide", go_home_empty),
    Screen("accueil-recherche", search),
    Screen("accueil-ouvrir", open_form),
    Screen("accueil-diagnostics", go("")),
    Screen("preparer-demo", go("cadrage")),
    Screen("preparer-nouveau", go("cadrage", new=True)),
    Screen("repondre-debut", go("repondre")),
    Screen("repondre-invitation", go_home_guest),
    Screen("repondre-invitation-choisi", choose_regard),
    Screen("repondre-gravite", theme("Vivre au quotidien"), window_too=True),
    Screen("repondre-commenter", commenting),
    Screen("repondre-niveaux", theme("Se parler et essayer")),
    Screen("repondre-priorites", theme("Vos priorités")),
    Screen("repondre-reperes", theme("Agir ensemble")),
    Screen("repondre-fin", end),
    Screen("resultats-croises", results(), window_too=True),
    Screen("resultats-fragilites", results("Nos fragilités"), window_too=True),
    Screen("resultats-vecu", results("Vécu et mesuré"), window_too=True),
    Screen("resultats-capacite", results("Fragilité et capacité"), window_too=True),
    Screen("resultats-effets", results("Effets et suites"), window_too=True),
    Screen("resultats-cooperer", results("Notre façon de coopérer"), window_too=True),
    Screen("resultats-radar", results("Notre façon de coopérer", draw_radar), window_too=True),
    Screen("resultats-reperes", results("Repères nationaux"), window_too=True),
    Screen("resultats-locales", results("Vos questions"), window_too=True),
    Screen("resultats-bouge", results("Ce qui a bougé"), window_too=True),
    Screen("resultats-detail", results(None, choose_detail)),
    Screen("resultats-tableau", results(None, open_table)),
    Screen("resultats-filtres", results(None, open_filters)),
    Screen("resultats-vide", go("resultats", new=True)),
    Screen("mesures", go("mesures"), window_too=True),
    Screen("mesures-sans-diagnostic", measure_nothing),
    *(Screen(f"mesures-{name}", measure(name)) for name in MEASURED),
    *(Screen(f"vecu-{name}", cross(name)) for name in MEASURED),
    *room_screens.SCREENS,
    Screen("donnees", go("donnees")),
    Screen("installation", go("installation")),
    Screen("historique", go("historique")),
    Screen("methode-regles", go("methode")),
    Screen("methode-chiffres", open_figures),
    Screen("accueil-english", go("", more="&lang=en"), english=True),
    Screen("repondre-english", go("repondre", more="&lang=en"), english=True),
    Screen("resultats-english", go("resultats", more="&lang=en"), english=True),
    Screen("mesures-english", go("mesures", more="&lang=en"), english=True),
    Screen("methode-english", go("methode", more="&lang=en"), english=True),
)


def photograph(
    browser: Browser, territory: Territory, screen: Screen, size: tuple[int, int], theme: Theme
) -> Iterator[str]:
    """Takes one screen's pictures; gives what is wrong with it."""
    width, height = size
    stem = f"{screen.name}-{width}-{theme}"
    context = chromium.enter(browser, width=width, height=height, theme=theme)
    watch = chromium.Watch.over(context)
    page = context.new_page()
    try:
        screen.reach(page, territory)
        chromium.settle(page)
        if screen.wall:
            page.screenshot(path=SHOTS / f"{stem}.png")
            yield from rendered.failures(page)
            yield from rendered.overflow(page)
            yield from rendered.leftovers(page)
            return
        if screen.window_too:
            page.screenshot(path=SHOTS / f"{screen.name}_fenetre-{width}-{theme}.png")
        yield from rendered.overflow(page)
        chromium.unroll(page, height)
        page.screenshot(path=SHOTS / f"{stem}.png")
        yield from rendered.failures(page)
        yield from rendered.overflow(page)
        if not screen.english:
            yield from rendered.leftovers(page)
    except Error as error:
        page.screenshot(path=SHOTS / f"{stem}-ECHEC.png")
        yield f"pas atteint : {error.message.splitlines()[0]}"
    finally:
        yield from (f"console : {said}" for said in watch.complaints)
        context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="Images de chaque écran dans build/shots.")
    parser.add_argument("names", nargs="*", help="débuts des noms des images à refaire")
    parser.add_argument("--width", type=int, choices=[width for width, _ in SIZES])
    parser.add_argument("--theme", choices=THEMES)
    asked = parser.parse_args()
    if chromium.find() is None:
        print("Aucun Chromium sur cette machine : aucune image n’a été faite.", file=sys.stderr)
        return 1
    every = (*SCREENS, *room_screens.WALLS)
    screens = [s for s in every if not asked.names or s.name.startswith(tuple(asked.names))]
    sizes = [size for size in SIZES if asked.width in (None, size[0])]
    themes = [theme for theme in THEMES if asked.theme in (None, theme)]
    if not (asked.names or asked.width or asked.theme):
        shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True, exist_ok=True)
    # Asked to end, it still stops its servers and its browser.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    wrong = 0
    with open_territory() as territory, chromium.launch() as browser:
        for screen in screens:
            for size in sizes:
                if screen.wall and size == PHONE:
                    continue
                for theme_ in themes:
                    print(f"{screen.name}-{size[0]}-{theme_}", flush=True)
                    for fault in photograph(browser, territory, screen, size, theme_):
                        wrong += 1
                        print(f"    {fault}", flush=True)
    print(f"Images dans {SHOTS.relative_to(ROOT)}. Défauts : {wrong}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
