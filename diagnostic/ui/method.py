"""« Méthode »: the rules as they are computed, the figures with their sources, the words."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import streamlit as st

from diagnostic.benchmarks import Benchmark, Use
from diagnostic.campaigns import DEFAULT_THRESHOLD, SMALLEST_THRESHOLD
from diagnostic.confidence import INDICATIVE_UNDER, TOO_MANY_UNKNOWN
from diagnostic.questionnaire import current
from diagnostic.readings.gaps import (
    ITEM_GAP,
    SLIGHT_GAP,
    WIDE_GAP,
)
from diagnostic.texts import Voice
from diagnostic.ui import session
from diagnostic.ui.method_certainty import rules_of_certainty
from diagnostic.ui.method_families import rules_of_families


def draw_what_this_is() -> None:
    """Who made this, from what, and what it is not."""
    voice, questionnaire = session.voice(), current()
    st.markdown(questionnaire.notice.of(voice.language))
    st.markdown(
        voice.say(
            "Ce n’est ni un audit, ni un classement : aucun territoire n’est comparé à un autre, "
            "aucune note unique n’est calculée, aucun seuil de réussite n’existe. Un "
            "résultat ouvre "
            "un débat ; il ne le ferme pas."
        )
    )


def draw_rules() -> None:
    """Every rule with the constant that the code uses."""
    voice = session.voice()
    st.header(voice.say("Règles de calcul"), anchor=False)
    rules = (
        voice.say(
            "**Note d’un domaine pour un regard** : moyenne des notes de gravité, de 0 à 10, des "
            "personnes de ce regard qui ont donné une note."
        ),
        voice.say(
            "**Note croisée** : moyenne simple des moyennes des regards montrés, pour que 80 "
            "citoyens ne couvrent pas la voix de 5 élus. Le nombre de réponses est toujours écrit."
        ),
        voice.say(
            "**« Ne sait pas », « pas concerné » et sans réponse** sont trois choses différentes, "
            "comptées à part ; aucune ne vaut zéro, aucune n’entre dans une moyenne."
        ),
        voice.say(
            "**Nombre minimal** : un regard est montré sur une question à partir de {default} "
            "personnes (réglable, jamais sous {smallest}). En dessous, il est absent, comme s’il "
            "n’y avait personne. Si aucun regard n’atteint ce nombre mais que tous ensemble "
            "l’atteignent, seul le résultat de toute la salle est montré.",
            default=DEFAULT_THRESHOLD,
            smallest=SMALLEST_THRESHOLD,
        ),
        voice.say(
            "**Détail à l’intérieur d’un regard** : proposé seulement si chaque partie du regard "
            "est vide ou atteint ce nombre, pour que rien ne se déduise par soustraction."
        ),
        voice.say(
            "**Les chiffres avancent par groupes** : un chiffre déjà montré change seulement quand "
            "au moins ce nombre de personnes y apportent du nouveau. Sinon, on lirait dans la "
            "différence ce que la dernière personne a répondu. Une fois la vague fermée, les "
            "dernières réponses se comptent à la demande, à partir de {smallest} personnes.",
            smallest=SMALLEST_THRESHOLD,
        ),
        voice.say(
            "**Écart entre regards** : moyenne la plus haute moins la plus basse. {wide} points ou "
            "plus : écart de regards ; de {slight} à {wide} : nuance ; moins de {slight} : accord.",
            wide=voice.number(WIDE_GAP, 0),
            slight=voice.number(SLIGHT_GAP, 0),
        ),
        *rules_of_certainty(voice),
        *rules_of_families(voice),
        voice.say(
            "**Face à la France** : seulement le même regard et la même question. Sous {few} "
            "réponses ici, la comparaison est indicative. Sans chiffre publié, l’écran dit « pas "
            "de repère national ».",
            few=INDICATIVE_UNDER,
        ),
        voice.say(
            "**Axe de coopération** : pour chaque regard, moyenne de ses notes aux questions du "
            "tronc commun (★) de l’axe qui peuvent être montrées ; chaque note est la moyenne des "
            "niveaux (0 à 4) donnés. Une question sans note donne son poids aux autres. L’axe "
            "n’a pas de note si plus de {unknown} des réponses sont « ne sait pas » : ne pas "
            "savoir est alors le résultat. Aucun repère national n’est publié pour ces axes.",
            unknown=voice.percent(TOO_MANY_UNKNOWN),
        ),
        voice.say(
            "**Question vue différemment** : deux regards à un niveau ou plus l’un de l’autre "
            "({gap} sur une échelle de 0 à 4).",
            gap=voice.number(ITEM_GAP, 0),
        ),
        voice.say(
            "**Priorités et effets à classer** : on compare des rangs, jamais des "
            "pourcentages, car "
            "le nombre de choix permis dans les études nationales n’est pas connu."
        ),
        voice.say("**Questions locales** : posées à la fin, jamais comparées à quoi que ce soit."),
        voice.say(
            "**Versions** : une version publiée du questionnaire ne change plus. Les réponses "
            "restent lues et comptées sous la version qui les a posées."
        ),
    )
    st.markdown("\n".join(f"- {rule}" for rule in rules))


def draw_figures() -> None:
    """All national figures, each with its base, its source and its caveats."""
    voice, benchmarks = session.voice(), session.benchmarks()
    st.header(voice.say("Repères nationaux"), anchor=False)
    st.markdown(
        voice.say(
            "Chiffres repris comme des faits, avec leur source. La plupart ont été lus sur "
            "une page "
            "qui cite l’étude, non dans l’étude elle-même : ce sont des ordres de grandeur."
        )
    )
    kinds = {
        Use.BENCHMARK: voice.say("Repères des questions"),
        Use.CONTEXT: voice.say("Chiffres de contexte"),
    }
    for use, title in kinds.items():
        figures = [figure for figure in benchmarks.all if figure.use is use]
        with st.expander(
            f"{title} ({len(figures)})", key=f"chiffres:{use.value}", on_change="rerun"
        ) as opened:
            if opened.open:
                st.markdown(_tell_all(figures, voice))


def _tell_all(figures: Iterable[Benchmark], voice: Voice) -> str:
    """The figures under what they are about, in the order of their file."""
    lines = []
    for subject, group in groupby(figures, key=lambda figure: _subject(figure, voice)):
        lines += ["", f"**{subject}**", ""] if subject else [""]
        lines += [f"- {_tell(figure, voice)}" for figure in group]
    return "\n".join(lines)


def _tell(figure: Benchmark, voice: Voice) -> str:
    """The figure, its base, its source, and what to know before comparing."""
    parts = [
        figure.statement.of(voice.language),
        voice.say("Population : {population}.", population=figure.population.of(voice.language)),
        voice.say("Source : {source}.", source=figure.source.full(voice.language).rstrip(".")),
    ]
    notes = [note.of(voice.language) for note in (figure.conflict, figure.caveat) if note]
    if notes:
        parts.append(voice.say("*Réserves : {notes}*", notes=" ".join(notes)))
    return " ".join(parts)


def draw_content() -> None:
    """Where the questions come from, and whose data the territories are."""
    voice, questionnaire = session.voice(), current()
    st.header(voice.say("Questionnaire et territoires"), anchor=False)
    st.markdown(
        voice.say(
            "Questionnaire version {version}, publié le {day}, {count} questions. Les "
            "passages dont "
            "il s’inspire sont notés question par question ; les documents sont :",
            version=questionnaire.version,
            day=voice.day(date.fromisoformat(questionnaire.published)),
            count=len(questionnaire.by_id),
        )
    )
    st.markdown(
        "\n".join(
            f"- **{work.id}** · {work.reference.of(voice.language)}" for work in questionnaire.works
        )
    )
    st.markdown(
        voice.say(
            "Territoires : code officiel géographique et intercommunalités 2026, populations "
            "légales 2023 (Insee, DGCL), par le jeu « découpage administratif » d’Etalab, version "
            "6.0.0, Licence Ouverte 2.0."
        )
    )


def _subject(figure: Benchmark, voice: Voice) -> str:
    questionnaire = current()
    if figure.question_id and figure.question_id in questionnaire.by_id:
        question = questionnaire.question(figure.question_id)
        name = (
            questionnaire.domain(question.domain).name.of(voice.language)
            if question.domain
            else question.wording.of(voice.language)
        )
        return f"{figure.question_id} · {name}"
    return figure.subject or ""
