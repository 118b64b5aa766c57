"""A diagnostic is taken away from « Préparer » and brought in by « Données »."""

from pathlib import Path

from diagnostic.campaigns import Diagnostic
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.visitor import Visitor


def send(visitor: Visitor, content: bytes) -> Visitor:
    field = visitor.field("Fichier à rapporter")
    field.upload("voyage.regards", content, "application/octet-stream")
    return visitor.look()


def test_the_page_says_that_a_copy_travels_until_the_journey_is_ended(
    store: Store, diagnostic: Diagnostic, tmp_path: Path
) -> None:
    visitor = Visitor(d=diagnostic.code).go("cadrage")
    assert "Emporter dans un fichier" in visitor.said
    assert "Une copie voyage" not in visitor.said
    store.carry(diagnostic, tmp_path / "aller.regards")
    visitor.look()
    assert "Une copie voyage depuis le" in visitor.said
    visitor.press("Finir le voyage")
    assert "Une copie voyage" not in visitor.said
    assert store.journey(diagnostic) is None


def test_a_file_is_brought_in_and_told(
    store: Store, diagnostic: Diagnostic, tmp_path: Path
) -> None:
    aller = tmp_path / "aller.regards"
    store.carry(diagnostic, aller)
    with Store.open(tmp_path / "portable.sqlite") as laptop:
        copy = laptop.bring(aller).diagnostic
        person, _ = laptop.begin(laptop.waves(copy)[0], Viewpoint.CITIZEN, short=False)
        laptop.save(person, [given("F06.G", 4)])
        laptop.carry(copy, tmp_path / "retour.regards")
    visitor = Visitor(d=diagnostic.code).go("donnees")
    assert "Rapporter" not in visitor.labels
    send(visitor, (tmp_path / "retour.regards").read_bytes()).press("Rapporter")
    assert "« Vivre en Beaujolais » est complété." in visitor.said
    assert "Personnes nouvelles : 1" in visitor.said
    assert [p.submission.id for p in store.passages(store.waves(diagnostic)[0])] == [person.id]


def test_a_file_that_is_not_one_is_refused_and_nothing_changes(
    store: Store, diagnostic: Diagnostic
) -> None:
    visitor = Visitor(d=diagnostic.code).go("donnees")
    send(visitor, b"bonjour").press("Rapporter")
    assert any("n’est pas un diagnostic emporté" in error for error in visitor.errors)
    assert store.diagnostics() == (diagnostic,)
