"""Commands about the memory: where it is, which diagnostics it holds, the demonstration."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.command_line.speech import PROGRAM, VOICE, Misused, phrase, tell
from diagnostic.confidence import Release
from diagnostic.demonstration import fill
from diagnostic.questionnaire import Questionnaire
from diagnostic.rights import MACHINE
from diagnostic.settings import read_settings
from diagnostic.storage import Store, UnknownDiagnostic
from diagnostic.storage.serving import AlreadyServed, claim, release
from diagnostic.territories import Gazetteer, Perimeter
from diagnostic.territories.spelling import fold


def list_diagnostics(options: argparse.Namespace) -> int:
    """Each diagnostic with its waves, and people where a regard has enough of them."""
    with open_store() as store:
        found = store.diagnostics()
        if not found:
            tell(phrase("Aucun diagnostic pour l’instant."))
            return 0
        gazetteer = Gazetteer.read()
        for diagnostic in found:
            tell(f"{diagnostic.code}  {diagnostic.title}")
            tell(f"  {name_of(diagnostic, gazetteer)}")
            if diagnostic.fictitious:
                tell(phrase("  Données fictives."))
            for wave in store.waves(diagnostic):
                tell(f"  {tell_wave(wave)} : {_tell_people(store, diagnostic, wave)}")
    return 0


def name_of(diagnostic: Diagnostic, gazetteer: Gazetteer) -> str:
    """The territory as people call it; its key where the table no longer has it."""
    territory = diagnostic.territory
    if isinstance(territory, Perimeter):
        return territory.name
    if territory not in gazetteer:
        return str(territory)
    return gazetteer.label(gazetteer.get(territory))


def tell_wave(wave: Wave) -> str:
    """« Vague 1, ouverte le 3 mars 2026 »."""
    opened = phrase("Vague {n}, ouverte le {day}", n=wave.number, day=VOICE.day(wave.opened_on))
    if wave.closed_on is None:
        return opened
    return opened + phrase(", close le {day}", day=VOICE.day(wave.closed_on))


def _tell_people(store: Store, diagnostic: Diagnostic, wave: Wave) -> str:
    content, shown = released(store, diagnostic, wave)
    told = [
        f"{route.plural.fr.lower()} {people}"
        for route in content.routes
        if (people := shown.people.get(route.viewpoint))
    ]
    if not told:
        return phrase("pas encore de regard d’au moins {n} personnes", n=diagnostic.threshold)
    return ", ".join(told)


def released(store: Store, diagnostic: Diagnostic, wave: Wave) -> tuple[Questionnaire, Release]:
    """The questionnaire of a wave, and what the diagnostic's threshold lets be shown of it."""
    content = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
    shown = store.publication(diagnostic, wave).release(content, diagnostic.threshold)
    return content, shown.knowing(diagnostic.totals, store.gathered(diagnostic, wave))


def migrate(options: argparse.Namespace) -> int:
    """Make the tables, or bring them up to date; a damaged file is set aside and told."""
    where = read_settings().database
    # Beside a server that runs, the file was examined when that one started.
    with suppress(AlreadyServed):
        claim(where)
        release(where)
    with open_store():
        tell(phrase("Base prête : {place}", place=_place()))
    return 0


def demo(options: argparse.Namespace) -> int:
    """Fill the demonstration, unless it is there."""
    with open_store() as store:
        diagnostic = fill(store, Gazetteer.read())
        tell(
            phrase(
                "Démonstration prête : {title}, code {code}, données fictives. Base : {place}",
                title=diagnostic.title,
                code=diagnostic.code,
                place=_place(),
            )
        )
    return 0


@contextmanager
def open_store() -> Iterator[Store]:
    """The memory of this installation, as whoever is at its machine has it.

    Raises SettingsRefused and the refusals of the storage.
    """
    with Store.open(read_settings()) as opened:
        yield opened.as_actor(MACHINE)


def _place() -> str:
    """Where the data are, without the password that an address may hold."""
    where = read_settings().database
    if isinstance(where, Path):
        return str(where)
    address = urlsplit(where)
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}{address.path}"


def find(store: Store, words: str) -> Diagnostic:
    """The diagnostic of this code, or the only one whose title begins so. Raises Misused."""
    try:
        return store.diagnostic(words)
    except UnknownDiagnostic:
        wanted = fold(words)
    found = [d for d in store.diagnostics() if wanted and fold(d.title).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Misused(
            phrase(
                "Aucun diagnostic n’a le code « {words} » ni un nom qui commence ainsi : "
                "« {program} diagnostics » en donne la liste.",
                words=words,
                program=PROGRAM,
            )
        )
    raise Misused(
        phrase(
            "Plusieurs noms commencent par « {words} » : donnez le code, parmi {codes}.",
            words=words,
            codes=", ".join(f"{d.code} ({d.title})" for d in found),
        )
    )


def choose_wave(store: Store, diagnostic: Diagnostic, number: int | None) -> Wave:
    """The wave of this number, the latest one where there is none. Raises Misused."""
    waves = {wave.number: wave for wave in store.waves(diagnostic)}
    wave = waves.get(number or max(waves))
    if wave is None:
        raise Misused(
            phrase(
                "« {title} » n’a pas de vague {n} : choisissez parmi {known}.",
                title=diagnostic.title,
                n=number,
                known=", ".join(map(str, waves)),
            )
        )
    return wave
