"""The rules of reading come in by one door: whole and sound, or refused with every fault."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import Text, current
from diagnostic.readings.rules import RULES, CornerName, read_rules
from diagnostic.texts.typography import typeset

SHIPPED = RULES.read_text(encoding="utf-8")


def refused(path: Path, text: str) -> tuple[Problem, ...]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentRefused) as refusal:
        read_rules(current(), path)
    return refusal.value.problems


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "regles.yaml"


@pytest.mark.parametrize(
    ("before", "after", "needle", "cause", "cure"),
    [
        pytest.param(
            "every: [A, B, C], below: 1}",
            "every: [A, B, Z], below: 1}",
            "Z], below",
            "« Z » n’est ni un axe ni une question à niveaux.",
            "Écrivez un axe (A, B, C, D, E, F, G, H) ou une de leurs questions.",
            id="an axis that does not exist",
        ),
        pytest.param(
            "one: [B, C], at_least: 2}",
            "one: [B, B], at_least: 2}",
            "B], at_least: 2}",
            "« B » est écrit deux fois.",
            "Gardez-le une fois.",
            id="an axis written twice",
        ),
        pytest.param(
            "{one: [B, C], at_least: 2}",
            "{one: [B, C], every: [D], at_least: 2}",
            "{one: [B, C], every",
            "La condition ne dit pas sur quoi elle porte, ou le dit deux fois.",
            "un seul des trois",
            id="two subjects",
        ),
        pytest.param(
            "{every: [D4], below: 1.5}",
            "{every: [D4]}",
            "{every: [D4]}",
            "La condition n’a pas une seule limite.",
            "« at_least: » ou « below: »",
            id="no limit",
        ),
        pytest.param(
            "{every: [D4], below: 1.5}",
            "{every: [D4], below: 4.5}",
            "below: 4.5",
            "« below » est trop grand.",
            "jusqu’à 4",
            id="a limit beyond the levels",
        ),
        pytest.param(
            "{every: [D4], below: 1.5}",
            "{every: [D4], below: beaucoup}",
            "below: beaucoup",
            "« below » doit être un nombre.",
            "1.5, avec un point",
            id="a limit in words",
        ),
        pytest.param(
            "{every: [D4], below: 1.5}",
            '{every: [D4], below: "1,5"}',
            'below: "1,5"',
            "« below » doit être un nombre.",
            "1.5, avec un point",
            id="a decimal comma",
        ),
        pytest.param(
            "share_of: K3, options: [non], at_least: 0.5",
            "share_of: K3, options: [non], at_least: 2",
            'at_least: 2}\n      text:\n        fr: "Un webinaire',
            "Une part va de 0 à 1, et la limite est 2.",
            "0.5 pour la moitié",
            id="a share in percent",
        ),
        pytest.param(
            "share_of: K3, options: [non]",
            "share_of: K3, options: [jamais]",
            "jamais]",
            "« jamais » n’est pas une réponse de cette question.",
            "Choisissez parmi : oui, en_partie, non.",
            id="an answer that does not exist",
        ),
        pytest.param(
            "share_of: K3, options: [non]",
            "share_of: K7, options: [mecenat]",
            "share_of: K7",
            "« K7 » n’est pas une question à une réponse.",
            "Corrigez l’identifiant.",
            id="a share of a question with several answers",
        ),
        pytest.param(
            "id: veiller",
            "id: surveiller",
            "id: surveiller",
            "« surveiller » n’est pas accepté pour « id ».",
            "Choisissez parmi",
            id="a corner that does not exist",
        ),
        pytest.param(
            "id: veiller",
            "id: ouvrir_le_dialogue",
            'id: ouvrir_le_dialogue\n      name: {fr: "Veiller',
            "Le coin « ouvrir_le_dialogue » est écrit deux fois.",
            "Gardez-en un.",
            id="a corner written twice",
        ),
        pytest.param(
            "id: entre_soi",
            "id: foisonnement",
            'id: foisonnement\n    name: {fr: "Entre-soi',
            "L’identifiant « foisonnement » est utilisé deux fois.",
            "un identifiant qui n’a jamais servi",
            id="an id used twice",
        ),
        pytest.param(
            'grounding: ["S3:407"]',
            'grounding: ["S9:407"]',
            '"S9:407"',
            "« S9:407 » ne renvoie à aucun document connu.",
            "Commencez par l’un d’eux : S0, S1, S2, S3, S4.",
            id="a work that does not exist",
        ),
        pytest.param(
            'grounding: ["S3:407"]',
            "grounding: []",
            "grounding: []",
            "« grounding » a 0 élément.",
            "Il en faut 1 au moins.",
            id="a rule without grounding",
        ),
        pytest.param(
            "ranking: K11",
            "ranking: K1",
            "ranking: K1",
            "« K1 » n’est pas un classement.",
            "Corrigez l’identifiant.",
            id="effects ordered by a question that orders nothing",
        ),
        pytest.param(
            "options: [confiance_avenir]",
            "options: [confiance_avenir, innovations]",
            "options: [confiance_avenir, innovations]",
            "leurs parts ne s’additionnent pas",
            "Écrivez une mesure par réponse.",
            id="shares of several answers added up",
        ),
        pytest.param(
            "{question: G1}",
            "{question: G1, options: [oui]}",
            "options: [oui]",
            "Une question à niveaux n’a pas de réponses à choisir.",
            "Retirez « options: ».",
            id="answers of a question with levels",
        ),
        pytest.param(
            "question: K2\n",
            "question: K4\n",
            "question: K4\n",
            "Les réponses de « K4 » n’ont pas toutes une valeur.",
            "Corrigez l’identifiant.",
            id="a check on a question without values",
        ),
        pytest.param(
            "least: 6",
            "least: 13",
            "least: 13",
            "Le tronc commun (★) n’a que 12 questions.",
            "Écrivez un nombre de 1 à 12.",
            id="more items than there are",
        ),
        pytest.param(
            '        en: "Listening to a diagnosis that is not one’s own."\n',
            "",
            'competence:\n        fr: "Écouter un diagnostic',
            "Il manque le texte en anglais.",
            "Ajoutez une ligne « en: … ».",
            id="a text in one language only",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_its_cause_and_its_cure(
    file: Path, before: str, after: str, needle: str, cause: str, cure: str
) -> None:
    assert before in SHIPPED
    text = SHIPPED.replace(before, after, 1)
    problem = next(p for p in refused(file, text) if typeset(cause) in typeset(p.cause))
    line = text[: text.index(needle)].count("\n") + 1
    assert (problem.file, problem.line) == ("regles.yaml", line)
    assert typeset(cure) in typeset(problem.cure)


def test_every_fault_is_told_at_once(file: Path) -> None:
    text = SHIPPED.replace("[D4], below: 1.5", "[D9], below: 1.5", 1).replace("S3:407", "X:1", 1)
    assert len(refused(file, text)) == 2


@pytest.mark.parametrize("text", ["", "- une liste", "id: regles-de-lecture\n", "a: [", "\x00"])
def test_a_file_that_is_no_set_of_rules_is_refused(file: Path, text: str) -> None:
    for problem in refused(file, text):
        assert problem.line >= 1
        assert "questionnaire" not in problem.cause


def test_a_missing_a_heavy_or_a_latin_file_is_refused(file: Path) -> None:
    with pytest.raises(ContentRefused, match="ne peut pas être lu"):
        read_rules(current(), file)
    file.write_bytes(b"#" * 600_000)
    with pytest.raises(ContentRefused, match="trop gros"):
        read_rules(current(), file)
    file.write_bytes("id: règles".encode("latin-1"))
    with pytest.raises(ContentRefused, match="UTF-8"):
        read_rules(current(), file)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(SHIPPED) - 1), length=st.integers(1, 60), junk=st.text(max_size=8))
def test_a_spoilt_file_is_read_or_refused_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, place: int, length: int, junk: str
) -> None:
    path = tmp_path_factory.mktemp("rules") / "regles.yaml"
    spoilt = SHIPPED[:place] + junk + SHIPPED[place + length :]
    path.write_text(spoilt, encoding="utf-8", errors="replace", newline="")
    problems: tuple[Problem, ...] = ()
    try:
        read_rules(current(), path)
    except ContentRefused as refusal:
        problems = refusal.problems
        if not problems:
            pytest.fail("refusé sans dire pourquoi")
    assert all(problem.cause and problem.cure and problem.line >= 1 for problem in problems)


def test_the_shipped_rules_are_those_of_the_method() -> None:
    rules = read_rules(current())
    assert [corner.id for corner in rules.matrix.corners] == list(CornerName)
    assert (rules.matrix.fragility, rules.matrix.capacity) == (6.0, 2.0)
    assert [rule.id for rule in rules.situations] == [
        "terrain_a_ouvrir",
        "dialogue_naissant",
        "foisonnement",
        "alliances_structurees",
        "territoire_apprenant",
    ]
    assert len(rules.alerts) == 5
    assert len(rules.next_steps.cards) == 15
    assert [outcome.id for outcome in rules.effects.outcomes] == [
        "innovation",
        "confiance",
        "performance",
    ]


def texts(part: object) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name))
    elif isinstance(part, tuple):
        for value in part:
            yield from texts(value)


def test_every_text_is_short_and_said_in_both_languages() -> None:
    found = list(texts(read_rules(current())))
    assert len(found) > 70
    for text in found:
        assert max(len(text.fr), len(text.en)) <= 160, text.fr
        assert text.fr != text.en or text.fr in ("Innovation", "Performance"), text.fr
        assert not re.search(r"\b(les|des|une|avec|pour|vous)\b", text.en), text.en
