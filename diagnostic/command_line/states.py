"""Commands about time: states that are kept, and what moved between two waves."""

import argparse

from diagnostic import benchmarks
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.command_line.campaigns import (
    choose_wave,
    find,
    name_of,
    open_store,
    released,
    tell_wave,
)
from diagnostic.command_line.report import Report
from diagnostic.command_line.speech import VOICE, Misused, phrase, tell, tell_columns
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.readings.movement_words import (
    name_subject,
    say_changed,
    say_followed,
    say_movement,
    say_moves,
)
from diagnostic.readings.movements import (
    Moment,
    Moves,
    is_same_question,
    read_anchor_moves,
    read_axis_moves,
    read_domain_moves,
)
from diagnostic.readings.rules import current_rules
from diagnostic.readings.settings import Setting, read_setting, write_setting
from diagnostic.storage import StateName, Store
from diagnostic.territories import Gazetteer


def list_states(options: argparse.Namespace) -> int:
    """The states that are kept of a diagnostic."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        names = store.state_names(diagnostic)
        numbers = {wave.id: wave.number for wave in store.waves(diagnostic)}
    if not names:
        tell(phrase("Aucun état gardé."))
        return 0
    tell_columns(
        (
            str(name.id),
            VOICE.day(name.frozen_on),
            phrase("vague {n}", n=numbers[name.wave_id]),
            name.title,
        )
        for name in names
    )
    return 0


def freeze(options: argparse.Namespace) -> int:
    """Keep what everybody sees of a wave today, under a name."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        wave = choose_wave(store, diagnostic, options.wave)
        setting = Setting(
            diagnostic.threshold,
            benchmarks.read(current()),
            current_rules(),
            store.local_questions(diagnostic),
            diagnostic.totals,
            store.gathered(diagnostic, wave),
        )
        kept = store.freeze_state(diagnostic, wave, " ".join(options.name), write_setting(setting))
    tell(
        phrase(
            "État {n} gardé : « {title} », vague {wave}, {day}.",
            n=kept.id,
            title=kept.title,
            wave=wave.number,
            day=VOICE.day(kept.frozen_on),
        )
    )
    return 0


def show_state(options: argparse.Namespace) -> int:
    """The figures of a state, as they were."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        name = _choose(store, diagnostic, options.number)
        state = store.frozen_state(name.id)
        wave = next(one for one in store.waves(diagnostic) if one.id == state.wave_id)
        content = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
    setting = read_setting(state.setting) if state.setting else None
    threshold = setting.threshold if setting else diagnostic.threshold
    figures = setting.benchmarks if setting else benchmarks.read(current())
    tell(phrase("État du {day} : « {title} »", day=VOICE.day(state.frozen_on), title=state.title))
    tell(f"{diagnostic.title}  {diagnostic.code}")
    tell(name_of(diagnostic, Gazetteer.read()))
    tell(phrase("Vague {n}", n=wave.number))
    if diagnostic.fictitious:
        tell(phrase("Données fictives."))
    shown = state.publication.release(content, threshold)
    if setting:
        shown = shown.knowing(setting.totals, setting.gathered)
    for line in Report(content, shown, figures).lines():
        tell(line)
    return 0


def forget(options: argparse.Namespace) -> int:
    """Forget a state that was kept."""
    with open_store() as store:
        name = _choose(store, find(store, options.diagnostic), options.number)
        store.drop_state(name.id)
    tell(phrase("État {n} oublié : « {title} ».", n=name.id, title=name.title))
    return 0


def show_moves(options: argparse.Namespace) -> int:
    """What moved between two waves: the last two, unless told."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        after = choose_wave(store, diagnostic, options.wave)
        if after.number < 2:
            raise Misused(
                phrase("La vague {n} est la première : rien à lui comparer.", n=after.number)
            )
        before = choose_wave(store, diagnostic, options.since or after.number - 1)
        if before.number >= after.number:
            raise Misused(phrase("La vague de départ doit venir avant l’autre."))
        then, now = (_moment(store, diagnostic, wave) for wave in (before, after))
        asked = [
            question
            for question in now.questionnaire.by_id.values()
            if is_same_question(then.questionnaire.by_id.get(question.id), question)
        ]
        told = store.panel(diagnostic, before, after, asked)
    followed = {
        (one.question_id, one.viewpoint): one for one in told if one.given >= diagnostic.threshold
    }
    tell(f"{diagnostic.title}  {diagnostic.code}")
    tell(tell_wave(before))
    tell(tell_wave(after))
    if diagnostic.fictitious:
        tell(phrase("Données fictives."))
    content = now.questionnaire
    _tell_moves(
        content,
        phrase("Fragilités, de 0 à 10"),
        read_domain_moves(then, now, followed=followed),
    )
    _tell_moves(content, phrase("Façon de coopérer, de 0 à 4"), read_axis_moves(then, now))
    figures = benchmarks.read(current())
    for name, moves in read_anchor_moves(then, now, figures).items():
        _tell_moves(content, f"{name}  {content.question(name).wording.fr}", moves)
    return 0


def _tell_moves(content: Questionnaire, title: str, moves: Moves) -> None:
    tell("")
    tell(title)
    tell(say_moves(VOICE, moves))
    if changed := say_changed(VOICE, moves.changed):
        tell(changed)
    for row in moves.rows:
        tell(f"  {row.label['fr']}")
        for one in row.movements:
            regard = name_subject(VOICE, content, one).lower()
            base = f"n = {one.given[0]}, {one.given[1]}"
            if one.viewpoint is None:
                base = phrase("{n} regards", n=one.given[0])
            tell(f"    {regard} {say_movement(VOICE, moves, one)} ({base})")
            if followed := say_followed(VOICE, moves, one):
                tell(f"      {followed}")


def _moment(store: Store, diagnostic: Diagnostic, wave: Wave) -> Moment:
    return Moment(wave.number, *released(store, diagnostic, wave))


def _choose(store: Store, diagnostic: Diagnostic, number: int) -> StateName:
    """The state of this number, of this diagnostic. Raises Misused."""
    names = store.state_names(diagnostic)
    found = [name for name in names if name.id == number]
    if not found:
        raise Misused(
            phrase(
                "« {title} » n’a pas d’état {n} : choisissez parmi {known}.",
                title=diagnostic.title,
                n=number,
                known=", ".join(str(name.id) for name in names) or phrase("aucun"),
            )
        )
    return found[0]
