#!/bin/sh
# Gathers the interface's French sentences and brings the English catalogue up to date.
# « --check » changes nothing: it fails, and names the sentences, where the catalogue is behind.
# Python's own grammar reads the code: Babel's reader loses a sentence said inside another one.
# A refusal carries its sentence to the screen that says it: it is gathered where it is raised.
set -eu
exec "$1/python" - "${2:-}" <<'PYTHON'
import ast
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path("diagnostic/texts/locale/en/LC_MESSAGES")
PO, MO = HOME / "regards.po", HOME / "regards.mo"
ARGUMENTS = {"say": 1, "say_many": 2, "Sentence": 1}
REFUSAL = "Refusal"
UNREAD = "Phrase que l’on ne peut pas relever, écrivez-la en toutes lettres :"
TWOFOLD = "Deux pluriels pour un même singulier, changez l’un des deux :"
WAITING = "Sans anglais dans le catalogue :"


def name_of(node):
    """« say » of `say(…)` and of `voice.say(…)`."""
    return getattr(node, "attr", None) or getattr(node, "id", None)


def sentences_in(node):
    """What an argument says: one sentence, or those of the two ways of a condition."""
    if isinstance(node, ast.IfExp):
        return sentences_in(node.body) + sentences_in(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def is_voice(node):
    """True for `voice`, `view.voice` and `session.voice()`."""
    return name_of(node.func if isinstance(node, ast.Call) else node) in ("voice", "VOICE")


def refusals_in(trees):
    """Name → class, for the refusals: the classes that descend from « Refusal », and itself."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {REFUSAL: None}
    while new := {
        one.name: one
        for one in classes
        if one.name not in found and any(name_of(base) in found for base in one.bases)
    }:
        found |= new
    return found


def makers_in(refusals):
    """The names of the refusals that make their sentence themselves."""
    return {
        name
        for name, one in refusals.items()
        if one and any(getattr(part, "name", "") == "__init__" for part in one.body)
    }


def refused_in(tree, refusals, makers):
    """Each refusal of a module, as the line where it is, and its sentences."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) in refusals.keys() - makers
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in makers:
            inside = (part for part in ast.walk(node) if isinstance(part, ast.Call))
            calls += [part for part in inside if name_of(part.func) == "__init__"]
    return [(call.lineno, sentences_in(call.args[0])) for call in calls if call.args]


def gather(paths):
    """The sentences that the voices say; the places where no sentence can be read; the plurals
    whose singular is another's, which a catalogue would take for it."""
    found, unread, twofold = Catalog(charset="utf-8"), [], []
    trees = {path: ast.parse(path.read_text(encoding="utf-8"), path) for path in paths}
    refusals = refusals_in(trees.values())
    makers = makers_in(refusals)
    for path, tree in trees.items():
        for line, sentences in refused_in(tree, refusals, makers):
            for sentence in sentences:
                found.add(sentence)
            if not sentences:
                unread.append(f"{path}:{line}")
        for node in ast.walk(tree):
            wanted = ARGUMENTS.get(name_of(node.func), 0) if isinstance(node, ast.Call) else 0
            if not wanted:
                continue
            said = [sentences_in(argument) for argument in node.args[:wanted]]
            if len(said) < wanted or not all(said):
                if is_voice(getattr(node.func, "value", None)):
                    unread.append(f"{path}:{node.lineno}")
            elif wanted == 1:
                for sentence in said[0]:
                    found.add(sentence)
            else:
                for pair in zip(*said, strict=True):
                    known = found.get(pair[0])
                    if known is not None and parts_of(known.id)[1:] not in ((), pair[1:]):
                        twofold.append(pair)
                    found.add(pair)
    return found, unread, twofold


def parts_of(said):
    """The sentence alone, or its singular and its plural; an empty one where there is none."""
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def ids_of(catalogue):
    """The sentence, or its singular and plural → the message; without the header."""
    return {parts_of(message.id): message for message in catalogue if message.id}


def is_said(message):
    """True where the English, of the singular and of the plural, is there and is sure."""
    return all(parts_of(message.string)) and not message.fuzzy


def as_po(catalogue):
    file = BytesIO()
    write_po(file, catalogue, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalogue):
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def is_compiled(catalogue):
    """True where the .mo says what the .po says."""
    if not MO.exists():
        return False
    compiled = ids_of(read_mo(BytesIO(MO.read_bytes())))
    known = {name: parts_of(m.string) for name, m in ids_of(catalogue).items() if is_said(m)}
    return {name: parts_of(m.string) for name, m in compiled.items()} == known


def tell(title, found):
    """One line for each, on the error stream; True where there is one."""
    for each in found:
        sys.stderr.write(f"{title} {' / '.join(parts_of(each))}\n")
    return bool(found)


folders = (Path("pages"), Path("diagnostic"))
files = [Path("app.py"), *(file for folder in folders for file in sorted(folder.rglob("*.py")))]
found, unread, twofold = gather(files)
catalogue = read_po(BytesIO(PO.read_bytes()), locale="en")
if sys.argv[1] == "--check":
    known, said = ids_of(catalogue), ids_of(found)
    waiting = [name for name, m in known.items() if name in said and not is_said(m)]
    behind = [
        tell(UNREAD, unread),
        tell(TWOFOLD, twofold),
        tell("Absente du catalogue (make texts) :", [n for n in said if n not in known]),
        tell("Plus dite par le code (make texts) :", [n for n in known if n not in said]),
        tell(WAITING, waiting),
    ]
    if not any(behind) and not is_compiled(catalogue):
        behind = [tell("Catalogue à compiler (make texts) :", [str(MO)])]
    sys.exit(any(behind))
catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
for path, content in ((PO, as_po(catalogue)), (MO, as_mo(catalogue))):
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
tell(WAITING, [name for name, message in ids_of(catalogue).items() if not is_said(message)])
sys.exit(any([tell(UNREAD, unread), tell(TWOFOLD, twofold)]))
PYTHON
