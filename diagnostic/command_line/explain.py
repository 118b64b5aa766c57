"""The command that makes a figure explain itself, with the words of the screens."""

import argparse
import json
import re
from datetime import date

from diagnostic import benchmarks
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.command_line.campaigns import choose_wave, find, open_store, released
from diagnostic.command_line.speech import (
    PROGRAM,
    VOICE,
    Misused,
    phrase,
    tell,
    tell_columns,
    write,
)
from diagnostic.indicators.overlay import overlay
from diagnostic.indicators.reading import read_tables
from diagnostic.questionnaire import current
from diagnostic.readings.explanations import (
    Beside,
    Catalogue,
    Explanation,
    Measured,
    UnknownFigure,
    explain_plainly,
    say_lines,
)
from diagnostic.readings.movements import (
    Compared,
    Moment,
    find_followed,
    find_same_questions,
)
from diagnostic.readings.rules import current_rules
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, Perimeter

_MOVEMENT = re.compile(r"bouge\.(\d+)-(\d+)\.", re.IGNORECASE)


def explain(options: argparse.Namespace) -> int:
    """One figure of a wave, with its formula and what it rests on; or the list of them."""
    if options.figure is None and options.liste is None:
        raise Misused(
            phrase(
                "Il manque le nom d’un chiffre, par exemple R1.F01.citoyen : « {program} explain "
                "{diagnostic} --liste » les donne tous.",
                program=PROGRAM,
                diagnostic=options.diagnostic,
            )
        )
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        earlier, wave = _choose_waves(store, diagnostic, options)
        catalogue = _make_catalogue(store, diagnostic, earlier, wave)
        if options.liste is not None:
            _tell_list(catalogue, options.liste or options.figure or "", as_json=options.json)
            return 0
        try:
            explanation = catalogue.explain(options.figure)
        except UnknownFigure as unknown:
            raise Misused(_say_unknown(unknown, diagnostic.code)) from None
    if options.json:
        _write(explain_plainly(VOICE, explanation))
    else:
        _tell(explanation)
    return 0


def _choose_waves(
    store: Store, diagnostic: Diagnostic, options: argparse.Namespace
) -> tuple[Wave | None, Wave]:
    """The wave that is asked for, and the one that it is compared with.

    A movement names its two waves (« bouge.1-3.F01.citoyen »); else it is the one before.
    """
    named = _MOVEMENT.match(options.figure or options.liste or "")
    if named:
        first, last = (int(number) for number in named.groups())
        wave = choose_wave(store, diagnostic, last)
        return (choose_wave(store, diagnostic, first) if 0 < first < last else None), wave
    wave = choose_wave(store, diagnostic, options.wave)
    before = [one for one in store.waves(diagnostic) if one.number < wave.number]
    return (before[-1] if before else None), wave


def _make_catalogue(
    store: Store, diagnostic: Diagnostic, earlier: Wave | None, wave: Wave
) -> Catalogue:
    content, shown = released(store, diagnostic, wave)
    return Catalogue(
        VOICE,
        content,
        shown,
        benchmarks.read(current()),
        current_rules(),
        own=store.local_questions(diagnostic),
        beside=Beside(
            measured=lambda: _measure(store, diagnostic),
            families=lambda: store.families(diagnostic, wave),
            waves=(earlier.number, wave.number) if earlier else None,
            compared=(lambda: _compare(store, diagnostic, earlier, wave)) if earlier else None,
        ),
    )


def _measure(store: Store, diagnostic: Diagnostic) -> Measured:
    """The public statistics, with those that were imported over them."""
    gazetteer, where = Gazetteer.read(), diagnostic.territory
    territory = (
        gazetteer.as_territory(where, diagnostic.code)
        if isinstance(where, Perimeter)
        else gazetteer.get(where)
    )
    return Measured(
        overlay(read_tables(), store.layers(), gazetteer), territory, gazetteer, date.today().year
    )


def _compare(store: Store, diagnostic: Diagnostic, earlier: Wave, wave: Wave) -> Compared:
    before, after = (
        Moment(one.number, *released(store, diagnostic, one)) for one in (earlier, wave)
    )
    panel = store.panel(diagnostic, earlier, wave, find_same_questions(before, after))
    return Compared(before, after, find_followed(before, after, panel, diagnostic.threshold))


def _tell(explanation: Explanation) -> None:
    tell(f"{explanation.name}  {explanation.title}")
    tell(explanation.shown)
    last = ""
    for heading, line in say_lines(VOICE, explanation):
        if heading != last:
            tell(f"{heading}")
            last = heading
        tell(f"  {line}")


def _tell_list(catalogue: Catalogue, start: str, *, as_json: bool) -> None:
    """The figures that may be shown; those whose name begins so, where a name is given."""
    names = [name for name in catalogue.names if name.casefold().startswith(start.casefold())]
    shown = tuple(catalogue.shown(names))
    if as_json:
        _write([{"nom": one.name, "titre": one.title, "affiche": one.shown} for one in shown])
    elif shown:
        tell_columns((one.name, one.title, one.shown) for one in shown)
    else:
        tell(phrase("Aucun chiffre ne peut être montré : trop peu de réponses."))


def _say_unknown(unknown: UnknownFigure, code: str) -> str:
    listing = phrase("« {program} explain {code} --liste »", program=PROGRAM, code=code)
    if not unknown.near:
        return phrase(
            "Aucun chiffre ne s’appelle « {name} » : {listing} en donne la liste.",
            name=unknown.name,
            listing=listing,
        )
    return phrase(
        "Aucun chiffre ne s’appelle « {name} ». Les noms les plus proches : {near}. {listing} "
        "donne la liste.",
        name=unknown.name,
        near=", ".join(unknown.near),
        listing=listing,
    )


def _write(values: object) -> None:
    write(json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n")
