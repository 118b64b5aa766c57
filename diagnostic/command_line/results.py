"""Commands that give what people said: figures that may be shown, answers without persons."""

import argparse
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from diagnostic import benchmarks
from diagnostic.answers import Passage
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.command_line.campaigns import (
    choose_wave,
    find,
    name_of,
    open_store,
    released,
    tell_wave,
)
from diagnostic.command_line.families import tell_families
from diagnostic.command_line.free_texts import free_texts
from diagnostic.command_line.report import Report
from diagnostic.command_line.speech import Misused, phrase, tell, warn, write
from diagnostic.exchange.families import published_families
from diagnostic.exchange.meanings import published_meanings
from diagnostic.exchange.scores import published_scores
from diagnostic.questionnaire import Question, current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer


def show_scores(options: argparse.Namespace) -> int:
    """The released figures of one wave, as text or as JSON."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        wave = choose_wave(store, diagnostic, options.wave)
        content, shown = released(store, diagnostic, wave)
        families = store.families(diagnostic, wave)
    figures = benchmarks.read(current())
    if options.json:
        scores = _heading(diagnostic, wave) | published_scores(shown, content, figures)
        scores |= {"lectures": published_meanings(shown, content, figures)}
        scores |= {"familles": published_families(families, shown, content)}
        write(json.dumps(scores, ensure_ascii=False, indent=2).encode() + b"\n")
        return 0
    tell(f"{diagnostic.title}  {diagnostic.code}")
    tell(name_of(diagnostic, Gazetteer.read()))
    tell(tell_wave(wave))
    if diagnostic.fictitious:
        tell(phrase("Données fictives."))
    for line in Report(content, shown, figures).lines():
        tell(line)
    for line in tell_families(families, shown, content):
        tell(line)
    return 0


def _heading(diagnostic: Diagnostic, wave: Wave) -> dict[str, object]:
    return {
        "diagnostic": {
            "code": diagnostic.code,
            "titre": diagnostic.title,
            "donnees_fictives": diagnostic.fictitious,
        },
        "vague": {
            "numero": wave.number,
            "ouverte_le": wave.opened_on.isoformat(),
            "close_le": wave.closed_on.isoformat() if wave.closed_on else None,
        },
    }


def export(options: argparse.Namespace) -> int:
    """The answers of one wave as a CSV file; what is left out is told on the error stream."""
    for path in (options.output, options.comments):
        if path is not None and path.exists() and not options.force:
            raise Misused(
                phrase(
                    "« {file} » existe déjà : choisissez un autre nom, ou ajoutez --force pour le "
                    "remplacer.",
                    file=path,
                )
            )
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        wave = choose_wave(store, diagnostic, options.wave)
        content = _export(store, diagnostic, wave, french=not options.international)
        if options.comments is not None:
            texts = _free_texts(store, diagnostic, wave, french=not options.international)
            _write_file(options.comments, texts, replace_it=options.force)
            warn(
                phrase(
                    "Textes libres écrits dans {file} : ils peuvent nommer ou faire reconnaître "
                    "quelqu’un. Relisez-les, ne les diffusez pas tels quels, effacez ce fichier "
                    "ensuite.",
                    file=options.comments,
                )
            )
    if options.output is None:
        write(content)
        return 0
    _write_file(options.output, content, replace_it=options.force)
    warn(phrase("Réponses écrites dans {file}", file=options.output))
    return 0


def _export(store: Store, diagnostic: Diagnostic, wave: Wave, *, french: bool) -> bytes:
    # Loading pandas takes longer than any other command takes to run.
    from diagnostic import tables

    if wave.closed_on is None:
        raise Misused(
            phrase(
                "La vague {n} est encore ouverte : deux fichiers pris à deux moments diraient, par "
                "différence, qui a répondu entre-temps. Fermez la vague, puis exportez.",
                n=wave.number,
            )
        )
    questionnaire = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
    local = store.local_questions(diagnostic, with_withdrawn=True)
    known = {**questionnaire.by_id, **{question.id: question for question in local}}
    state = store.publication(diagnostic, wave)
    shown = state.release(questionnaire, diagnostic.threshold)
    groups, still_there = _by_regard(store.counted_passages(wave)), store.counted_people(wave)
    kept: list[Passage] = []
    for route in questionnaire.routes:
        passages, regard = groups.get(route.viewpoint, []), route.plural.fr
        if route.viewpoint not in shown.people or len(passages) < diagnostic.threshold:
            warn(
                phrase(
                    "{regard} : laissés de côté, moins de {n} personnes.",
                    regard=regard,
                    n=diagnostic.threshold,
                )
            )
            continue
        if still_there.get(route.viewpoint, 0) < state.people[route.viewpoint]:
            warn(
                phrase(
                    "{regard} : laissés de côté, des réponses ont été effacées depuis que les "
                    "résultats sont arrêtés.",
                    regard=regard,
                )
            )
            continue
        parted = state.options(route.viewpoint, diagnostic.threshold)
        unsafe = _telling(
            known.values(), passages, diagnostic.threshold, parted[0] if parted else None
        )
        if unsafe:
            warn(
                phrase(
                    "{regard} : sans les réponses à {names}, qui feraient reconnaître quelqu’un "
                    "(moins de {n} personnes).",
                    regard=regard,
                    names=", ".join(unsafe),
                    n=diagnostic.threshold,
                )
            )
        told = {
            name
            for name, question in known.items()
            if question.kind != "text"
            and (tally := shown.tally(name, route.viewpoint))
            and tally.given >= diagnostic.threshold
        }
        kept += [_without(passage, told.difference(unsafe)) for passage in passages]
    frame = tables.export_answers(kept, questionnaire, {wave.id: wave.number}, local=local)
    return tables.to_csv(frame, french=french)


def _free_texts(store: Store, diagnostic: Diagnostic, wave: Wave, *, french: bool) -> bytes:
    from diagnostic import tables
    from diagnostic.tables.free_texts import free_texts_table

    content, shown = released(store, diagnostic, wave)
    found = free_texts(store, diagnostic, wave, shown, content)
    return tables.to_csv(free_texts_table(found), french=french)


def _by_regard(passages: Iterable[Passage]) -> dict[Viewpoint, list[Passage]]:
    """The people who said at least one thing."""
    groups: dict[Viewpoint, list[Passage]] = {}
    for passage in passages:
        if passage.answers:
            groups.setdefault(passage.submission.viewpoint, []).append(passage)
    return groups


def _telling(
    questions: Iterable[Question],
    passages: Collection[Passage],
    threshold: int,
    parted: str | None,
) -> list[str]:
    """The questions that say who a person is and would cut the regard into too small parts.

    Those of the profile but the one by which the regard is `parted` on the screens, and the local
    choices: a territory may ask which village one lives in. One that is kept is crossed with the
    next: age and place, each safe, may name a person together.
    """
    unsafe = []
    parts: dict[int, tuple[object, ...]] = {number: () for number in range(len(passages))}
    for question in questions:
        if not (
            question.id.startswith("profil.") or (question.local and question.kind == "choice")
        ):
            continue
        if not any(question.id in passage.answers for passage in passages):
            continue
        finer = {
            number: (*parts[number], _said(passage, question))
            for number, passage in enumerate(passages)
        }
        profile = question.id.startswith("profil.") and question.id != parted
        if profile or min(Counter(finer.values()).values()) < threshold:
            unsafe.append(question.id)
        else:
            parts = finer
    return unsafe


def _said(passage: Passage, question: Question) -> object:
    answer = passage.answers.get(question.id)
    return (answer.state, answer.value) if answer else None


def _without(passage: Passage, told: Collection[str]) -> Passage:
    """What may be exported of one person: neither comments nor the answers outside `told`."""
    answers = {name: answer for name, answer in passage.answers.items() if name in told}
    return replace(passage, answers=answers, comments={})


def _write_file(path: Path, content: bytes, *, replace_it: bool) -> None:
    try:
        with path.open("wb" if replace_it else "xb") as file:
            file.write(content)
    except OSError:
        raise Misused(
            phrase(
                "« {file} » ne peut pas être écrit : choisissez un autre emplacement, ou vérifiez "
                "que vous en avez le droit.",
                file=path,
            )
        ) from None
