"""Ready programmes: content like the questionnaires, checked at the door."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import Text
from diagnostic.questionnaire.models import Identifier, Word
from diagnostic.questionnaire.tree import parse
from diagnostic.questionnaire.wording import explain, heard, locate
from diagnostic.workshops.workshop import MOST_STEPS, Step, fault_of

PROGRAMMES = Path(__file__).parents[2] / "references" / "programmes.yaml"
LARGEST = 200_000
"""Bytes."""


class Programme(Word):
    """A workshop's steps, ready to be taken, edited and reordered."""

    id: Identifier
    title: Text
    summary: Text
    steps: tuple[Step, ...] = Field(min_length=1, max_length=MOST_STEPS)


class _Programmes(Word):
    programmes: tuple[Programme, ...] = Field(min_length=1)


@cache
def read_programmes(path: Path = PROGRAMMES) -> tuple[Programme, ...]:
    """The programmes of a file. Raises ContentRefused with every fault found."""
    tree = parse(path.name, _open(path), "programme")
    problems = list(tree.problems)
    try:
        found = _Programmes.model_validate(tree.content)
    except ValidationError as error:
        for fault in heard(error.errors(include_url=False)):
            problems.append(Problem(path.name, *tree.place(locate(fault)), *explain(fault)))
        raise _refuse(problems) from None
    cure = "Corrigez cette étape."
    names: set[str] = set()
    for n, programme in enumerate(found.programmes):
        if programme.id in names:
            place = tree.place(("programmes", n, "id"))
            cause = f"L’identifiant « {programme.id} » est déjà pris."
            problems.append(Problem(path.name, *place, cause, "Donnez-en un autre."))
        names.add(programme.id)
        taken: set[str] = set()
        for m, step in enumerate(programme.steps):
            place = tree.place(("programmes", n, "steps", m, "id"))
            if step.id in taken:
                cause = f"L’identifiant « {step.id} » est déjà pris."
                problems.append(Problem(path.name, *place, cause, "Donnez-en un autre."))
            taken.add(step.id)
            refusal = fault_of(step)
            if refusal is not None:
                problems.append(Problem(path.name, *place, str(refusal), cure))
    if problems:
        raise _refuse(problems)
    return found.programmes


def _open(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            cause, cure = "Le fichier est trop gros.", "Vérifiez que c’est le bon fichier."
            raise ContentRefused((Problem(path.name, 1, 1, cause, cure),))
        return content.decode("utf-8-sig")
    except OSError:
        cause, cure = "Le fichier ne peut pas être lu.", "Vérifiez son nom et son emplacement."
    except UnicodeDecodeError:
        cause = "Le fichier n’est pas en UTF-8."
        cure = "Enregistrez-le en « UTF-8 » depuis votre éditeur de texte."
    raise ContentRefused((Problem(path.name, 1, 1, cause, cure),)) from None


def _refuse(problems: list[Problem]) -> ContentRefused:
    in_order = sorted(dict.fromkeys(problems), key=lambda p: (p.line, str(p.column).zfill(6)))
    return ContentRefused(tuple(in_order))
