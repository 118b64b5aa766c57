"""The command that makes a figure explain itself, with the words of the screens."""

import argparse
import json

from diagnostic import benchmarks
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
from diagnostic.questionnaire import current
from diagnostic.readings.explanations import (
    Catalogue,
    Explanation,
    UnknownFigure,
    explain_plainly,
    say_lines,
)
from diagnostic.readings.rules import current_rules


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
        wave = choose_wave(store, diagnostic, options.wave)
        content, shown = released(store, diagnostic, wave)
        own = store.local_questions(diagnostic)
    figures = benchmarks.read(current())
    catalogue = Catalogue(VOICE, content, shown, figures, current_rules(), own=own)
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
