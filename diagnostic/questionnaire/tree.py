"""The text of a content file as plain values, each with its place; nothing hides a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from diagnostic.problems import ContentRefused, Problem

Location = tuple[int | str, ...]
"""Keys and ranks from the top of the file down to one of its parts."""

Fault = tuple[Location, str, str]
"""Where in the file, cause, cure."""

DEEPEST = 20
"""Levels of nesting; ours has nine, and a deeper file is not a questionnaire."""

_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_DIRECTIVE = re.compile("^%", re.MULTILINE)
_WHOLE_NUMBER = re.compile(r"[-+]?\d{1,18}")


@dataclass(frozen=True, slots=True)
class Bare:
    """A date, a decimal number or another value that a questionnaire has no use for."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file holds, and where."""

    content: Any
    """Mappings, tuples, strings, whole numbers, booleans, None and Bare."""
    places: Mapping[Location, tuple[int, int]]
    """Line and column, counted from 1, of each key and of each element of a list."""
    problems: tuple[Problem, ...]
    """Faults of writing that leave the rest readable."""

    def place(self, where: Location) -> tuple[int, int]:
        """Line and column of the deepest part of `where` that the file has."""
        for depth in range(len(where), 0, -1):
            found = self.places.get(where[:depth])
            if found:
                return found
        return 1, 1


def parse(file: str, text: str, noun: str = "questionnaire") -> Tree:
    """The tree of a YAML text that should hold a `noun`, a masculine one.

    Raises ContentRefused where it is not one mapping.
    """

    def refuse(line: int, column: int, cause: str, cure: str) -> ContentRefused:
        return ContentRefused((Problem(file, line, column, cause, cure),))

    strange = _UNREADABLE.search(text)
    if strange:
        before = text[: strange.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        cause = f"Le caractère invisible U+{ord(strange.group()):04X} n’est pas accepté."
        raise refuse(line, column, cause, "Effacez-le : il vient souvent d’un copier-coller.")
    directive = _DIRECTIVE.search(text)
    if directive:
        line = text.count("\n", 0, directive.start()) + 1
        cause = "Les lignes « %YAML » et « %TAG » ne sont pas acceptées."
        raise refuse(line, 1, cause, "Retirez cette ligne et le « --- » qui la suit.")
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    yaml.max_depth = DEEPEST
    try:
        root = yaml.compose(text)
    except MaxDepthExceededError as error:
        line, column = _spot(error.problem_mark)
        cause = f"Le texte est imbriqué sur plus de {DEEPEST} niveaux."
        raise refuse(line, column, cause, "Vérifiez les crochets et les retraits.") from None
    except MarkedYAMLError as error:
        unclosed = "end of stream" in str(error.problem) and error.context_mark
        line, column = _spot(error.context_mark if unclosed else error.problem_mark)
        cause = "L’écriture YAML n’est pas comprise ici."
        cure = (
            "Vérifiez les retraits, les deux-points et les guillemets de cette ligne et de la "
            "précédente."
        )
        raise refuse(line, column, cause, cure) from None
    except (YAMLError, ValueError):
        cause = "Ce n’est pas un fichier YAML lisible."
        raise refuse(1, 1, cause, f"Repartez d’un {noun} fourni.") from None
    if not isinstance(root, MappingNode):
        line, column = _spot(root.start_mark) if root else (1, 1)
        cause = f"Le fichier est vide ou ne contient pas de {noun}."
        raise refuse(line, column, cause, f"Repartez d’un {noun} fourni.")
    builder = _Builder(file)
    content = builder.build(root, ())
    for line, column in yaml.composer.aliases:
        cause = "Les renvois YAML (« &nom », « *nom ») ne sont pas acceptés."
        builder.problems.append(
            Problem(file, line, column, cause, "Recopiez le texte à cet endroit.")
        )
    return Tree(content, builder.places, tuple(builder.problems))


class _Composer(Composer):
    """Notes the anchors and aliases, and leaves an empty text in the place of an alias."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader=loader)
        self.aliases: list[tuple[int, int]] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if event.anchor is not None:
            self.aliases.append(_spot(event.start_mark))
        if isinstance(event, AliasEvent):
            self.parser.get_event()
            return ScalarNode("tag:yaml.org,2002:str", "*", event.start_mark, event.end_mark)
        event.anchor = None
        return super().compose_node(parent, index)


class _Builder:
    """Turns nodes into values, keeping the place of each."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Location, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def build(self, node: Node, where: Location) -> Any:
        if isinstance(node, MappingNode):
            return dict(self._entries(node, where))
        if isinstance(node, SequenceNode):
            return tuple(self._elements(node, where))
        return self._value(node)

    def _entries(self, node: MappingNode, where: Location) -> Iterator[tuple[str, Any]]:
        for key, value in node.value:
            spot = _spot(key.start_mark)
            if not isinstance(key, ScalarNode):
                cause = "Une clé doit être un mot."
                self._note(spot, cause, "Vérifiez les crochets et les deux-points.")
                continue
            here = (*where, str(key.value))
            if here in self.places:
                cause = f"La clé « {key.value} » est écrite deux fois."
                self._note(spot, cause, "Gardez-en une seule.")
                continue
            self.places[here] = spot
            yield str(key.value), self.build(value, here)

    def _elements(self, node: SequenceNode, where: Location) -> Iterator[Any]:
        for rank, value in enumerate(node.value):
            here = (*where, rank)
            self.places[here] = _spot(value.start_mark)
            yield self.build(value, here)

    def _value(self, node: Node) -> Any:
        text = str(node.value)
        kind = str(node.tag).rpartition(":")[2]
        if kind == "str":
            if _UNREADABLE.search(text):
                cause = "Le texte contient un caractère invisible."
                self._note(_spot(node.start_mark), cause, "Effacez la suite « \\… » qui l’écrit.")
                return "?"
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on")
        if kind == "int" and _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        return Bare(text)

    def _note(self, spot: tuple[int, int], cause: str, cure: str) -> None:
        self.problems.append(Problem(self.file, *spot, cause, cure))


def _spot(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
