"""The door of the questionnaires: a file is read whole, or refused with all its faults."""

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire.faults import find_faults
from diagnostic.questionnaire.ledger import (
    LEDGER,
    kind_and_number,
    numbered,
    published,
    record,
    seal,
)
from diagnostic.questionnaire.models import Questionnaire
from diagnostic.questionnaire.tree import Tree, parse
from diagnostic.questionnaire.wording import explain, heard, locate

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
LARGEST = 1_000_000
"""Bytes. Ours weighs about 200,000; past this a file is not a questionnaire."""


def read(path: Path) -> Questionnaire:
    """The questionnaire of a file. Raises ContentRefused with every fault found.

    A version listed in the ledger beside the file must still be, byte for byte, what was
    published; a new version is compared with the latest published one.
    """
    content = _open(path)
    tree, questionnaire = _understand(path, content)
    problems = list(tree.problems)
    for where, cause, cure in find_faults(questionnaire, _predecessor(path, questionnaire)):
        problems.append(Problem(path.name, *tree.place(where), cause, cure))
    problems += _compare_with_ledger(path, content, questionnaire, tree)
    if problems:
        raise _refuse(problems)
    return questionnaire


@cache
def current(folder: Path = QUESTIONNAIRES) -> Questionnaire:
    """The latest published version, read once. Raises ContentRefused where there is none."""
    paths = versions(folder)
    if not paths:
        cause = "Aucune version du questionnaire n’est publiée."
        cure = "Publiez-en une : voir questionnaires/README.md."
        raise ContentRefused((Problem(LEDGER, 1, 1, cause, cure),))
    return read(max(paths, key=lambda path: kind_and_number(path.name)[1]))


def versions(folder: Path = QUESTIONNAIRES) -> tuple[Path, ...]:
    """The files of the published versions, from the first to the latest."""
    return tuple(folder / name for name in sorted(published(folder), key=kind_and_number))


def publish(path: Path) -> Questionnaire:
    """Seals a version in the ledger of its folder; from then on it cannot change.

    Raises ContentRefused where the file has a fault, or another name than « id-version.yaml ».
    Publishing twice the same file changes nothing.
    """
    questionnaire = read(path)
    name = f"{questionnaire.id}-{questionnaire.version}.yaml"
    if path.name != name:
        tree, _ = _understand(path, _open(path))
        cause = "Le nom du fichier ne dit pas la version qu’il contient."
        cure = f"Nommez-le {name}, ou corrigez « version: »."
        raise ContentRefused((Problem(path.name, *tree.place(("version",)), cause, cure),))
    if name not in published(path.parent):
        record(path.parent, name, _open(path))
    return questionnaire


def _open(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        cause, cure = "Le fichier ne peut pas être lu.", "Vérifiez son nom et son emplacement."
        raise ContentRefused((Problem(path.name, 1, 1, cause, cure),)) from None
    if len(content) > LARGEST:
        cause = "Le fichier est trop gros pour un questionnaire (plus de 1 Mo)."
        cure = "Vérifiez que c’est le bon fichier."
        raise ContentRefused((Problem(path.name, 1, 1, cause, cure),))
    return content


def _understand(path: Path, content: bytes) -> tuple[Tree, Questionnaire]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        cause = "Le fichier n’est pas en UTF-8."
        cure = "Enregistrez-le en « UTF-8 » depuis votre éditeur de texte."
        raise ContentRefused((Problem(path.name, line, column, cause, cure),)) from None
    tree = parse(path.name, text)
    try:
        return tree, Questionnaire.model_validate(tree.content)
    except ValidationError as error:
        problems = list(tree.problems)
        for fault in heard(error.errors(include_url=False)):
            problems.append(Problem(path.name, *tree.place(locate(fault)), *explain(fault)))
        raise _refuse(problems) from None


def _refuse(problems: list[Problem]) -> ContentRefused:
    in_order = sorted(dict.fromkeys(problems), key=lambda p: (p.line, str(p.column).zfill(6)))
    return ContentRefused(tuple(in_order))


def _predecessor(path: Path, questionnaire: Questionnaire) -> Questionnaire | None:
    """The latest published version of the same questionnaire before this one."""
    number = numbered(questionnaire.version)
    earlier = [
        name
        for name in published(path.parent)
        if name != path.name
        and kind_and_number(name)[0] == questionnaire.id
        and kind_and_number(name)[1] < number
    ]
    if not earlier:
        return None
    latest = path.parent / max(earlier, key=kind_and_number)
    content = _open(latest)
    tree, before = _understand(latest, content)
    problems = _compare_with_ledger(latest, content, before, tree)
    if problems:
        raise _refuse(problems)
    return before


def _compare_with_ledger(
    path: Path, content: bytes, questionnaire: Questionnaire, tree: Tree
) -> list[Problem]:
    ledger = published(path.parent)
    line, column = tree.place(("version",))
    if path.name in ledger:
        if ledger[path.name] == seal(content):
            return []
        cause = (
            f"La version {questionnaire.version} est publiée : elle ne change plus, "
            "et ce fichier a changé."
        )
        cure = (
            "Rétablissez-le, et écrivez vos changements dans un nouveau fichier avec un "
            "nouveau numéro de version."
        )
        return [Problem(path.name, line, column, cause, cure)]
    numbers = [number for kind, number in map(kind_and_number, ledger) if kind == questionnaire.id]
    if numbers and numbered(questionnaire.version) <= max(numbers):
        latest = ".".join(str(part) for part in max(numbers))
        cause = f"La version {latest} est publiée : {questionnaire.version} ne vient pas après."
        cure = "Donnez un numéro de version plus grand."
        return [Problem(path.name, line, column, cause, cure)]
    return []
