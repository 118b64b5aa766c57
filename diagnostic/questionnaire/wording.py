"""From a technical fault to a French sentence with its place in the file."""

from typing import Any

from diagnostic.questionnaire.tree import Bare, Location

_LANGUAGES = {"fr": "français", "en": "anglais"}


def heard(faults: list[Any]) -> list[Any]:
    """The faults worth telling: a list is not too short for having a faulty element."""
    places = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(
            len(where) > len(fault["loc"]) and where[: len(fault["loc"])] == fault["loc"]
            for where in places
        )
    ]


def locate(fault: Any) -> Location:
    """Where in the file one pydantic error is, without the steps that pydantic adds."""
    where = tuple(step for step in fault["loc"] if step != "[key]")
    if where[:1] == ("questions",) and len(where) > 2:
        # The third step is the kind of the question, which could pass for one of its keys.
        return (*where[:2], *where[3:])
    return where


def explain(fault: Any) -> tuple[str, str]:
    """Cause and cure, in French, of one pydantic error."""
    kind, where, given = fault["type"], locate(fault), fault["input"]
    name = _name(where)
    context = fault.get("ctx", {})
    if kind == "missing":
        if name in _LANGUAGES:
            return (
                f"Il manque le texte en {_LANGUAGES[name]}.",
                f"Ajoutez une ligne « {name}: … ».",
            )
        return f"Il manque « {name} ».", f"Ajoutez la clé « {name}: »."
    if kind == "extra_forbidden":
        return (
            f"La clé « {name} » n’est pas connue ici.",
            "Corrigez son orthographe ou retirez-la.",
        )
    if given is None:
        return f"« {name} » est vide.", "Complétez la ligne, ou retirez-la."
    if kind in ("string_type", "string_sub_type"):
        return (
            f"« {name} » doit être un texte.",
            'Mettez la valeur entre guillemets, par exemple "01001".',
        )
    if kind == "string_too_short":
        return "Le texte est vide.", "Écrivez-le, ou retirez l’élément."
    if kind == "string_pattern_mismatch":
        return (
            f"{_quote(given)} n’a pas la forme attendue pour « {name} ».",
            "Identifiant : 40 lettres sans accent, chiffres, points ou tirets, et d’abord une "
            "lettre ; version : 1.0.0 ; date : 2026-11-22.",
        )
    if kind in ("int_type", "int_parsing", "int_from_float"):
        return f"« {name} » doit être un nombre entier.", "Écrivez par exemple 3, sans guillemets."
    if kind in ("bool_type", "bool_parsing"):
        return f"« {name} » doit être vrai ou faux.", "Écrivez true ou false."
    if kind in ("too_short", "too_long"):
        return _count(name, kind, context)
    if kind in ("literal_error", "enum"):
        return (
            f"{_quote(given)} n’est pas accepté pour « {name} ».",
            f"Choisissez parmi : {str(context.get('expected', '')).replace(' or ', ', ')}.",
        )
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return (
            "Le genre de cette question n’est pas reconnu.",
            "Écrivez « kind: » suivi de scale, levels, choice, choices, ranking ou text.",
        )
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return (
            f"« {name} » doit contenir plusieurs lignes « clé: valeur ».",
            "Vérifiez le retrait des lignes suivantes ; pour un texte, écrivez {fr: …, en: …}.",
        )
    if kind in ("tuple_type", "list_type"):
        return f"« {name} » doit être une liste.", "Commencez chaque élément par un tiret « - »."
    return f"La valeur de « {name} » n’est pas acceptée.", "Comparez avec un questionnaire fourni."


def _name(where: Location) -> str:
    """The key of a part; for an element of a list, the list's key and its rank from 1."""
    if where and isinstance(where[-1], int):
        return f"{where[-2]}, n° {where[-1] + 1}" if len(where) > 1 else ""
    return str(where[-1]) if where else ""


def _quote(given: object) -> str:
    if isinstance(given, str | int | Bare):
        text = str(given)
        return f"« {text[:40]}… »" if len(text) > 40 else f"« {text} »"
    return "Cette valeur"


def _count(name: str, kind: str, context: Any) -> tuple[str, str]:
    found = context.get("actual_length", "trop")
    if name == "levels":
        return (
            f"Une question à niveaux en décrit cinq, de 0 à 4 ; il y en a {found}.",
            "Décrivez chaque niveau, une ligne chacun.",
        )
    if kind == "too_short":
        return (
            f"« {name} » a {found} élément{'' if found in (0, 1) else 's'}.",
            f"Il en faut {context.get('min_length')} au moins.",
        )
    return (
        f"« {name} » a {found} éléments.",
        f"Il en faut {context.get('max_length')} au plus.",
    )
