"""« Méthode », the rules of reading: written from their data, with the numbers that are used."""

from collections.abc import Iterable

import streamlit as st

from diagnostic.questionnaire import Questionnaire, Text, current
from diagnostic.readings.fitting import say_condition, say_rule
from diagnostic.readings.rules import LEVELS, CornerName, Rule, Rules, current_rules
from diagnostic.texts import Voice
from diagnostic.ui import session


def draw() -> None:
    """The matrix, the effects, the situations, the alerts, the check, the cards."""
    voice, rules, content = session.voice(), current_rules(), current()
    st.header(voice.say("Règles de lecture"), anchor=False)
    st.markdown(
        voice.say(
            "Version {version}. Chaque niveau (de 0 à 4) est la moyenne simple des moyennes des "
            "regards montrés, lue comme elle est affichée. Ce qui n’a pas assez de réponses ne "
            "vaut jamais zéro : la règle est alors « non évaluable ».",
            version=rules.version,
        )
    )
    sections = {
        "matrice": (voice.say("Fragilité et capacité"), _tell_matrix),
        "effets": (voice.say("Effets et suites"), _tell_effects),
        "situations": (voice.say("Situations et points d’attention"), _tell_situations),
        "cartes": (voice.say("Prochaines étapes"), _tell_cards),
    }
    for name, (title, tell) in sections.items():
        with st.expander(title, key=f"regles:{name}", on_change="rerun") as opened:
            if opened.open:
                st.markdown("\n".join(tell(voice, rules, content)))


def _tell_matrix(voice: Voice, rules: Rules, content: Questionnaire) -> Iterable[str]:
    matrix = rules.matrix
    yield voice.say(
        "Un domaine est placé selon sa note croisée (fragile à partir de {cut}) et la capacité "
        "d’agir ensemble (à partir de {able}), question posée sur les priorités de chacun. Les "
        "deux repères se déplacent à l’écran.",
        cut=voice.mark(matrix.fragility),
        able=voice.mark(matrix.capacity, LEVELS),
    )
    yield ""
    for name in CornerName:
        corner = matrix.corner(name)
        yield _say_entry(voice, corner.name, corner.text.of(voice.language))
    yield ""
    yield voice.say(
        "« Première expérimentation à lancer » : parmi les domaines fragiles où l’on agit encore "
        "peu ensemble, celui dont l’impact attendu d’une alliance est le plus fort, s’il atteint "
        "{impact} ; à égalité, le plus fragile.",
        impact=voice.mark(matrix.impact, LEVELS),
    )


def _tell_effects(voice: Voice, rules: Rules, content: Questionnaire) -> Iterable[str]:
    for outcome in rules.effects.outcomes:
        asked = dict.fromkeys(
            content.question(measure.question).wording.of(voice.language)
            for measure in outcome.measures
        )
        quoted = voice.series(voice.say("« {domain} »", domain=each) for each in asked)
        yield _say_entry(voice, outcome.name, quoted)
    yield ""
    yield rules.effects.order.of(voice.language)
    yield ""
    yield _say_sources(voice, rules.effects.grounding)


def _tell_situations(voice: Voice, rules: Rules, content: Questionnaire) -> Iterable[str]:
    yield voice.say(
        "On retient la première situation qui correspond, en partant du bas de cette liste ; "
        "sinon, « entre deux situations », en commençant par celle dont le niveau le plus "
        "éloigné l’est le moins. Une situation n’est jamais une note."
    )
    yield ""
    for rule in rules.situations:
        yield _say_rule(voice, content, rule)
    yield ""
    yield voice.say("**Points d’attention**, dits à côté de la situation :")
    yield ""
    for rule in rules.alerts:
        yield _say_rule(voice, content, rule)
    yield ""
    check = rules.coherence
    yield voice.say(
        "**Cohérence** : « {question} » (0 à 3, sous les mêmes noms que les quatre premiers "
        "niveaux) à côté de la moyenne des questions du tronc commun (★), pour les regards qui ont "
        "donné les deux et au moins {least} questions ★. À plus de {apart} niveau l’une de "
        "l’autre : à discuter en séance.",
        question=content.question(check.question).wording.of(voice.language),
        least=check.least,
        apart=voice.number(check.apart, 0),
    )


def _tell_cards(voice: Voice, rules: Rules, content: Questionnaire) -> Iterable[str]:
    yield voice.say(
        "Une carte est une donnée (vos réponses), un outil et une compétence. Les {shown} "
        "premières sont celles dont le niveau passe le plus loin son seuil, une par axe ; "
        "ensuite celles qu’appelle une part de réponses. Les autres restent à portée.",
        shown=rules.next_steps.shown,
    )
    yield ""
    for card in rules.next_steps.cards:
        yield voice.say(
            "- **{condition}** : {text} ({sources})",
            condition=say_condition(voice, content, card.when),
            text=card.text.of(voice.language),
            sources=voice.series(card.grounding),
        )


def _say_entry(voice: Voice, name: Text, text: str) -> str:
    return voice.say("- **{name}** : {text}", name=name.of(voice.language), text=text)


def _say_rule(voice: Voice, content: Questionnaire, rule: Rule) -> str:
    return voice.say(
        "- **{name}** : {rule}. {text} ({sources})",
        name=rule.name.of(voice.language),
        rule=say_rule(voice, content, rule),
        text=rule.text.of(voice.language),
        sources=voice.series(rule.grounding),
    )


def _say_sources(voice: Voice, grounding: Iterable[str]) -> str:
    return voice.say("D’après : {sources}", sources=voice.series(grounding))
