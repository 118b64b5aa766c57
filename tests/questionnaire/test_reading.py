"""A file is read whole, or refused with the place, the cause and the cure of every fault."""

from pathlib import Path

import pytest

from diagnostic.questionnaire import read
from tests.questionnaire.tiny import NAME, TINY, changed, place, refused, write


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    questionnaire = read(write(tmp_path, TINY))
    assert tuple(questionnaire.by_id) == (
        *("F01.G", "F01.T", "F02.G", "F02.T"),
        *("A1", "priorites", "K6", "K7", "N1", "mot"),
    )


def test_a_byte_order_mark_at_the_top_is_no_fault(tmp_path: Path) -> None:
    assert read(write(tmp_path, "\ufeff" + TINY)).id == "petit"


def test_windows_line_endings_are_no_fault_and_do_not_move_the_places(tmp_path: Path) -> None:
    spoilt = changed(
        (
            'most: 2\n    help:\n      first_steps: {fr: "Dans',
            'most: 9\n    help:\n      first_steps: {fr: "Dans',
        )
    )
    (problem,) = refused(write(tmp_path, spoilt.replace("\n", "\r\n")))
    assert (problem.line, problem.column) == place(spoilt, "most: 9")


def test_french_texts_are_typeset_once_read(tmp_path: Path) -> None:
    questionnaire = read(write(tmp_path, TINY))
    assert questionnaire.question("mot").wording.fr == "Un mot\u202f?"
    assert questionnaire.question("mot").wording.en == "A word?"


@pytest.mark.parametrize(
    ("before", "after", "needle", "cause", "cure"),
    [
        pytest.param(
            '{fr: "Un mot ?", en: "A word?"}',
            '{fr: "Un mot ?"}',
            'wording: {fr: "Un mot ?"}',
            "Il manque le texte en anglais.",
            "Ajoutez une ligne « en: … ».",
            id="a language is missing",
        ),
        pytest.param(
            '    wording: {fr: "Où en êtes-vous ?", en: "Where are you?"}\n',
            '    wording: {en: "Where are you?"}\n',
            'wording: {en: "Where are you?"}',
            "Il manque le texte en français.",
            "Ajoutez une ligne « fr: … ».",
            id="a language is missing beside described levels",
        ),
        pytest.param(
            'en: "A word?"',
            'en: "  "',
            'en: "  "',
            "Le texte est vide.",
            "Écrivez-le",
            id="a text is blank",
        ),
        pytest.param(
            ', en: "A word?"}',
            ", en: }",
            "en: }",
            "« en » est vide.",
            "Complétez la ligne",
            id="a text is left out after its key",
        ),
        pytest.param(
            "    longest: 50\n",
            "    longueur: 50\n",
            "longueur",
            "La clé « longueur » n’est pas connue ici.",
            "Corrigez son orthographe",
            id="a key is misspelt",
        ),
        pytest.param(
            "  - id: F01\n",
            "  - id: 01001\n",
            "id: 01001",
            "« id » doit être un texte.",
            'Mettez la valeur entre guillemets, par exemple "01001".',
            id="a code is not quoted",
        ),
        pytest.param(
            'published: "2026-11-22"',
            "published: 2026-11-22",
            "published",
            "« published » doit être un texte.",
            "Mettez la valeur entre guillemets",
            id="a date is not quoted",
        ),
        pytest.param(
            'version: "1.0.0"',
            'version: "1.0"',
            "version",
            "« 1.0 » n’a pas la forme attendue pour « version ».",
            "version : 1.0.0",
            id="a version is too short",
        ),
        pytest.param(
            "  - id: K6\n",
            "  - id: question six\n",
            "id: question six",
            "« question six » n’a pas la forme attendue pour « id ».",
            "Identifiant : 40 lettres",
            id="an id has a space",
        ),
        pytest.param(
            '    wordings:\n      G: {fr: "Se loger',
            '    wordings:\n      Gravité!: {fr: "Se loger',
            "Gravité!",
            "« Gravité! » n’a pas la forme attendue pour « Gravité! ».",
            "Identifiant",
            id="an id used as a key has an accent",
        ),
        pytest.param(
            '          - {fr: "Souvent.", en: "Often."}\n',
            "",
            'levels:\n          - {fr: "Non."',
            "Une question à niveaux en décrit cinq, de 0 à 4 ; il y en a 4.",
            "Décrivez chaque niveau, une ligne chacun.",
            id="a level has no description",
        ),
        pytest.param(
            '      - {fr: "Presque.", en: "Nearly."}\n',
            "",
            'levels:\n      - {fr: "Nulle part."',
            "Une question à niveaux en décrit cinq, de 0 à 4 ; il y en a 4.",
            "Décrivez chaque niveau, une ligne chacun.",
            id="a level has no description in a question of its own",
        ),
        pytest.param(
            '      - {fr: "Presque.", en: "Nearly."}\n',
            "      -\n",
            '\n      - {fr: "Au bout.',
            "« levels, n° 4 » est vide.",
            "Complétez la ligne, ou retirez-la.",
            id="a level is an empty line",
        ),
        pytest.param(
            '      - {id: non, label: {fr: "Non", en: "No"}}\n',
            "",
            "options:\n      - {id: oui",
            "« options » a 1 élément.",
            "Il en faut 2 au moins.",
            id="a choice has one option",
        ),
        pytest.param(
            "kind: ranking",
            "kind: rating",
            "id: priorites",
            "Le genre de cette question n’est pas reconnu.",
            "suivi de scale, levels, choice, choices, ranking ou text",
            id="a kind of question is unknown",
        ),
        pytest.param(
            "    kind: text\n",
            "",
            "id: mot",
            "Le genre de cette question n’est pas reconnu.",
            "Écrivez « kind: »",
            id="a question does not say its kind",
        ),
        pytest.param(
            "viewpoint: citoyen",
            "viewpoint: habitant",
            "viewpoint: habitant",
            "« habitant » n’est pas accepté pour « viewpoint ».",
            "'citoyen', 'elu', 'entreprise', 'association', 'institution', 'catalyseur'",
            id="a regard is unknown",
        ),
        pytest.param(
            "minutes: 12",
            'minutes: "12"',
            'minutes: "12"',
            "« minutes » doit être un nombre entier.",
            "sans guillemets",
            id="a number is quoted",
        ),
        pytest.param(
            "minutes: 12",
            "minutes: 12.5",
            "minutes: 12.5",
            "« minutes » doit être un nombre entier.",
            "Écrivez par exemple 3",
            id="a number has decimals",
        ),
        pytest.param(
            "dont_know: false",
            "dont_know: non",
            "dont_know: non",
            "« dont_know » doit être vrai ou faux.",
            "Écrivez true ou false.",
            id="a yes or no is neither",
        ),
        pytest.param(
            'wording: {fr: "Un mot ?", en: "A word?"}',
            "wording: Un mot ?",
            "wording: Un mot ?",
            "« wording » doit contenir plusieurs lignes « clé: valeur ».",
            "écrivez {fr: …, en: …}",
            id="a text has no language",
        ),
        pytest.param(
            "ask: [F01.G, F02.G]",
            "ask: F01.G",
            "ask: F01.G}",
            "« ask » doit être une liste.",
            "Commencez chaque élément par un tiret",
            id="a list is a word",
        ),
        pytest.param(
            '  - {id: V, name: {fr: "Vivre", en: "Living"}}\n\n',
            "  - V\n\n",
            "V\n\ndomains",
            "« spaces, n° 1 » doit contenir plusieurs lignes",
            "Vérifiez le retrait",
            id="an element is a word",
        ),
        pytest.param(
            'notice: {fr: "Pour les essais.", en: "For trying things out."}\n',
            "",
            "id: petit",
            "Il manque « notice ».",
            "Ajoutez la clé « notice: ».",
            id="a whole part is missing",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_its_cause_and_its_cure(
    tmp_path: Path, before: str, after: str, needle: str, cause: str, cure: str
) -> None:
    text = changed((before, after))
    (problem,) = refused(write(tmp_path, text))
    assert problem.file == NAME
    line, column = place(text, needle)
    assert (problem.line, problem.column) == (line, column)
    assert problem.cause.startswith(cause)
    assert cure in problem.cure


def test_a_problem_reads_as_one_sentence(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, changed(("minutes: 12", "minutes: douze"))))
    assert str(problem) == (
        "petit-1.0.0.yaml, ligne 151, colonne 5 : « minutes » doit être un nombre entier. "
        "Écrivez par exemple 3, sans guillemets."
    )


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed(
        ('space: V\n    name: {fr: "Emploi"', 'spcae: V\n    name: {fr: "Emploi"'),
        ('{fr: "Un mot ?", en: "A word?"}', '{fr: "Un mot ?"}'),
        ("minutes: 12", "minutes: douze"),
        ("kind: ranking", "kind: rating"),
        ('          - {fr: "Souvent.", en: "Often."}\n', ""),
    )
    problems = refused(write(tmp_path, text))
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert [problem.cause.rstrip(".") for problem in problems] == [
        "Il manque « space »",
        "La clé « spcae » n’est pas connue ici",
        "Une question à niveaux en décrit cinq, de 0 à 4 ; il y en a 4",
        "Le genre de cette question n’est pas reconnu",
        "Il manque le texte en anglais",
        "« minutes » doit être un nombre entier",
    ]


def test_a_key_written_twice_is_told_at_its_second_place(tmp_path: Path) -> None:
    text = changed(
        ("    minutes: 12\n", "    minutes: 12\n    minutes: 15\n"),
        ("    longest: 50\n", "    longest: 50\n    longest: 60\n"),
    )
    problems = refused(write(tmp_path, text))
    assert [(p.line, p.column) for p in problems] == [
        place(text, "longest: 60"),
        place(text, "minutes: 15"),
    ]
    assert problems[0].cause == "La clé « longest » est écrite deux fois."


def test_aliases_are_refused_where_they_stand(tmp_path: Path) -> None:
    text = changed(
        ('name: {fr: "Dialogue", en: "Dialogue"}', 'name: &n {fr: "Dialogue", en: "Dialogue"}'),
        ('short: {fr: "Dialogue", en: "Dialogue"}', "short: *n"),
    )
    problems = refused(write(tmp_path, text))
    told = [p for p in problems if p.cause.startswith("Les renvois YAML")]
    assert [(p.line, p.column) for p in told] == [place(text, "&n"), place(text, "*n")]
