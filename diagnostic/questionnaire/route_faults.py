"""Faults of the routes: what each regard is asked, once, and in an order that can be walked."""

from collections.abc import Iterator

from diagnostic.questionnaire.models import Questionnaire, RankingQuestion, Route, Step
from diagnostic.questionnaire.tree import Fault, Location
from diagnostic.questionnaire.walk import PRIORITIES


def find_route_faults(q: Questionnaire, known: set[str]) -> Iterator[Fault]:
    """Every fault of the routes; `known` holds the ids of the questions that can be asked."""
    viewpoints = []
    for n, route in enumerate(q.routes):
        here: Location = ("routes", n)
        if route.viewpoint in viewpoints:
            yield (
                (*here, "viewpoint"),
                f"Le regard « {route.viewpoint} » a deux parcours.",
                "Gardez-en un seul.",
            )
        viewpoints.append(route.viewpoint)
        if not 0 < route.short_minutes <= route.minutes <= 60:
            yield (
                (*here, "minutes"),
                f"Les durées ({route.short_minutes} et {route.minutes} minutes) ne vont pas.",
                "Donnez des minutes entre 1 et 60, la version courte ne dépassant pas l’autre.",
            )
        yield from _steps(q, here, route, known)


def _steps(q: Questionnaire, here: Location, route: Route, known: set[str]) -> Iterator[Fault]:
    themes = {theme.id for theme in q.themes}
    conditions = {question.id: question.only_if for question in q.questions}
    asked: set[str] = set()
    for m, step in enumerate(route.steps):
        where: Location = (*here, "steps", m)
        if step.theme not in themes:
            yield (
                (*where, "theme"),
                f"Le thème « {step.theme} » n’existe pas.",
                f"Choisissez parmi : {', '.join(sorted(themes))}.",
            )
        chosen = PRIORITIES in asked
        for k, name in enumerate(step.ask):
            condition = conditions.get(name)
            if name not in known:
                yield (
                    (*where, "ask", k),
                    f"Le parcours pose une question inconnue, « {name} ».",
                    "Corrigez l’identifiant ou ajoutez la question.",
                )
            elif name in asked:
                yield (
                    (*where, "ask", k),
                    f"Le parcours pose deux fois « {name} ».",
                    "Retirez-en une.",
                )
            elif condition is not None and condition.question not in asked:
                yield (
                    (*where, "ask", k),
                    f"« {name} » dépend de « {condition.question} », que le parcours n’a pas "
                    "encore posée.",
                    f"Placez « {condition.question} » avant.",
                )
            asked.add(name)
        if step.deepen:
            yield from _deepening(q, where, step, asked, chosen)


def _deepening(
    q: Questionnaire, where: Location, step: Step, asked: set[str], chosen: bool
) -> Iterator[Fault]:
    aspects = {aspect.id for aspect in q.aspects}
    for k, name in enumerate(step.deepen):
        opened = [f"{domain.id}.{name}" for domain in q.domains]
        if name not in aspects:
            yield (
                (*where, "deepen", k),
                f"L’aspect « {name} » n’existe pas.",
                f"Choisissez parmi : {', '.join(sorted(aspects))}.",
            )
        elif not asked.isdisjoint(opened):
            twice = next(question for question in opened if question in asked)
            yield (
                (*where, "deepen", k),
                f"Le parcours pose deux fois « {twice} », si ce domaine est une priorité.",
                f"Retirez « {name} » d’ici, ou « {twice} » de « ask: ».",
            )
        asked.update(opened)
    if not chosen:
        yield (
            (*where, "deepen"),
            "Le parcours approfondit des priorités qu’il n’a pas encore demandées.",
            f"Placez « {PRIORITIES} » dans un thème qui précède.",
        )
    elif not _offers_domains(q):
        yield (
            (*where, "deepen"),
            f"La question « {PRIORITIES} » ne propose pas les domaines, rien ne peut être "
            "approfondi.",
            f"Donnez à « {PRIORITIES} » le genre ranking et « options_from: domains ».",
        )


def _offers_domains(q: Questionnaire) -> bool:
    domains = {domain.id for domain in q.domains}
    for question in q.questions:
        if question.id == PRIORITIES and isinstance(question, RankingQuestion):
            return bool(question.options_from) or domains.issuperset(
                option.id for option in question.options
            )
    return False
