"""A whole questionnaire of one page, to be spoilt one line at a time."""

import re
from pathlib import Path

import pytest

from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import read

TINY = """\
id: petit
version: "1.0.0"
published: "2026-11-22"
title: {fr: "Petit questionnaire", en: "Small questionnaire"}
notice: {fr: "Pour les essais.", en: "For trying things out."}

scales:
  gravite:
    minimum: 0
    maximum: 10
    low: {fr: "Pas fragile", en: "Not fragile"}
    high: {fr: "Très fragile", en: "Very fragile"}
  tendance:
    options:
      - {id: pire, value: -1, label: {fr: "Pire", en: "Worse"}}
      - {id: pareil, value: 0, label: {fr: "Pareil", en: "Same"}}
      - {id: mieux, value: 1, label: {fr: "Mieux", en: "Better"}}
  maturite:
    options:
      - {id: absent, label: {fr: "Absent", en: "Absent"}}
      - {id: emergent, label: {fr: "Émergent", en: "Emerging"}}
      - {id: en_cours, label: {fr: "En cours", en: "Under way"}}
      - {id: ancre, label: {fr: "Ancré", en: "Established"}}
      - {id: irrigant, label: {fr: "Irrigant", en: "Spreading"}}

aspects:
  - {id: G, name: {fr: "Gravité", en: "Severity"}, kind: scale, scale: gravite, star: true}
  - id: T
    name: {fr: "Tendance", en: "Trend"}
    kind: choice
    scale: tendance
    wording: {fr: "Depuis trois ans…", en: "Over three years…"}

spaces:
  - {id: V, name: {fr: "Vivre", en: "Living"}}

domains:
  - id: F01
    space: V
    name: {fr: "Emploi", en: "Jobs"}
    short: {fr: "Emploi", en: "Jobs"}
    wordings:
      G: {fr: "Trouver un emploi, est-ce difficile ?", en: "Is finding a job difficult?"}
    help:
      first_steps: {fr: "Pensez à un voisin.", en: "Think of a neighbour."}
      practitioner: {fr: "Regardez les offres.", en: "Look at vacancies."}
  - id: F02
    space: V
    name: {fr: "Logement", en: "Housing"}
    short: {fr: "Logement", en: "Housing"}
    wordings:
      G: {fr: "Se loger, est-ce difficile ?", en: "Is finding a home difficult?"}
    help:
      first_steps: {fr: "Pensez à un loyer.", en: "Think of a rent."}
      practitioner: {fr: "Regardez les logements vides.", en: "Look at empty homes."}

axes:
  - id: A
    name: {fr: "Dialogue", en: "Dialogue"}
    short: {fr: "Dialogue", en: "Dialogue"}
    items:
      - id: A1
        star: true
        wording: {fr: "Se parle-t-on ?", en: "Do people talk?"}
        short: {fr: "Se parler", en: "Talking"}
        levels:
          - {fr: "Non.", en: "No."}
          - {fr: "Un peu.", en: "A little."}
          - {fr: "Assez.", en: "Fairly."}
          - {fr: "Souvent.", en: "Often."}
          - {fr: "Toujours.", en: "Always."}
        help:
          first_steps: {fr: "Pensez à une réunion.", en: "Think of a meeting."}
          practitioner: {fr: "Comptez les présents.", en: "Count who came."}

questions:
  - id: priorites
    star: true
    kind: ranking
    wording: {fr: "Par quoi commencer ?", en: "Where to begin?"}
    options_from: domains
    most: 2
    help:
      first_steps: {fr: "Dans l’ordre.", en: "In order."}
      practitioner: {fr: "Un ou deux.", en: "One or two."}
  - id: K6
    kind: choice
    wording: {fr: "Avez-vous un partenaire ?", en: "Have you a partner?"}
    options:
      - {id: oui, label: {fr: "Oui", en: "Yes"}}
      - {id: non, label: {fr: "Non", en: "No"}}
    help:
      first_steps: {fr: "Un seul suffit.", en: "One is enough."}
      practitioner: {fr: "Avec un écrit.", en: "In writing."}
  - id: K7
    kind: choices
    wording: {fr: "Sous quelles formes ?", en: "In what forms?"}
    only_if: {question: K6, among: [oui]}
    options:
      - {id: dons, label: {fr: "Des dons", en: "Gifts"}}
      - {id: achats, label: {fr: "Des achats", en: "Purchases"}}
      - {id: projets, label: {fr: "Des projets", en: "Projects"}}
    most: 2
    help:
      first_steps: {fr: "Deux au plus.", en: "Two at most."}
      practitioner: {fr: "Les principales.", en: "The main ones."}
  - id: N1
    kind: levels
    wording: {fr: "Où en êtes-vous ?", en: "Where are you?"}
    levels:
      - {fr: "Nulle part.", en: "Nowhere."}
      - {fr: "Au début.", en: "Beginning."}
      - {fr: "À mi-chemin.", en: "Half way."}
      - {fr: "Presque.", en: "Nearly."}
      - {fr: "Au bout.", en: "Arrived."}
    help:
      first_steps: {fr: "Au plus près.", en: "The closest."}
      practitioner: {fr: "Au plus modeste.", en: "The most modest."}
  - id: mot
    kind: text
    longest: 50
    dont_know: false
    not_concerned: false
    wording: {fr: "Un mot ?", en: "A word?"}
    help:
      first_steps: {fr: "Librement.", en: "Freely."}
      practitioner: {fr: "Sans nom.", en: "No name."}

themes:
  - {id: vivre, title: {fr: "Vivre", en: "Living"}}
  - {id: choisir, title: {fr: "Choisir", en: "Choosing"}}
  - {id: creuser, title: {fr: "Creuser", en: "Digging"}}
  - {id: agir, title: {fr: "Agir", en: "Acting"}}

routes:
  - viewpoint: citoyen
    name: {fr: "Habitant", en: "Resident"}
    plural: {fr: "Citoyens", en: "Citizens"}
    who: {fr: "Vous vivez ici.", en: "You live here."}
    minutes: 6
    short_minutes: 2
    steps:
      - {theme: vivre, ask: [F01.G, F02.G]}
      - {theme: choisir, ask: [priorites]}
      - {theme: creuser, deepen: [T]}
      - {theme: agir, ask: [mot]}
  - viewpoint: entreprise
    name: {fr: "Entreprise", en: "Firm"}
    plural: {fr: "Entreprises", en: "Firms"}
    who: {fr: "Vous dirigez une entreprise.", en: "You run a firm."}
    minutes: 12
    short_minutes: 4
    steps:
      - {theme: vivre, ask: [F01.G, F01.T, F02.G, F02.T]}
      - {theme: choisir, ask: [priorites, K6, K7]}
      - {theme: agir, ask: [A1, N1, mot]}

retired: []
"""

NAME = "petit-1.0.0.yaml"

_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"|\{[^}]*\}")
_KEYS = re.compile(
    r"\b(scale|levels|choice|choices|ranking|text|minimum|maximum|low|high|options|true|false)\b"
)
_ENGLISH = re.compile(
    r"\b(the|of|is|not|and|or|should|must|input|field|required|expected|found|while|token|error|"
    r"missing|invalid|unknown|string|integer|number|mapping|sequence|list|dict|tuple|value|values|"
    r"key|keys|valid|extra|permitted|at|least|most|item|items|after|have|please|unable)\b",
    re.IGNORECASE,
)


def changed(*pairs: tuple[str, str], text: str = TINY) -> str:
    """The text with each first string, which stands there once, turned into the second."""
    for before, after in pairs:
        assert text.count(before) == 1, f"{text.count(before)} × {before!r}"
        text = text.replace(before, after)
    return text


def write(folder: Path, text: str | bytes, name: str = NAME) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> tuple[Problem, ...]:
    """The problems of a file that must be refused, each of them fit for its author's eyes."""
    with pytest.raises(ContentRefused) as caught:
        read(path)
    assert caught.value.problems
    for problem in caught.value.problems:
        check_message(problem)
    return caught.value.problems


def check_message(problem: Problem) -> None:
    """A problem names its file and place, and says in French what is wrong and what to do."""
    assert problem.file
    assert problem.line >= 1
    assert isinstance(problem.column, str) or problem.column >= 1
    for sentence in (problem.cause, problem.cure):
        said = _KEYS.sub("", _QUOTED.sub("", sentence))
        assert not _ENGLISH.search(said), sentence
        assert sentence[0].isupper() or sentence[0] == "«", sentence
        assert sentence.rstrip().endswith((".", "».")), sentence


def place(text: str, needle: str) -> tuple[int, int]:
    """Line and column, from 1, of a string that stands once in the text."""
    assert text.count(needle) == 1, f"{text.count(needle)} × {needle!r}"
    before = text[: text.index(needle)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
