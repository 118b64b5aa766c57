"""One elected official, from an empty base to the end: nothing that was called kept is lost."""

from collections.abc import Callable

from playwright.sync_api import expect

from diagnostic.answers import Answer, AnswerState
from diagnostic.storage import Store
from tests.browser.person import Person
from tools.serving import Server, serve

Arrive = Callable[..., Person]

PLACE = "Combien d’habitants compte votre commune"
JOB = "Trouver ou garder un emploi de qualité ici"
JOB_TREND = "Depuis trois ans, l’accès à l’emploi"
MONEY = "À quel point les ménages d’ici"
MONEY_TREND = "Depuis trois ans, le pouvoir d’achat"
POVERTY = "À quel point la grande précarité"


def test_an_elected_official_finds_every_kept_answer_after_every_accident(arrive: Arrive) -> None:
    with serve() as server:
        official: Person = arrive(server.url)
        open_a_diagnostic(official)
        begin(official)
        official.answer(PLACE, "Moins de 2 000 habitants")
        official.press("Suivant").sees("Vivre au quotidien")
        official.answer(JOB, "7").answer(JOB_TREND, "Reste stable")

        reload(official)
        turn_to_daily_life(official)
        expect(official.choice(JOB, "7")).to_be_checked()
        expect(official.choice(JOB_TREND, "Reste stable")).to_be_checked()

        leave_at_once_after_answering(official)
        turn_to_daily_life(official)
        expect(official.choice(MONEY, "4")).to_be_checked()

        official.answer(MONEY_TREND, "Se dégrade")
        server.kill()
        assert kept(server) == {
            "profil.strate": "moins_de_2000",
            "F01.G": 7,
            "F01.T": "stable",
            "F02.G": 4,
            "F02.T": "se_degrade",
        }
        server.start()
        official.look()
        turn_to_daily_life(official)
        official.answer(POVERTY, "Ne sait pas")
        assert kept(server)["F03.G"] is AnswerState.DONT_KNOW

        link = official.link
        change_elsewhere(arrive(server.url), link)
        assert kept(server)["F01.G"] == 3
        see_what_is_left(official)
        assert len(kept(server)) == 6


def open_a_diagnostic(person: Person) -> None:
    person.open().sees("Ouvrir un diagnostic")
    person.page.get_by_label("Nom, code ou code postal").fill("saint etiene")
    person.press("Saint-Étienne (Loire)")
    person.press("Ouvrir le diagnostic")
    person.sees("Préparer le diagnostic").look()


def begin(person: Person) -> None:
    person.go("Répondre").sees("De quel point de vue").look()
    person.main.get_by_text("Élue ou élu local", exact=True).click()
    start = person.main.get_by_role("button", name="J’ai compris, je commence")
    expect(start).to_be_enabled()
    start.click()
    person.sees("Pour commencer")


def reload(person: Person) -> None:
    person.page.reload()
    person.look()


def turn_to_daily_life(person: Person) -> None:
    person.turn_to("Vivre au quotidien").sees("Ce dont chacun a besoin").look()


def leave_at_once_after_answering(person: Person) -> None:
    person.choose(MONEY, "4")
    person.go("Méthode").sees("Règles de calcul").look()
    person.go("Répondre").sees("Thème").look()


def change_elsewhere(other: Person, link: str) -> None:
    """On a phone, where the same link opens the light page."""
    other.page.goto(f"{link}/t/vital")
    question = other.page.get_by_role("group", name=JOB)
    expect(question.get_by_role("radio", name="7", exact=True)).to_be_checked()
    question.get_by_role("radio", name="3", exact=True).check(force=True)
    expect(question.get_by_text("✓ Enregistré")).to_be_visible()


def see_what_is_left(person: Person) -> None:
    person.turn_to("Fin : ").sees("Tout ce que vous avez dit est enregistré").look()
    assert "Vivre au quotidien : 9 questions sans réponse" in person.said
    person.press("Vivre au quotidien : 9 questions sans réponse")
    person.sees("Ce dont chacun a besoin")
    expect(person.choice(JOB, "3")).to_be_checked()


def kept(server: Server) -> dict[str, object]:
    """Question id → what the only passage of the database says, read without the server."""
    with Store.open(server.database) as store:
        (diagnostic,) = store.diagnostics()
        (wave,) = store.waves(diagnostic)
        (passage,) = store.passages(wave)
        return {name: meaning(answer) for name, answer in passage.answers.items()}


def meaning(answer: Answer) -> object:
    return answer.value if answer.state is AnswerState.GIVEN else answer.state
