"""A well-written file may still mean nothing: ids, references, scales, conditions, routes."""

from pathlib import Path

import pytest

from diagnostic.questionnaire import read
from tests.questionnaire.tiny import TINY, changed, place, refused, write

K6 = TINY[TINY.index("  - id: K6") : TINY.index("  - id: K7")]


@pytest.mark.parametrize(
    ("before", "after", "needle", "cause", "cure"),
    [
        pytest.param(
            "  - id: N1\n",
            "  - id: K6\n",
            "id: K6\n    kind: levels",
            "L’identifiant « K6 » est utilisé deux fois.",
            "un identifiant qui n’a jamais servi",
            id="two questions have the same id",
        ),
        pytest.param(
            "  - id: N1\n",
            "  - id: F01.G\n",
            "id: F01.G\n",
            "L’identifiant « F01.G » est utilisé deux fois.",
            "un identifiant qui n’a jamais servi",
            id="a question has the id of a domain's question",
        ),
        pytest.param(
            "{id: creuser,",
            "{id: vivre,",
            'id: vivre, title: {fr: "Creuser"',
            "L’identifiant « vivre » est utilisé deux fois.",
            "Gardez-en un seul.",
            id="two themes have the same id",
        ),
        pytest.param(
            "retired: []",
            "retired: [K5, K6]",
            "K6]\n",
            "« K6 » est retiré et pourtant utilisé.",
            "Un identifiant retiré ne sert plus jamais",
            id="a retired id is used again",
        ),
        pytest.param(
            "scale: tendance",
            "scale: tendances",
            "scale: tendances",
            "L’échelle « tendances » n’existe pas.",
            "Définissez-la sous « scales: »",
            id="an aspect uses an unknown scale",
        ),
        pytest.param(
            "    scale: tendance\n",
            "",
            "id: T",
            "L’aspect « T » n’a pas d’échelle.",
            "Ajoutez « scale: ».",
            id="an aspect has no scale",
        ),
        pytest.param(
            "scale: tendance",
            "scale: gravite",
            "gravite:\n    minimum",
            "L’échelle « gravite » ne convient pas à une question « choice ».",
            "pour choice : de 2 à 20 options",
            id="an aspect shares the scale of another kind",
        ),
        pytest.param(
            '    high: {fr: "Très fragile", en: "Very fragile"}\n',
            "",
            "gravite:\n    minimum",
            "L’échelle « gravite » ne convient pas à une question « scale ».",
            "Pour scale : minimum, maximum, low, high",
            id="a scale has an end without a name",
        ),
        pytest.param(
            "    minimum: 0\n    maximum: 10\n",
            "    minimum: 10\n    maximum: 10\n",
            "minimum: 10",
            "L’échelle commence à 10 et finit à 10.",
            "Le minimum doit être plus petit",
            id="a scale has no length",
        ),
        pytest.param(
            "      - {id: mieux, value: 1,",
            "      - {id: pareil, value: 1,",
            "id: pareil, value: 1",
            "L’option « pareil » est écrite deux fois.",
            "Gardez-en une seule.",
            id="a shared scale has twice the same option",
        ),
        pytest.param(
            "      - {id: mieux, value: 1,",
            "      - {id: mieux,",
            "{id: mieux",
            "L’option « mieux » n’a pas de valeur, et d’autres en ont une.",
            "une moyenne ne peut pas en oublier",
            id="an option has no value and the others have",
        ),
        pytest.param(
            "      - {id: projets,",
            "      - {id: dons,",
            'id: dons, label: {fr: "Des projets"',
            "L’option « dons » est écrite deux fois.",
            "Gardez-en une seule.",
            id="a question has twice the same option",
        ),
        pytest.param(
            '    most: 2\n    help:\n      first_steps: {fr: "Deux',
            '    most: 4\n    help:\n      first_steps: {fr: "Deux',
            "most: 4",
            "On ne peut pas en choisir 4 sur 3.",
            "entre 1 et 3",
            id="more may be picked than there are",
        ),
        pytest.param(
            "    options_from: domains\n    most: 2\n",
            "    options_from: domains\n    most: 0\n",
            "most: 0",
            "On ne peut pas en choisir 0 sur 2.",
            "entre 1 et 2",
            id="nothing may be picked",
        ),
        pytest.param(
            '    space: V\n    name: {fr: "Logement"',
            '    space: W\n    name: {fr: "Logement"',
            "space: W",
            "L’espace « W » n’existe pas.",
            "Choisissez parmi : V.",
            id="a domain is in an unknown space",
        ),
        pytest.param(
            '      G: {fr: "Se loger',
            '      H: {fr: "Se loger',
            "wordings:\n      H:",
            "Le domaine « F02 » n’a pas de question « G ».",
            "Ajoutez « G: » sous « wordings: ».",
            id="a domain has no wording for an aspect",
        ),
        pytest.param(
            '      - {id: irrigant, label: {fr: "Irrigant", en: "Spreading"}}\n',
            "",
            "scales:",
            "L’échelle « maturite » doit nommer les cinq niveaux.",
            "avec cinq options",
            id="a level has no name",
        ),
        pytest.param(
            "question: K6, among",
            "question: K9, among",
            "question: K9",
            "La condition renvoie à « K9 », qui n’est pas une question à choix.",
            "Corrigez l’identifiant.",
            id="a condition asks about an unknown question",
        ),
        pytest.param(
            "among: [oui]",
            "among: [oui, parfois]",
            "parfois",
            "« parfois » n’est pas une réponse de « K6 ».",
            "Choisissez parmi : non, oui.",
            id="a condition waits for an unknown option",
        ),
        pytest.param(
            "ask: [A1, N1, mot]",
            "ask: [A1, N2, mot]",
            "N2",
            "Le parcours pose une question inconnue, « N2 ».",
            "Corrigez l’identifiant ou ajoutez la question.",
            id="a route asks an unknown question",
        ),
        pytest.param(
            "ask: [A1, N1, mot]",
            "ask: [A1, F01, mot]",
            "F01, mot",
            "Le parcours pose une question inconnue, « F01 ».",
            "Corrigez l’identifiant ou ajoutez la question.",
            id="a route asks a whole domain",
        ),
        pytest.param(
            "ask: [A1, N1, mot]",
            "ask: [A1, N1, F01.G, mot]",
            "F01.G, mot",
            "Le parcours pose deux fois « F01.G ».",
            "Retirez-en une.",
            id="a route asks twice the same question",
        ),
        pytest.param(
            "ask: [priorites, K6, K7]",
            "ask: [priorites, K7, K6]",
            "K7, K6]",
            "« K7 » dépend de « K6 », que le parcours n’a pas encore posée.",
            "Placez « K6 » avant.",
            id="a condition comes before its question",
        ),
        pytest.param(
            "{theme: creuser,",
            "{theme: creusez,",
            "theme: creusez",
            "Le thème « creusez » n’existe pas.",
            "Choisissez parmi : agir, choisir, creuser, vivre.",
            id="a route walks an unknown theme",
        ),
        pytest.param(
            "deepen: [T]",
            "deepen: [T, I]",
            "I]}",
            "L’aspect « I » n’existe pas.",
            "Choisissez parmi : G, T.",
            id="a route deepens an unknown aspect",
        ),
        pytest.param(
            "deepen: [T]",
            "deepen: [G]",
            "G]}\n      - {theme: agir",
            "Le parcours pose deux fois « F01.G », si ce domaine est une priorité.",
            "Retirez « G » d’ici",
            id="a route deepens what it has asked",
        ),
        pytest.param(
            "      - {theme: choisir, ask: [priorites]}\n      - {theme: creuser, deepen: [T]}\n",
            "      - {theme: creuser, deepen: [T]}\n      - {theme: choisir, ask: [priorites]}\n",
            "deepen",
            "Le parcours approfondit des priorités qu’il n’a pas encore demandées.",
            "Placez « priorites » dans un thème qui précède.",
            id="a route deepens before it asks the priorities",
        ),
        pytest.param(
            "      - {theme: choisir, ask: [priorites]}\n      - {theme: creuser, deepen: [T]}\n",
            "      - {theme: choisir, ask: [priorites], deepen: [T]}\n",
            "deepen",
            "Le parcours approfondit des priorités qu’il n’a pas encore demandées.",
            "Placez « priorites » dans un thème qui précède.",
            id="a route deepens on the very screen of the priorities",
        ),
        pytest.param(
            "    options_from: domains\n",
            '    options:\n      - {id: eau, label: {fr: "Eau", en: "Water"}}\n'
            '      - {id: air, label: {fr: "Air", en: "Air"}}\n',
            "deepen",
            "La question « priorites » ne propose pas les domaines",
            "« options_from: domains »",
            id="the priorities are not domains",
        ),
        pytest.param(
            "    options_from: domains\n",
            "",
            "id: priorites",
            "La question à ordonner « priorites » n’a pas une seule source d’options.",
            "« options_from: domains »",
            id="a ranking has nothing to rank",
        ),
        pytest.param(
            "viewpoint: entreprise",
            "viewpoint: citoyen",
            'viewpoint: citoyen\n    name: {fr: "Entreprise"',
            "Le regard « citoyen » a deux parcours.",
            "Gardez-en un seul.",
            id="a regard has two routes",
        ),
        pytest.param(
            "    minutes: 6\n",
            "    minutes: 1\n",
            "minutes: 1\n",
            "Les durées (2 et 1 minutes) ne vont pas.",
            "la version courte ne dépassant pas l’autre",
            id="a short route is longer than the whole one",
        ),
    ],
)
def test_a_fault_of_meaning_is_told_with_its_place_its_cause_and_its_cure(
    tmp_path: Path, before: str, after: str, needle: str, cause: str, cure: str
) -> None:
    text = changed((before, after))
    problems = refused(write(tmp_path, text))
    told = [problem for problem in problems if problem.cause.startswith(cause)]
    assert told, [str(problem) for problem in problems]
    assert (told[0].line, told[0].column) == place(text, needle)
    assert cure in told[0].cure


def test_a_shared_scale_with_too_many_options_is_refused(tmp_path: Path) -> None:
    options = "".join(
        f'      - {{id: o{n}, label: {{fr: "Option {n}", en: "Option {n}"}}}}\n' for n in range(21)
    )
    start, end = TINY.index("      - {id: pire"), TINY.index("  maturite:")
    (problem,) = refused(write(tmp_path, TINY[:start] + options + TINY[end:]))
    assert problem.cause == "L’échelle « tendance » ne convient pas à une question « choice »."


def test_a_domain_and_an_aspect_too_long_to_be_joined_are_refused(tmp_path: Path) -> None:
    text = changed(
        ("  - id: F02\n", f"  - id: F{'0' * 39}\n"),
        ("F01.G, F02.G", "F01.G"),
        ("F01.T, F02.G, F02.T", "F01.T"),
    )
    problem, _ = refused(write(tmp_path, text))
    assert "est trop long" in problem.cause
    assert (problem.line, problem.column) == place(TINY, "id: F02")


def test_faults_of_every_family_are_told_together(tmp_path: Path) -> None:
    text = changed(
        ("scale: tendance", "scale: tendances"),
        ("  - id: N1\n", "  - id: K6\n"),
        ("among: [oui]", "among: [jamais]"),
        ("ask: [A1, N1, mot]", "ask: [A1, N2, mot]"),
    )
    assert [problem.cause for problem in refused(write(tmp_path, text))] == [
        "L’échelle « tendances » n’existe pas.",
        "« jamais » n’est pas une réponse de « K6 ».",
        "L’identifiant « K6 » est utilisé deux fois.",
        "Le parcours pose une question inconnue, « N2 ».",
    ]


def test_a_condition_may_hang_on_an_aspect_of_a_domain(tmp_path: Path) -> None:
    text = changed(
        ("{question: K6, among: [oui]}", "{question: F01.T, among: [pire]}"),
    )
    condition = read(write(tmp_path, text)).question("K7").only_if
    assert condition is not None
    assert condition.question == "F01.T"


def test_a_questionnaire_may_do_without_axes_and_domains(tmp_path: Path) -> None:
    start, end = TINY.index("domains:"), TINY.index("questions:")
    text = TINY[:start] + "domains: []\naxes: []\n" + TINY[end:]
    text = changed(
        (
            "    options_from: domains\n    most: 2\n",
            K6[K6.index("    options:") : K6.index("    help")] + "    most: 1\n",
        ),
        ("ask: [F01.G, F02.G]", "ask: [N1]"),
        ("      - {theme: creuser, deepen: [T]}\n", ""),
        ("ask: [F01.G, F01.T, F02.G, F02.T]", "ask: [N1]"),
        ("ask: [A1, N1, mot]", "ask: [mot]"),
        text=text,
    )
    assert tuple(read(write(tmp_path, text)).by_id) == ("priorites", "K6", "K7", "N1", "mot")
