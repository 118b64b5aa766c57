"""Commands about what is published with the product: content files, territories."""

import argparse
import re
from pathlib import Path

from diagnostic import benchmarks, questionnaire
from diagnostic.benchmarks import FIGURES, SOURCES, Use
from diagnostic.command_line.speech import VOICE, count, phrase, tell, tell_columns, warn
from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import current
from diagnostic.readings.rules import read_rules
from diagnostic.readings.rules.reading import LARGEST
from diagnostic.territories import LEVEL_NAMES, Gazetteer, Match, MatchReason, TerritoryLevel
from diagnostic.workshops import read_programmes

_RULES = re.compile(rb"^(situations|alerts|next_steps|matrix)\s*:", re.MULTILINE)
_PROGRAMMES = re.compile(rb"^programmes\s*:", re.MULTILINE)
"""Sections that a questionnaire has not."""
FAULTS = 1
"""Exit code where a file has faults, or where no territory answers."""


def check(options: argparse.Namespace) -> int:
    """What each file holds, or every fault of it."""
    faulty = False
    for path in options.files:
        try:
            found = _inspect(path)
        except ContentRefused as refusal:
            faulty = True
            for problem in refusal.problems:
                tell(str(problem))
        else:
            tell(phrase("{file} : rien à signaler ({found})", file=path, found=found))
    return FAULTS if faulty else 0


def _inspect(path: Path) -> str:
    """What a content file holds, in a few words. Raises ContentRefused."""
    if path.suffix.lower() in (".yaml", ".yml"):
        if _holds(path, _PROGRAMMES):
            programmes = read_programmes(path)
            return VOICE.join(
                (
                    count("programme", len(programmes)),
                    count("étape", sum(len(one.steps) for one in programmes)),
                )
            )
        if _holds(path, _RULES):
            rules = read_rules(current(), path)
            return VOICE.join(
                (
                    count("situation", len(rules.situations)),
                    count("alerte", len(rules.alerts)),
                    count("carte", len(rules.next_steps.cards)),
                )
            )
        content = questionnaire.read(path)
        return VOICE.join(
            (
                count("question", len(content.by_id)),
                count("domaine", len(content.domains)),
                count("axe", len(content.axes)),
                phrase("{n} parcours", n=len(content.routes)),
            )
        )
    try:
        with path.open("rb") as file:
            heading = file.readline(2_000).decode("utf-8", "replace")
    except OSError:
        cause, cure = "Le fichier ne peut pas être lu.", "Vérifiez son nom et son emplacement."
        raise ContentRefused((Problem(path.name, 1, 1, cause, cure),)) from None
    if heading.lstrip("\ufeff").startswith("niveau"):
        territories = Gazetteer.read(path)
        return VOICE.join(
            (
                count("commune", len(territories.at(TerritoryLevel.COMMUNE))),
                count("intercommunalité", len(territories.at(TerritoryLevel.EPCI))),
            )
        )
    if "figure_id" in heading:
        figures = benchmarks.read(current(), path, _beside(path, SOURCES))
    elif "source_id" in heading:
        figures = benchmarks.read(current(), _beside(path, FIGURES), path)
    else:
        cause = "Ce n’est ni un questionnaire, ni un tableau de chiffres, de sources ou de lieux."
        cure = "Donnez un fichier .yaml, ou un .csv dont la première ligne nomme les colonnes."
        raise ContentRefused((Problem(path.name, 1, 1, cause, cure),))
    compared = sum(figure.use is Use.BENCHMARK for figure in figures.all)
    return VOICE.join(
        (
            count("repère", compared),
            phrase("{n} de contexte", n=count("chiffre", len(figures.all) - compared)),
            count("étude", len(figures.studies)),
        )
    )


def _holds(path: Path, section: re.Pattern[bytes]) -> bool:
    """Whether a file has such a section; unreadable, it has none."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
    except OSError:
        return False
    return section.search(content) is not None


def _beside(path: Path, other: Path) -> Path:
    """The other table of the same folder, else ours."""
    beside = path.with_name(other.name)
    return beside if beside.exists() else other


def find_territories(options: argparse.Namespace) -> int:
    """The territories that the words may mean, best first."""
    gazetteer, words = Gazetteer.read(), " ".join(options.words)
    levels = [TerritoryLevel(level) for level in options.level] if options.level else None
    matches = gazetteer.search(words, levels=levels, limit=options.limit)
    if not matches:
        warn(
            phrase(
                "Aucun territoire ne répond à « {words} ». Vérifiez l’orthographe, ou essayez un "
                "code postal.",
                words=words,
            )
        )
        return FAULTS
    tell_columns(
        (
            gazetteer.label(match.territory),
            str(match.territory.key),
            LEVEL_NAMES[match.territory.level].singular,
            phrase("{n} hab.", n=VOICE.whole(match.territory.population)),
            _reason(match),
        )
        for match in matches
    )
    return 0


def _reason(match: Match) -> str:
    if match.reason in (MatchReason.NAME, MatchReason.CODE):
        return match.reason.value
    return f"{match.reason.value} {match.matched}"
