"""The command line: what the screens show, without a screen, and nothing that they would hide."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from diagnostic.campaigns import CampaignRefused
from diagnostic.command_line.backups import (
    make_backup,
    make_key,
    restore_backup,
    verify,
    way_back,
)
from diagnostic.command_line.campaigns import demo, list_diagnostics, migrate
from diagnostic.command_line.content import check, find_territories
from diagnostic.command_line.explain import explain
from diagnostic.command_line.french import Parser, positive
from diagnostic.command_line.imports import import_file
from diagnostic.command_line.people import invite
from diagnostic.command_line.portrait import show_portrait
from diagnostic.command_line.privacy import erase, purge
from diagnostic.command_line.results import export, show_scores
from diagnostic.command_line.rooms import unlock
from diagnostic.command_line.speech import (
    PROGRAM,
    Misused,
    prepare_streams,
    say_unreachable,
    warn,
)
from diagnostic.command_line.states import (
    forget,
    freeze,
    list_states,
    show_moves,
    show_state,
)
from diagnostic.command_line.travelling import bring, carry, end_journey
from diagnostic.problems import ContentRefused
from diagnostic.rights import Role
from diagnostic.settings import SettingsRefused, read_settings
from diagnostic.storage import (
    StorageRefused,
    StorageUnavailable,
    UnknownDiagnostic,
    UnknownQuestionnaire,
)
from diagnostic.storage.schema import NotABase
from diagnostic.storage.serving import DamagedBase
from diagnostic.territories import TerritoryLevel, UnknownTerritory

MISUSED, INTERRUPTED, BROKEN_PIPE = 2, 130, 141
"""Exit codes; the last two are what a shell gives for the signals of the same meaning."""

_REFUSALS = (
    Misused,
    CampaignRefused,
    ContentRefused,
    SettingsRefused,
    StorageRefused,
    StorageUnavailable,
    UnknownDiagnostic,
    UnknownQuestionnaire,
    UnknownTerritory,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; refusals are told on the error stream."""
    prepare_streams()
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except _REFUSALS as refusal:
        warn(str(refusal))
        if isinstance(refusal, DamagedBase | NotABase):
            warn(way_back(read_settings()))
        return MISUSED
    except BrokenPipeError:
        # The reader left: what is still to be written must not fail again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as fault:
        if fault.filename is None:
            raise
        warn(say_unreachable(fault))
        return MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> Parser:
    parser = Parser(PROGRAM, "Regards croisés, en ligne de commande.")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> Parser:
        made: Parser = commands.add_parser(name, help=summary, description=summary)
        made.set_defaults(run=run)
        return made

    made = command("check", check, "vérifie des fichiers de contenu")
    made.given.add_argument(
        "files",
        metavar="FICHIER",
        nargs="+",
        type=Path,
        help="questionnaire ou règles (.yaml), ou tableau (.csv)",
    )

    made = command("territories", find_territories, "cherche un territoire")
    made.given.add_argument(
        "words", metavar="MOTS", nargs="+", help="nom, code postal, code Insee ou Siren"
    )
    _add_level(made)
    made.options.add_argument(
        "--limit", metavar="N", type=positive, default=10, help="au plus N territoires (10)"
    )

    made = command("portrait", show_portrait, "donne les faits mesurés d’un territoire")
    made.given.add_argument(
        "words", metavar="MOTS", nargs="+", help="nom, code postal, code Insee ou Siren"
    )
    _add_level(made)

    command("diagnostics", list_diagnostics, "liste les diagnostics et leurs vagues")

    made = command("score", show_scores, "donne les résultats que le seuil permet de montrer")
    _add_diagnostic(made)
    made.options.add_argument("--json", action="store_true", help="en JSON plutôt qu’en texte")

    made = command("explain", explain, "explique un chiffre : base, calcul, poids, sources")
    _add_diagnostic(made)
    made.given.add_argument(
        "figure", metavar="CHIFFRE", nargs="?", help="son nom, par exemple R1.F01.citoyen"
    )
    made.options.add_argument(
        "--liste",
        metavar="DÉBUT",
        nargs="?",
        const="",
        help="liste les chiffres, ou ceux dont le nom commence ainsi",
    )
    made.options.add_argument("--json", action="store_true", help="en JSON plutôt qu’en texte")

    made = command("moves", show_moves, "dit ce qui a bougé d’une vague à l’autre")
    _add_diagnostic(made)
    made.options.add_argument(
        "--since", metavar="N", type=positive, help="depuis la vague N plutôt que la précédente"
    )

    made = command("states", list_states, "liste les états gardés d’un diagnostic")
    _add_code(made)

    made = command("freeze", freeze, "garde sous un nom ce que l’on voit aujourd’hui")
    _add_diagnostic(made)
    made.given.add_argument("name", metavar="NOM", nargs="+", help="nom de l’état")

    made = command("state", show_state, "redonne un état gardé, tel qu’il était")
    _add_state(made)

    made = command("forget", forget, "oublie un état gardé")
    _add_state(made)

    made = command("export", export, "donne les réponses, ligne à ligne, sans rien de personnel")
    _add_diagnostic(made)
    made.options.add_argument("--csv", action="store_true", help="en CSV, le seul format")
    made.options.add_argument(
        "--international",
        action="store_true",
        help="virgule entre les cellules et point décimal, plutôt que pour un tableur français",
    )
    made.options.add_argument(
        "--output", metavar="FICHIER", type=Path, help="dans ce fichier plutôt qu’à l’écran"
    )
    made.options.add_argument("--force", action="store_true", help="remplace le fichier")
    made.options.add_argument(
        "--with-comments",
        metavar="FICHIER",
        type=Path,
        dest="comments",
        help="écrit aussi, dans ce second fichier, les textes libres déjà montrés, sans personne",
    )

    made = command("purge", purge, "efface ce qui a été gardé assez longtemps, et le dit")
    made.options.add_argument(
        "--dry-run", action="store_true", help="dit ce qui serait effacé, sans rien effacer"
    )

    made = command("erase", erase, "efface un diagnostic et tout ce qui y a été dit")
    _add_code(made)
    made.options.add_argument(
        "--name", metavar="NOM", help="son nom entier, plutôt que de le taper à la question"
    )

    made = command("invite", invite, "fait un lien qui donne un rôle à une personne, une fois")
    _add_code(made)
    made.options.add_argument(
        "--role",
        choices=[role.value for role in Role],
        default=Role.OWNER.value,
        help="proprietaire, animateur ou lecteur (proprietaire)",
    )
    made.options.add_argument(
        "--days", metavar="N", type=positive, default=7, help="jours où il s’ouvre (7)"
    )

    made = command("unlock", unlock, "déverrouille l’écran d’animation d’un atelier sans son code")
    made.given.add_argument(
        "workshop", metavar="ATELIER", help="le code à six signes par lequel on rejoint l’atelier"
    )

    made = command("import", import_file, "dit ce que contient un fichier de chiffres officiels")
    made.given.add_argument("file", metavar="FICHIER", type=Path, help="CSV ou zip")
    made.options.add_argument("--apply", action="store_true", help="importe aussi ses valeurs")

    made = command("backup", make_backup, "copie la base, même pendant que l’on répond")
    made.given.add_argument(
        "folder", metavar="DOSSIER", nargs="?", type=Path, help="où la mettre (sauvegardes)"
    )

    made = command("restore", restore_backup, "reprend une sauvegarde à la place de la base")
    made.given.add_argument("file", metavar="FICHIER", type=Path, help="la sauvegarde")
    made.options.add_argument(
        "--replace",
        action="store_true",
        help="met de côté, sans l’effacer, une base qui contient des réponses",
    )
    _add_key(made)

    made = command("verify", verify, "vérifie la base, ou une sauvegarde")
    made.given.add_argument(
        "file", metavar="FICHIER", nargs="?", type=Path, help="cette sauvegarde plutôt que la base"
    )
    _add_key(made)

    made = command("copies-key", make_key, "fait la clef qui chiffre les sauvegardes")
    made.given.add_argument(
        "file", metavar="FICHIER", type=Path, help="où écrire la clef secrète, à porter ailleurs"
    )

    made = command("carry", carry, "met un diagnostic dans un fichier, pour une autre machine")
    _add_code(made)
    made.given.add_argument("file", metavar="FICHIER", type=Path, help="le fichier à écrire")

    made = command("bring", bring, "reprend un diagnostic emporté dans un fichier")
    made.given.add_argument("file", metavar="FICHIER", type=Path, help="le fichier à lire")

    made = command("end-journey", end_journey, "n’attend plus la copie d’un diagnostic")
    _add_code(made)

    command("migrate", migrate, "prépare la base, ou la met à jour, et dit où elle est")
    command("demo", demo, "prépare la base avec un diagnostic fictif")
    return parser


def _add_level(made: Parser) -> None:
    made.options.add_argument(
        "--level",
        metavar="NIVEAU",
        action="append",
        choices=[level.value for level in TerritoryLevel if level != TerritoryLevel.PERIMETER],
        help="seulement ce niveau : %(choices)s ; peut être répété",
    )


def _add_key(made: Parser) -> None:
    made.options.add_argument(
        "--key",
        metavar="CLEF",
        type=Path,
        help="le fichier de la clef, si la sauvegarde est chiffrée",
    )


def _add_code(made: Parser) -> None:
    made.given.add_argument(
        "diagnostic", metavar="DIAGNOSTIC", help="son code, ou le début de son nom"
    )


def _add_state(made: Parser) -> None:
    _add_code(made)
    made.given.add_argument("number", metavar="NUMÉRO", type=positive, help="son numéro")


def _add_diagnostic(made: Parser) -> None:
    _add_code(made)
    made.options.add_argument(
        "--wave", metavar="N", type=positive, help="la vague N plutôt que la dernière"
    )


if __name__ == "__main__":
    sys.exit(main())
