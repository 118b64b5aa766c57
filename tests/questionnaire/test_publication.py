"""A published version never changes; a new one stands beside it and keeps its ids."""

import hashlib
from pathlib import Path

import pytest

from diagnostic.problems import ContentRefused
from diagnostic.questionnaire import QUESTIONNAIRES, current, publish, read, versions
from tests.questionnaire.tiny import (
    NAME,
    TINY,
    changed,
    check_message,
    place,
    refused,
    write,
)

NEXT = "petit-1.1.0.yaml"
LEDGER = "published.yaml"


def revised(*pairs: tuple[str, str]) -> str:
    """A second version, changed further."""
    return changed(('version: "1.0.0"', 'version: "1.1.0"'), *pairs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose version 1.0.0 is published."""
    publish(write(tmp_path, TINY))
    return tmp_path


def test_publishing_writes_the_seal_of_the_file_in_the_ledger(folder: Path) -> None:
    seal = hashlib.sha256((folder / NAME).read_bytes()).hexdigest()
    assert (folder / LEDGER).read_text(encoding="utf-8") == f'{NAME}: "{seal}"\n'


def test_publishing_twice_changes_nothing(folder: Path) -> None:
    before = (folder / LEDGER).read_bytes()
    publish(folder / NAME)
    assert (folder / LEDGER).read_bytes() == before


def test_publishing_keeps_the_rest_of_the_ledger(folder: Path) -> None:
    ledger = folder / LEDGER
    before = f"# Ne modifiez rien ci-dessous.\n{ledger.read_text(encoding='utf-8')}".rstrip()
    ledger.write_text(before, encoding="utf-8")
    publish(write(folder, revised(), NEXT))
    assert ledger.read_text(encoding="utf-8").startswith(f"{before}\n{NEXT}: ")
    assert [path.name for path in versions(folder)] == [NAME, NEXT]


def test_a_faulty_file_cannot_be_published(tmp_path: Path) -> None:
    path = write(tmp_path, changed(("kind: ranking", "kind: rating")))
    with pytest.raises(ContentRefused):
        publish(path)
    assert not (tmp_path / LEDGER).exists()


def test_a_file_is_published_under_the_name_of_its_version(tmp_path: Path) -> None:
    path = write(tmp_path, TINY, "brouillon.yaml")
    with pytest.raises(ContentRefused) as caught:
        publish(path)
    (problem,) = caught.value.problems
    check_message(problem)
    assert (problem.line, problem.column) == (2, 1)
    assert problem.cure == "Nommez-le petit-1.0.0.yaml, ou corrigez « version: »."


def test_a_published_file_is_read_as_it_was(folder: Path) -> None:
    assert read(folder / NAME).version == "1.0.0"


def test_a_published_file_changed_by_one_character_is_refused(folder: Path) -> None:
    write(folder, changed(("Un mot ?", "Un mot !")))
    (problem,) = refused(folder / NAME)
    assert (problem.line, problem.column) == (2, 1)
    assert problem.cause.startswith("La version 1.0.0 est publiée : elle ne change plus")
    assert "un nouveau fichier" in problem.cure


def test_a_published_file_with_one_more_space_is_refused(folder: Path) -> None:
    write(folder, TINY + " ")
    refused(folder / NAME)


def test_a_new_version_next_to_it_is_accepted(folder: Path) -> None:
    new = read(write(folder, revised(("Un mot ?", "Un dernier mot ?")), NEXT))
    assert new.version == "1.1.0"
    assert read(folder / NAME).version == "1.0.0"


def test_the_current_version_is_the_latest_published(folder: Path) -> None:
    publish(write(folder, revised(), NEXT))
    publish(write(folder, changed(('version: "1.0.0"', 'version: "1.10.0"')), "petit-1.10.0.yaml"))
    write(folder, changed(('version: "1.0.0"', 'version: "2.0.0"')), "petit-2.0.0.yaml")
    assert [path.name for path in versions(folder)] == [NAME, NEXT, "petit-1.10.0.yaml"]
    assert current(folder).version == "1.10.0"


def test_a_folder_without_a_published_version_says_so(tmp_path: Path) -> None:
    write(tmp_path, TINY)
    (tmp_path / LEDGER).write_text("# Rien encore.\n", encoding="utf-8")
    with pytest.raises(ContentRefused, match="Aucune version du questionnaire n’est publiée"):
        current(tmp_path)


def test_a_copy_that_keeps_the_number_of_a_published_version_is_refused(folder: Path) -> None:
    (problem,) = refused(write(folder, changed(("Un mot ?", "Un mot !")), NEXT))
    assert problem.cause == "La version 1.0.0 est publiée : 1.0.0 ne vient pas après."
    assert (problem.line, problem.column) == (2, 1)


def test_a_number_lower_than_the_published_one_is_refused(folder: Path) -> None:
    publish(write(folder, revised(), NEXT))
    late = changed(('version: "1.0.0"', 'version: "1.0.9"'))
    (problem,) = refused(write(folder, late, "petit-1.0.9.yaml"))
    assert problem.cause == "La version 1.1.0 est publiée : 1.0.9 ne vient pas après."


def test_another_questionnaire_in_the_folder_is_not_an_earlier_version(folder: Path) -> None:
    other = changed(
        ("id: petit\n", "id: petit-autre\n"),
        ("  - id: N1\n", "  - id: N9\n"),
        ("N1, mot", "N9, mot"),
    )
    publish(write(folder, other, "petit-autre-1.0.0.yaml"))
    assert read(write(folder, revised(), NEXT)).id == "petit"


@pytest.mark.parametrize(
    ("pairs", "needle", "cause", "cure"),
    [
        pytest.param(
            [("  - id: N1\n", "  - id: N2\n"), ("A1, N1, mot", "A1, N2, mot")],
            'version: "1.1.0"',
            "La question « N1 » de la version 1.0.0 a disparu ou a changé d’identifiant.",
            "ajoutez-le à « retired: »",
            id="renamed",
        ),
        pytest.param(
            [
                (TINY[TINY.index("  - id: N1") : TINY.index("  - id: mot")], ""),
                ("A1, N1, mot", "A1, mot"),
            ],
            'version: "1.1.0"',
            "La question « N1 » de la version 1.0.0 a disparu ou a changé d’identifiant.",
            "Reprenez son identifiant",
            id="removed",
        ),
        pytest.param(
            [("      - {id: non,", "      - {id: jamais,")],
            "id: K6",
            "La question « K6 » n’a plus les mêmes réponses que dans la version 1.0.0.",
            "Donnez-lui un nouvel identifiant",
            id="an option has another id",
        ),
        pytest.param(
            [
                (
                    "      - {id: achats,",
                    '      - {id: prets, label: {fr: "Des prêts", en: "Loans"}}\n'
                    "      - {id: achats,",
                )
            ],
            "id: K7",
            "La question « K7 » n’a plus les mêmes réponses",
            "Donnez-lui un nouvel identifiant",
            id="an option more",
        ),
        pytest.param(
            [("    maximum: 10\n", "    maximum: 5\n")],
            "id: F01",
            "La question « F01.G » n’a plus les mêmes réponses",
            "Donnez-lui un nouvel identifiant",
            id="another scale",
        ),
        pytest.param(
            [("{id: pire, value: -1,", "{id: pire, value: -2,")],
            "id: F01",
            "La question « F01.T » n’a plus les mêmes réponses",
            "Donnez-lui un nouvel identifiant",
            id="another value",
        ),
        pytest.param(
            [
                ("    kind: choices\n", "    kind: ranking\n"),
                ("    only_if: {question: K6, among: [oui]}\n", ""),
            ],
            "id: K7",
            "La question « K7 » n’a plus les mêmes réponses",
            "Donnez-lui un nouvel identifiant",
            id="another kind",
        ),
    ],
)
def test_a_published_id_keeps_its_meaning(
    folder: Path, pairs: list[tuple[str, str]], needle: str, cause: str, cure: str
) -> None:
    text = revised(*pairs)
    problems = refused(write(folder, text, NEXT))
    told = [problem for problem in problems if problem.cause.startswith(cause)]
    assert told, [str(problem) for problem in problems]
    assert (told[0].line, told[0].column) == place(text, needle)
    assert cure in told[0].cure


def test_a_question_may_go_once_its_id_is_retired(folder: Path) -> None:
    text = revised(
        ("  - id: N1\n", "  - id: N2\n"),
        ("A1, N1, mot", "A1, N2, mot"),
        ("retired: []", "retired: [N1]"),
    )
    assert "N1" not in read(write(folder, text, NEXT)).by_id


def test_a_retired_id_stays_retired(folder: Path) -> None:
    gone = (
        ("  - id: N1\n", "  - id: N2\n"),
        ("A1, N1, mot", "A1, N2, mot"),
    )
    publish(write(folder, revised(*gone, ("retired: []", "retired: [N1]")), NEXT))
    third = changed(('version: "1.0.0"', 'version: "1.2.0"'), *gone)
    (problem,) = refused(write(folder, third, "petit-1.2.0.yaml"))
    assert (
        problem.cause == "« N1 », retiré dans une version passée, ne figure plus sous « retired: »."
    )


def test_words_orders_and_routes_may_change_under_the_same_ids(folder: Path) -> None:
    text = revised(
        ("Avez-vous un partenaire ?", "Travaillez-vous avec un partenaire ?"),
        ("A1, N1, mot", "N1, A1, mot"),
        ('{fr: "Presque.", en: "Nearly."}', '{fr: "Presque au bout.", en: "Almost there."}'),
        ("    minutes: 12\n", "    minutes: 10\n"),
        ("    longest: 50\n", "    longest: 80\n"),
    )
    assert read(write(folder, text, NEXT)).version == "1.1.0"


def test_a_domain_may_be_added_without_renaming_the_priorities(folder: Path) -> None:
    domain = TINY[TINY.index("  - id: F02") : TINY.index("\naxes:")]
    text = revised((domain, domain + domain.replace("F02", "F03")))
    new = read(write(folder, text, NEXT))
    assert "F03.G" in new.by_id


def test_an_earlier_version_that_was_altered_is_named(folder: Path) -> None:
    write(folder, changed(("Un mot ?", "Un mot !")))
    (problem,) = refused(write(folder, revised(), NEXT))
    assert problem.file == NAME
    assert "est publiée" in problem.cause


def test_an_earlier_version_that_is_gone_is_named(folder: Path) -> None:
    (folder / NAME).unlink()
    (problem,) = refused(write(folder, revised(), NEXT))
    assert problem.file == NAME
    assert problem.cause == "Le fichier ne peut pas être lu."


@pytest.mark.parametrize(
    "line",
    [
        "petit-1.0.0.yaml",
        "petit-1.0.0.yaml: 1234",
        "petit.yaml: " + "a" * 64,
        "../petit-1.0.0.yaml: " + "a" * 64,
        "- petit-1.0.0.yaml",
        "[" * 3000,
        "petit-1.0.0.yaml: \ufffd",
    ],
)
def test_a_ledger_that_is_not_understood_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / LEDGER).write_text(f"# Versions publiées\n\n{line}\n", encoding="utf-8")
    (problem,) = refused(write(tmp_path, TINY))
    assert (problem.file, problem.line, problem.column) == (LEDGER, 3, 1)


def test_a_version_sealed_twice_is_refused(folder: Path) -> None:
    ledger = folder / LEDGER
    ledger.write_text(ledger.read_text(encoding="utf-8") * 2, encoding="utf-8")
    (problem,) = refused(folder / NAME)
    assert (problem.file, problem.line) == (LEDGER, 2)


def test_every_version_of_the_product_is_what_was_published() -> None:
    paths = versions(QUESTIONNAIRES)
    assert paths
    for path in paths:
        questionnaire = read(path)
        assert path.name == f"{questionnaire.id}-{questionnaire.version}.yaml"
