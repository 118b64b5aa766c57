"""Faults of meaning that types cannot see: ids, references, scales, conditions, versions."""

from collections.abc import Iterator

from diagnostic.questionnaire.models import (
    ChoiceQuestion,
    ChoicesQuestion,
    Condition,
    LevelsQuestion,
    Option,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.questionnaire.route_faults import find_route_faults
from diagnostic.questionnaire.tree import Fault, Location

MOST_OPTIONS = 20
LONGEST_IDENTIFIER = 41


def find_faults(questionnaire: Questionnaire, earlier: Questionnaire | None) -> list[Fault]:
    """Every fault of a well-formed questionnaire, against itself and the version before it."""
    broken = [*_references(questionnaire)]
    faults = [
        *broken,
        *_duplicates(questionnaire),
        *_scales(questionnaire),
        *_options(questionnaire),
        *find_route_faults(questionnaire, _questions(questionnaire)),
    ]
    # The questions cannot be expanded on broken references.
    if earlier is not None and not broken:
        faults += _changes(questionnaire, earlier)
    return faults


def _references(q: Questionnaire) -> Iterator[Fault]:
    for n, aspect in enumerate(q.aspects):
        if aspect.scale and aspect.scale not in q.scales:
            yield (
                ("aspects", n, "scale"),
                f"L’échelle « {aspect.scale} » n’existe pas.",
                "Définissez-la sous « scales: » ou corrigez son nom.",
            )
        elif aspect.kind != "text" and not aspect.scale:
            yield (
                ("aspects", n),
                f"L’aspect « {aspect.id} » n’a pas d’échelle.",
                "Ajoutez « scale: ».",
            )
        if aspect.wording is None:
            for m, domain in enumerate(q.domains):
                if aspect.id not in domain.wordings:
                    yield (
                        ("domains", m, "wordings"),
                        f"Le domaine « {domain.id} » n’a pas de question « {aspect.id} ».",
                        f"Ajoutez « {aspect.id}: » sous « wordings: ».",
                    )
    if q.axes and len(q.scales["maturite"].options if "maturite" in q.scales else ()) != 5:
        yield (
            ("scales",),
            "L’échelle « maturite » doit nommer les cinq niveaux.",
            "Ajoutez « maturite: » avec cinq options sous « scales: ».",
        )
    spaces = {space.id for space in q.spaces}
    for n, domain in enumerate(q.domains):
        if domain.space not in spaces:
            yield (
                ("domains", n, "space"),
                f"L’espace « {domain.space} » n’existe pas.",
                f"Choisissez parmi : {', '.join(sorted(spaces))}.",
            )
    for aspect in q.aspects:
        scale = q.scales.get(aspect.scale or "")
        if scale is None:
            continue
        whole = {
            "scale": None not in (scale.minimum, scale.maximum, scale.low, scale.high),
            "choice": 2 <= len(scale.options) <= MOST_OPTIONS,
            "levels": len(scale.levels) == 5 and len(scale.options) == 5,
            "text": True,
        }
        if not whole[aspect.kind]:
            yield (
                ("scales", str(aspect.scale)),
                f"L’échelle « {aspect.scale} » ne convient pas à une question « {aspect.kind} ».",
                "Pour scale : minimum, maximum, low, high ; pour choice : de 2 à "
                f"{MOST_OPTIONS} options ; pour levels : cinq niveaux décrits et cinq noms.",
            )
    for n, domain in enumerate(q.domains):
        for aspect in q.aspects:
            if len(f"{domain.id}.{aspect.id}") > LONGEST_IDENTIFIER:
                yield (
                    ("domains", n, "id"),
                    f"L’identifiant « {domain.id}.{aspect.id} » est trop long.",
                    f"Raccourcissez-le : {LONGEST_IDENTIFIER} caractères au plus.",
                )


def _places(q: Questionnaire) -> Iterator[tuple[str, Location]]:
    """Every id that an answer or a result hangs on, and where it is written."""
    for n, domain in enumerate(q.domains):
        yield domain.id, ("domains", n, "id")
        for aspect in q.aspects:
            yield f"{domain.id}.{aspect.id}", ("domains", n, "id")
    for n, axis in enumerate(q.axes):
        yield axis.id, ("axes", n, "id")
        for m, item in enumerate(axis.items):
            yield item.id, ("axes", n, "items", m, "id")
    for n, question in enumerate(q.questions):
        yield question.id, ("questions", n, "id")


def _questions(q: Questionnaire) -> set[str]:
    """Every id that can be asked, whether or not its question can be expanded."""
    parts = {domain.id for domain in q.domains} | {axis.id for axis in q.axes}
    named = {question.id for question in q.questions}
    return {name for name, _ in _places(q)} - (parts - named)


def _duplicates(q: Questionnaire) -> Iterator[Fault]:
    seen: set[str] = set()
    for name, where in _places(q):
        if name in seen:
            yield (
                where,
                f"L’identifiant « {name} » est utilisé deux fois.",
                "Donnez à chaque question un identifiant qui n’a jamais servi.",
            )
        seen.add(name)
    for section in ("themes", "spaces", "aspects", "works"):
        names: set[str] = set()
        for n, part in enumerate(getattr(q, section)):
            if part.id in names:
                yield (
                    (section, n, "id"),
                    f"L’identifiant « {part.id} » est utilisé deux fois.",
                    "Gardez-en un seul.",
                )
            names.add(part.id)
    for n, name in enumerate(q.retired):
        if name in seen:
            yield (
                ("retired", n),
                f"« {name} » est retiré et pourtant utilisé.",
                "Un identifiant retiré ne sert plus jamais : donnez-en un autre à la question.",
            )


def _scales(q: Questionnaire) -> Iterator[Fault]:
    for name, scale in q.scales.items():
        here: Location = ("scales", name)
        if scale.minimum is not None and scale.maximum is not None:
            yield from _ends((*here, "minimum"), scale.minimum, scale.maximum)
        yield from _labels(here, scale.options)


def _ends(where: Location, minimum: int, maximum: int) -> Iterator[Fault]:
    if minimum >= maximum:
        yield (
            where,
            f"L’échelle commence à {minimum} et finit à {maximum}.",
            "Le minimum doit être plus petit que le maximum.",
        )


def _labels(here: Location, options: tuple[Option, ...]) -> Iterator[Fault]:
    names = [option.id for option in options]
    for n, name in enumerate(names):
        if name in names[:n]:
            yield (
                (*here, "options", n, "id"),
                f"L’option « {name} » est écrite deux fois.",
                "Gardez-en une seule.",
            )
    without = [n for n, option in enumerate(options) if option.value is None]
    if without and len(without) < len(options):
        yield (
            (*here, "options", without[0]),
            f"L’option « {names[without[0]]} » n’a pas de valeur, et d’autres en ont une.",
            "Ajoutez « value: » à toutes les options, ou retirez-le partout : une moyenne ne "
            "peut pas en oublier.",
        )


def _options(q: Questionnaire) -> Iterator[Fault]:
    for n, question in enumerate(q.questions):
        here: Location = ("questions", n)
        if isinstance(question, ScaleQuestion):
            yield from _ends((*here, "minimum"), question.minimum, question.maximum)
        if isinstance(question, RankingQuestion):
            given = bool(question.options) + bool(question.options_from)
            if given != 1:
                yield (
                    here,
                    f"La question à ordonner « {question.id} » n’a pas une seule source d’options.",
                    "Écrivez « options: » ou « options_from: domains », pas les deux.",
                )
        if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
            yield from _labels(here, question.options)
        if isinstance(question, ChoicesQuestion | RankingQuestion):
            count = len(question.options) or len(q.domains)
            if not 1 <= question.most <= count:
                yield (
                    (*here, "most"),
                    f"On ne peut pas en choisir {question.most} sur {count}.",
                    f"Écrivez un nombre entre 1 et {count}.",
                )
        if question.only_if is not None:
            yield from _condition(q, (*here, "only_if"), question.only_if)


def _condition(q: Questionnaire, here: Location, condition: Condition) -> Iterator[Fault]:
    known = _answers(q, condition.question)
    if known is None:
        yield (
            (*here, "question"),
            f"La condition renvoie à « {condition.question} », qui n’est pas une question à choix.",
            "Corrigez l’identifiant.",
        )
        return
    for n, name in enumerate(condition.among):
        if name not in known:
            yield (
                (*here, "among", n),
                f"« {name} » n’est pas une réponse de « {condition.question} ».",
                f"Choisissez parmi : {', '.join(sorted(known))}.",
            )


def _answers(q: Questionnaire, name: str) -> set[str] | None:
    """Option ids of a question with one or several choices; None for any other."""
    for question in q.questions:
        if question.id == name and isinstance(question, ChoiceQuestion | ChoicesQuestion):
            return {option.id for option in question.options}
    for aspect in q.aspects:
        asked = {f"{domain.id}.{aspect.id}" for domain in q.domains}
        if aspect.kind == "choice" and aspect.scale in q.scales and name in asked:
            return {option.id for option in q.scales[aspect.scale].options}
    return None


def _signature(q: Questionnaire, name: str) -> tuple[object, ...]:
    """What an answer's meaning hangs on: changing it under the same id is a fault."""
    question = q.by_id[name]
    if isinstance(question, ScaleQuestion):
        return ("scale", question.minimum, question.maximum)
    if isinstance(question, LevelsQuestion):
        return ("levels",)
    ranks_domains = {r.id for r in q.questions if isinstance(r, RankingQuestion) and r.options_from}
    if name in ranks_domains:
        # A domain may come or go: its own questions say so.
        return ("ranking", "domains")
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        return (question.kind, frozenset((o.id, o.value) for o in question.options))
    return ("text",)


def _changes(q: Questionnaire, earlier: Questionnaire) -> Iterator[Fault]:
    for name in earlier.by_id:
        if name not in q.by_id:
            if name not in q.retired:
                yield (
                    ("version",),
                    f"La question « {name} » de la version {earlier.version} a disparu ou a "
                    "changé d’identifiant.",
                    "Reprenez son identifiant, ou ajoutez-le à « retired: ».",
                )
        elif _signature(q, name) != _signature(earlier, name):
            yield (
                dict(_places(q))[name],
                f"La question « {name} » n’a plus les mêmes réponses que dans la version "
                f"{earlier.version}.",
                "Donnez-lui un nouvel identifiant et ajoutez l’ancien à « retired: ».",
            )
    for name in earlier.retired:
        if name not in q.retired:
            yield (
                ("version",),
                f"« {name} », retiré dans une version passée, ne figure plus sous « retired: ».",
                "Reprenez la liste de la version précédente.",
            )
