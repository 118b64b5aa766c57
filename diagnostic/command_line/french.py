"""argparse, speaking French."""

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from diagnostic.command_line.speech import Misused
from diagnostic.texts.typography import typeset

_FAULTS_OF_USE = (
    (r"the following arguments are required: (.+)", "Il manque {0}"),
    (r"unrecognized arguments: (.+)", "« {0} » n’est pas compris"),
    (r"argument (\S+): expected .+", "{0} attend une valeur"),
    (
        r"argument (\S+): invalid choice: '(.*)' \(choose from (.+)\)",
        "« {1} » n’est pas accepté comme {0} : choisissez parmi {2}",
    ),
    (r"argument (\S+): (.+)", "{0} : {1}"),
)
"""What argparse says in English, and what is said instead."""


class Parser(argparse.ArgumentParser):
    """Speaks French, and leaves the exit to the one who called."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=typeset(description),
            formatter_class=_French,
            add_help=False,
            allow_abbrev=False,
        )
        self.given = self.add_argument_group("à donner")
        self.options = self.add_argument_group("options")
        self.options.add_argument("-h", "--help", action="help", help="montre cette aide")

    def error(self, message: str) -> NoReturn:
        """Raises Misused."""
        said = "La commande n’est pas comprise"
        for pattern, sentence in _FAULTS_OF_USE:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                parts = [part.replace("'", "") for part in found.groups()]
                said = typeset(sentence).format(*parts)
                break
        raise Misused(typeset(f"{said}. Aide : ") + f"{self.prog} --help")


class _French(argparse.HelpFormatter):
    """Help that begins in French too."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        # An empty prefix is asked for elsewhere: only its absence means the usual one.
        prefix = typeset("Utilisation : ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)


def positive(typed: str) -> int:
    """A whole number from 1. Raises ArgumentTypeError, in French."""
    if typed.isdecimal() and int(typed) > 0:
        return int(typed)
    raise argparse.ArgumentTypeError(typeset(f"« {typed} » n’est pas un nombre entier positif"))
