"""« Données »: a file is seen, then imported, then taken back; nothing happens by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from diagnostic.campaigns import Diagnostic
from diagnostic.exchange import online
from diagnostic.exchange.official import understand, write_template
from diagnostic.indicators import Indicators
from diagnostic.indicators.overlay import overlay
from diagnostic.indicators.reading import read_tables
from diagnostic.storage import Store
from diagnostic.territories import FRANCE, Gazetteer, TerritoryKey, TerritoryLevel
from diagnostic.ui import data
from tests.exchange import made
from tests.exchange.services import Server
from tests.journeys.visitor import Visitor

RHONE = TerritoryKey.parse("departement:69")
FIELD = "Fichier à examiner"
Line = tuple[str, str, str, str, str, str]


def line(code: str, value: str, year: str = "2021", indicator: str = "taux_pauvrete") -> Line:
    return ("departement", code, indicator, year, value, "Insee, Filosofi")


@pytest.fixture
def visitor(store: Store) -> Visitor:
    return visit()


def visit(**address: str) -> Visitor:
    return Visitor(**address).go("donnees")


def load(visitor: Visitor, lines: Sequence[Line], name: str = "base.csv") -> Visitor:
    return load_bytes(visitor, write_template(lines), name)


def load_bytes(visitor: Visitor, content: bytes, name: str = "base.csv") -> Visitor:
    visitor.field(FIELD).upload(name, content, "text/csv")
    return visitor.look()


def sent_as_markdown(visitor: Visitor) -> str:
    app = visitor.app
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.success))


def facts(store: Store) -> Indicators:
    """What any page now reads."""
    return overlay(read_tables(), store.layers(), Gazetteer.read())


def test_a_file_is_seen_before_anything_is_written(store: Store, visitor: Visitor) -> None:
    before = facts(store).value(RHONE, "taux_pauvrete", "2021")
    assert before.value is not None
    load(visitor, [line("69", "33,3"), line("01", "12,5", "2029"), line("01", "12,5", "20")])
    said = visitor.said
    assert "Modèle de tableau de cette application" in said
    assert "base.csv · Années 2021, 2029 · niveaux : départements" in said
    assert {m.label: m.value for m in visitor.app.metric} == {
        "Nouvelles": "1",
        "Changées": "1",
        "Identiques": "0",
        "Refusées": "1",
    }
    former = f"{before.value:.1f}".replace(".", ",")
    assert "Rhône, Taux de pauvreté" in said
    assert f"2021 : {former} → **33,3** (avant : Insee, Statistiques locales" in said
    assert "année illisible" in said
    assert "ligne 4" in said
    assert store.imports() == ()


def test_pressing_import_writes_and_says_so(store: Store, visitor: Visitor) -> None:
    load(visitor, [line("69", "33,3"), line("01", "12,5", "2029")]).press("Importer")
    (kept,) = store.imports()
    assert (kept.file, kept.new, kept.changed, kept.equal) == ("base.csv", 1, 1, 0)
    assert "« base.csv » est importé. Valeurs nouvelles : 1 ; changées : 1" in visitor.said
    assert "Importer" not in visitor.labels
    assert facts(store).value(RHONE, "taux_pauvrete").value == 33.3
    assert not visitor.look().app.success
    assert len(store.imports()) == 1


def test_an_import_is_undone_after_its_effect_was_said(store: Store, visitor: Visitor) -> None:
    before = facts(store).value(RHONE, "taux_pauvrete", "2021")
    load(visitor, [line("69", "33,3"), line("01", "12,5", "2029")]).press("Importer")
    visitor.press("Annuler cet import")
    assert "avant lui (1), disparaissent s’il n’y en avait pas (1)" in visitor.said
    visitor.press("Garder l’import")
    assert not store.imports()[0].undone
    visitor.press("Annuler cet import").press("Oui, annuler l’import")
    assert "L’import de « base.csv » est annulé." in visitor.said
    assert "aucune de ses valeurs ne compte plus" in visitor.said
    assert "Annuler cet import" not in visitor.labels
    assert facts(store).value(RHONE, "taux_pauvrete", "2021") == before


def test_undoing_an_older_import_leaves_the_newer_one(store: Store, visitor: Visitor) -> None:
    load(visitor, [line("69", "33,3"), line("42", "21")], "un.csv").press("Importer")
    load(visitor, [line("69", "44,4")], "deux.csv").press("Importer")
    older = store.imports()[1]
    visitor.button_of(f"annuler:{older.id}").click()
    assert "ne bougent pas si un autre chiffre les couvre (1)" in visitor.look().said
    visitor.press("Oui, annuler l’import")
    assert facts(store).value(RHONE, "taux_pauvrete").value == 44.4
    assert [(one.file, one.undone) for one in store.imports()] == [
        ("deux.csv", False),
        ("un.csv", True),
    ]


def test_an_import_undone_elsewhere_is_told(store: Store, visitor: Visitor) -> None:
    load(visitor, [line("69", "33,3")]).press("Importer")
    visitor.press("Annuler cet import")
    store.undo_import(store.imports()[0].id)
    visitor.press("Oui, annuler l’import")
    assert visitor.errors == [
        "Cet import est déjà annulé : rien n’a changé. Pour le refaire, chargez le fichier à "
        "nouveau."
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"", "est vide"),
        ("notes.csv", b"nom;prenom\nA;B\n", "notes.csv"),
        ("carte.pdf", b"%PDF-1.7", "un document PDF"),
        ("page.csv", b"<!doctype html><p>Bonjour</p>", "une page web"),
    ],
)
def test_a_file_that_is_refused_changes_nothing(
    store: Store, visitor: Visitor, name: str, content: bytes, said: str
) -> None:
    load(visitor, [line("69", "33,3")]).press("Importer")
    log = store.imports()
    load_bytes(visitor, content, name)
    assert len(visitor.errors) == 1
    assert said in visitor.errors[0]
    assert "Rien n’a été écrit" in visitor.said
    assert "Importer" not in visitor.labels
    assert store.imports() == log
    load(visitor, [line("42", "11")], "bon.csv").press("Importer")
    assert len(store.imports()) == 2


def test_a_file_that_says_nothing_new_is_not_imported(store: Store, visitor: Visitor) -> None:
    load(visitor, [line("69", "33,3")]).press("Importer")
    load(visitor, [line("69", "33,3")], "copie.csv")
    assert "il n’y a rien à importer" in visitor.said
    assert "Importer" not in visitor.labels


def test_a_preview_follows_what_another_person_imports_meanwhile(
    store: Store, visitor: Visitor
) -> None:
    load(visitor, [line("69", "33,3", "2029")])
    load(visit(), [line("69", "22,2", "2029")], "autre.csv").press("Importer")
    visitor.look()
    assert {m.label: m.value for m in visitor.app.metric}["Changées"] == "1"
    assert "22,2 → **33,3** (avant : Insee, Filosofi (importé le" in visitor.said


def test_names_and_words_of_a_file_are_shown_as_they_are(store: Store, visitor: Visitor) -> None:
    strange = ("departement", "69", "<b>x</b>", "2021", "*3*", "[a](http://b.fr)")
    load(visitor, [strange, line("69", "33,3")], "<img src=x>**a**.csv")
    sent = sent_as_markdown(visitor)
    assert r"\<img src=x\>\*\*a\*\*.csv" in sent
    assert r"\<b\>x\</b\>" in sent
    visitor.press("Importer")
    assert r"\<img src=x\>\*\*a\*\*.csv" in sent_as_markdown(visitor)


def test_the_template_is_understood_as_it_is_given(store: Store) -> None:
    understood = understand("modele.csv", data._template(), Gazetteer.read(), facts(store))
    assert understood.comparison.equal == len(data.EXAMPLES)
    assert understood.refused == ()
    assert {series.keys for series in understood.series} == {(FRANCE,)}


def test_each_followed_indicator_is_named(visitor: Visitor) -> None:
    for indicator in Indicators.read().all:
        assert f"`{indicator.id}`" in visitor.said


def test_a_guest_does_not_come_here(diagnostic: Diagnostic) -> None:
    guest = visit(invitation=diagnostic.code)
    assert not guest.app.file_uploader
    assert "Importer" not in guest.said


def test_the_page_is_in_english_too(store: Store) -> None:
    visitor = visit(lang="en")
    content = write_template([line("69", "33,3"), line("69", "x", "2022")])
    visitor.app.file_uploader[0].upload("base.csv", content, "text/csv")
    visitor.look()
    assert [metric.value for metric in visitor.app.metric] == ["0", "1", "0", "1"]


# On the internet, only when asked


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    running = Server()
    monkeypatch.setattr(online, "MELODI", running.address)
    monkeypatch.setattr(online, "GEO", running.address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield running
    running.stop()


def answer(code: str, measure: str, value: float, dimension: str) -> dict[str, object]:
    one = {
        "dimensions": {"GEO": f"2025-{code}", "TIME_PERIOD": "2023", dimension: measure},
        "measures": {"OBS_VALUE_NIVEAU": {"value": value}},
    }
    return {"observations": [one], "paging": {"isLast": True}}


def test_nothing_is_asked_of_the_internet_by_itself(
    services: Server, diagnostic: Diagnostic
) -> None:
    visitor = visit(d=diagnostic.code)
    load(visitor, [line("69", "33,3")]).press("Importer")
    assert "GEO=COM-69264" in "\n".join(code.value for code in visitor.app.code)
    assert services.asked == []


def test_what_insee_answers_goes_through_the_same_preview(
    services: Server, store: Store, diagnostic: Diagnostic
) -> None:
    services.will_say(answer("COM-69264", "PMUN", 37777.0, "POPREF_MEASURE"))
    services.will_say(answer("COM-69264", "PR_MD60", 24.5, "FILOSOFI_MEASURE"))
    visitor = visit(d=diagnostic.code).press("Demander à l’Insee")
    assert len(services.asked) == 2
    assert "melodi-insee.csv" in visitor.said
    assert store.imports() == ()
    visitor.press("Importer")
    commune = TerritoryKey.parse("commune:69264")
    assert facts(store).value(commune, "population").value == 37777.0
    assert facts(store).value(commune, "taux_pauvrete").value == 24.5
    assert "Importer" not in visitor.look().labels
    assert len(services.asked) == 2


def test_the_communes_of_a_territory_are_checked(
    services: Server, store: Store, diagnostic: Diagnostic
) -> None:
    services.will_say({"code": "69264", "nom": "Villefranche", "population": 39999})
    visitor = visit(d=diagnostic.code).press("Vérifier les communes")
    assert "La liste est la même : 1 commune." in visitor.said
    assert "Population là-bas : 39 999" in visitor.said
    services.will_say([{"code": "69999", "nom": "<i>Neuve</i>"}])
    visitor.press("Vérifier les communes")
    assert "La liste a changé" in visitor.said
    assert "<i>Neuve</i> (69999)" in visitor.said
    assert store.imports() == ()


def test_without_internet_the_page_says_so_and_stays(
    services: Server, store: Store, diagnostic: Diagnostic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "MELODI", "http://127.0.0.1:9")
    visitor = visit(d=diagnostic.code).press("Demander à l’Insee")
    assert len(visitor.errors) == 1
    assert "n’est peut-être pas relié à internet" in visitor.errors[0]
    load(visitor, [line("69", "33,3")]).press("Importer")
    assert len(store.imports()) == 1


def test_without_a_diagnostic_the_territory_is_chosen_first(visitor: Visitor) -> None:
    assert "Demander à l’Insee" not in visitor.labels
    assert "Un territoire de France" in str(visitor.app.button_group)


def test_a_comparateur_is_imported_in_its_zip_and_undone(store: Store, visitor: Visitor) -> None:
    content = made.packed({"base_cc_comparateur.CSV": made.comparator()})
    visitor.field(FIELD).upload("base_cc_comparateur_csv.zip", content, "application/zip")
    visitor.look()
    assert "Base du comparateur de territoires (Insee)" in visitor.said
    visitor.press("Importer")
    (kept,) = store.imports()
    assert kept.kind == "comparateur"
    communes = facts(store).territories(TerritoryLevel.COMMUNE)
    assert communes
    visitor.press("Annuler cet import").press("Oui, annuler l’import")
    assert facts(store).territories(TerritoryLevel.COMMUNE) == ()
