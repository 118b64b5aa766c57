"""Commands that copy the memory, take a copy back, and say whether all of it is sound."""

import argparse
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from diagnostic.command_line.speech import PROGRAM, VOICE, count, phrase, tell
from diagnostic.settings import Settings, read_settings
from diagnostic.storage import StorageRefused
from diagnostic.storage.copies.backups import (
    Backup,
    back_up,
    folder_of,
    last_good,
    stem_of,
)
from diagnostic.storage.copies.envelopes import opened, write_key
from diagnostic.storage.copies.folder import Copy, list_copies
from diagnostic.storage.copies.restoring import restore
from diagnostic.storage.copies.verifying import Contents, find_faults
from diagnostic.storage.engine import Database
from diagnostic.storage.files import copy_file, faults_of_file
from diagnostic.storage.schema import bring_up_to_date, newest, revision_of, revision_of_file
from diagnostic.texts.typography import typeset

UNSOUND = 1


def make_backup(options: argparse.Namespace) -> int:
    """A copy of the base as it is now; the application may be running."""
    settings = read_settings()
    folder: Path = options.folder or _folder(settings)
    made = back_up(settings.database, folder.absolute(), datetime.now(), key=settings.copies_key)
    tell(phrase("Sauvegarde faite et vérifiée : {path}", path=made.copy.path))
    tell(f"{_size(made.copy.size)}, {_tell_contents(made)}")
    if made.copy.is_encrypted:
        tell(phrase("Elle est chiffrée : sans la clef rangée ailleurs, personne ne la lit."))
    if not isinstance(settings.database, Path):
        tell(
            phrase(
                "Elle contient toutes les données de l’application. Pour copier le serveur "
                "PostgreSQL entier, utilisez aussi pg_dump."
            )
        )
    return 0


def restore_backup(options: argparse.Namespace) -> int:
    """A copy in the place of the base; what was there is put aside."""
    settings = read_settings()
    done = restore(
        _find(options.file, settings),
        settings.database,
        datetime.now(),
        replacing=options.replace,
        key=options.key,
    )
    tell(phrase("Sauvegarde reprise : {contents}.", contents=_tell(done.contents)))
    if done.migrated:
        tell(phrase("Elle venait d’une version antérieure : elle a été mise à jour."))
    if done.aside is not None:
        tell(phrase("L’ancienne base est gardée sous le nom {name}.", name=done.aside))
    tell(
        phrase(
            "Les réponses effacées depuis cette sauvegarde sont revenues : effacez-les à nouveau."
        )
    )
    return 0


def verify(options: argparse.Namespace) -> int:
    """The base, or one copy: the file, the links between rows, and what the product promises."""
    settings = read_settings()
    if options.file is None:
        return _conclude(_faults(settings.database), phrase("La base"))
    path = _find(options.file, settings)
    with opened(path, options.key, settings.database) as clear:
        if revision_of_file(clear) is None:
            raise StorageRefused(f"Le fichier « {path.name} » est vide ou n’existe pas.")
        faults = tuple(faults_of_file(clear))
        if not faults:
            # Of an older version, it is brought up to date: on a copy of the copy.
            with TemporaryDirectory(dir=None if clear == path else clear.parent) as folder:
                draft = Path(folder) / "copie.sqlite"
                copy_file(clear, draft)
                faults = _faults(draft, bringing=True)
    return _conclude(faults, phrase("La sauvegarde {name}", name=path.name))


def make_key(options: argparse.Namespace) -> int:
    """A pair of keys: the secret in a file, to be carried elsewhere; the other one is told."""
    settings = read_settings()
    public = write_key(options.file.absolute(), _folder(settings), datetime.now())
    tell(phrase("Clef publique : {key}", key=public))
    tell(
        phrase(
            "Pour chiffrer les sauvegardes, écrivez-la dans .streamlit/secrets.toml, sous "
            "[diagnostic] : copies_key = {key}",
            key=f'"{public}"',
        )
    )
    tell(
        phrase(
            "Portez maintenant {file} hors de cette machine, par exemple sur deux clés USB rangées "
            "sous clef, puis effacez-le d’ici. Sans ce fichier, personne ne relira les "
            "sauvegardes, vous non plus.",
            file=options.file,
        )
    )
    return 0


def _faults(where: Path | str, *, bringing: bool = False) -> tuple[str, ...]:
    if isinstance(where, Path) and not where.is_file():
        raise StorageRefused("Il n’y a pas encore de base : rien à vérifier.")
    if isinstance(where, Path) and (faults := faults_of_file(where)):
        return tuple(faults)
    database = Database(where)
    try:
        if bringing:
            bring_up_to_date(database, copying=False)
        elif revision_of(database) != newest():
            raise StorageRefused(
                "Le fichier est sain, mais la base n’est pas à la version de l’application : "
                f"« {PROGRAM} migrate » la met à jour et garde une copie."
            )
        return find_faults(database)
    finally:
        database.close()


def _conclude(faults: tuple[str, ...], what: str) -> int:
    if not faults:
        tell(phrase("{what} est saine.", what=what))
        return 0
    tell(phrase("{what} n’est pas saine :", what=what))
    for fault in faults:
        tell(typeset(f"– {fault}"))
    way = way_back(read_settings())
    if way:
        tell(way)
    return UNSOUND


def way_back(settings: Settings) -> str:
    """The last good copy and the command that takes it back; nothing is done."""
    folder = _folder(settings)
    copy = last_good(folder, stem_of(settings.database))
    if copy is None:
        return phrase("Aucune sauvegarde saine n’est dans le dossier des sauvegardes.")
    if copy.is_encrypted:
        sentence = (
            "Dernière sauvegarde, chiffrée, saine quand elle a été faite : {day}. Pour la "
            "reprendre : {program} restore {name} --key suivi du fichier de la clef, celui qui a "
            "été rangé ailleurs."
        )
    else:
        sentence = "Dernière sauvegarde saine : {day}. Pour la reprendre : {program} restore {name}"
    return phrase(sentence, day=_moment(copy), program=PROGRAM, name=copy.path.name)


def _find(file: Path, settings: Settings) -> Path:
    """A file, or the name alone of a copy of the usual folder. Raises StorageRefused."""
    named = _folder(settings) / file.name
    if file.is_file():
        return file.absolute()
    if file.name == str(file) and named.is_file():
        return named
    known = list_copies(_folder(settings), stem_of(settings.database))
    names = ", ".join(copy.path.name for copy in known[:5]) or "aucune"
    raise StorageRefused(
        f"« {file.name} » n’est pas un fichier. Sauvegardes de ce dossier : {names}."
    )


def _folder(settings: Settings) -> Path:
    return settings.backups or folder_of(settings.database)


def _tell_contents(made: Backup) -> str:
    if made.contents is None:
        return phrase("d’une version antérieure des données, copiée telle quelle")
    return _tell(made.contents)


def _tell(contents: Contents) -> str:
    return ", ".join(
        (
            count("diagnostic", contents.diagnostics),
            count("personne", contents.people),
            count("réponse", contents.answers),
        )
    )


def _size(octets: int) -> str:
    if octets < 1_000_000:
        return phrase("{n} ko", n=VOICE.whole(max(1, round(octets / 1_000))))
    return phrase("{n} Mo", n=VOICE.number(octets / 1_000_000))


def _moment(copy: Copy) -> str:
    return f"{VOICE.day(copy.made_at.date())}, {copy.made_at:%H:%M}"
