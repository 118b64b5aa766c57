"""The door of the rules of reading: a file is read whole, or refused with all its faults."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.questionnaire.tree import parse
from diagnostic.questionnaire.wording import explain, heard, locate
from diagnostic.readings.rules.faults import find_faults
from diagnostic.readings.rules.models import Rules

RULES = Path(__file__).parents[3] / "references" / "reading-rules.yaml"
LARGEST = 500_000
"""Bytes. Ours weighs about 20,000; past this a file is not a set of rules."""
_NOT_NUMBERS = ("float_parsing", "float_type", "finite_number")
_OUT_OF_BOUNDS = ("greater_than_equal", "less_than_equal")


def read_rules(questionnaire: Questionnaire, path: Path = RULES) -> Rules:
    """The rules of a file, whose ids are the questionnaire's.

    Raises ContentRefused with every fault found.
    """
    tree = parse(path.name, _open(path), "jeu de règles")
    problems = list(tree.problems)
    try:
        rules = Rules.model_validate(tree.content)
    except ValidationError as error:
        for fault in heard(error.errors(include_url=False)):
            problems.append(Problem(path.name, *tree.place(locate(fault)), *_explain(fault)))
        raise _refuse(problems) from None
    for where, cause, cure in find_faults(rules, questionnaire):
        problems.append(Problem(path.name, *tree.place(where), cause, cure))
    if problems:
        raise _refuse(problems)
    return rules


@cache
def current_rules() -> Rules:
    """The rules that come with the product, read once with its latest questionnaire."""
    return read_rules(current())


def _open(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        cause, cure = "Le fichier ne peut pas être lu.", "Vérifiez son nom et son emplacement."
        raise _refuse([Problem(path.name, 1, 1, cause, cure)]) from None
    if len(content) > LARGEST:
        cause = "Le fichier est trop gros pour des règles de lecture (plus de 500 ko)."
        raise _refuse([Problem(path.name, 1, 1, cause, "Vérifiez que c’est le bon fichier.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        cause = "Le fichier n’est pas en UTF-8."
        cure = "Enregistrez-le en « UTF-8 » depuis votre éditeur de texte."
        raise _refuse([Problem(path.name, line, column, cause, cure)]) from None


def _explain(fault: Any) -> tuple[str, str]:
    """Cause and cure, in French: numbers with a decimal point are known here only."""
    where = locate(fault)
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
    if fault["input"] is not None and fault["type"] in _NOT_NUMBERS:
        return f"« {name} » doit être un nombre.", "Écrivez par exemple 1.5, avec un point."
    if fault["type"] in _OUT_OF_BOUNDS:
        context = fault["ctx"]
        if "le" in context:
            return f"« {name} » est trop grand.", f"Écrivez un nombre jusqu’à {context['le']:g}."
        return f"« {name} » est trop petit.", f"Écrivez un nombre à partir de {context['ge']:g}."
    return explain(fault)


def _refuse(problems: list[Problem]) -> ContentRefused:
    in_order = sorted(dict.fromkeys(problems), key=lambda p: (p.line, str(p.column).zfill(6)))
    return ContentRefused(tuple(in_order))
