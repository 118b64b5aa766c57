"""R4, R6, the situation, the alerts, the check and the cards explained, with their rules."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial

from diagnostic.questionnaire import Domain
from diagnostic.readings.coherence import read_coherence, say_coherence
from diagnostic.readings.effects import EffectRow, name_question, read_effects
from diagnostic.readings.explanations.explanation import Base, Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import (
    CountMean,
    Formula,
    Known,
    MeanOf,
    Minus,
    Shown,
)
from diagnostic.readings.explanations.levels import find_axis_means
from diagnostic.readings.explanations.scene import Make, Scene
from diagnostic.readings.explanations.shares import count_share
from diagnostic.readings.fitting import (
    Fit,
    Fitted,
    name_subject,
    say_condition,
    say_fit,
    say_rule,
    weigh,
)
from diagnostic.readings.matrix import CAPACITY, IMPACT, Standing, read_matrix
from diagnostic.readings.next_steps import read_next_steps
from diagnostic.readings.rules import LEVELS, Card, Condition, Rule
from diagnostic.readings.situations import read_alerts, read_situation, say_situation
from diagnostic.respondents import Viewpoint


def name_meanings(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The figures that the rules of reading give, each with what explains it."""
    read = _Read(scene)
    for domain in scene.questionnaire.domains:
        yield f"R4.{domain.id}", partial(_matrix, scene, read, domain)
    subjects = dict.fromkeys(
        measure.question for outcome in scene.rules.effects.outcomes for measure in outcome.measures
    )
    for question_id in subjects:
        for viewpoint in scene.viewpoints:
            name = f"R6.{question_id}.{viewpoint}"
            yield name, partial(_effect, scene, read, question_id, viewpoint)
    yield "situation", partial(_situation, scene)
    for rule in scene.rules.situations:
        yield f"situation.{rule.id}", partial(_rule, scene, read, f"situation.{rule.id}", rule)
    for rule in scene.rules.alerts:
        yield f"alerte.{rule.id}", partial(_rule, scene, read, f"alerte.{rule.id}", rule)
    yield f"{scene.rules.coherence.question}.coherence", partial(_coherence, scene)
    for card in scene.rules.next_steps.cards:
        yield f"etape.{card.id}", partial(_card, scene, card)
    for viewpoint in scene.viewpoints:
        yield f"personnes.{viewpoint}", partial(_people, scene, viewpoint)


class _Read:
    """What several of these figures are read from, read when one of them is explained."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        scene = self._scene
        read = read_matrix(scene.rules, scene.domains.values(), scene.release, scene.viewpoints)
        return {standing.domain.id: standing for standing in read}

    @cached_property
    def effects(self) -> tuple[EffectRow, ...]:
        scene = self._scene
        read = read_effects(scene.rules, scene.questionnaire, scene.release, scene.viewpoints)
        return tuple(row for reading in read for row in reading.rows)

    @cached_property
    def fitted(self) -> Mapping[str, Fitted]:
        scene = self._scene
        told = scene.rules, scene.questionnaire, scene.release, scene.viewpoints
        every = (*read_situation(*told).fitted, *read_alerts(*told))
        return {one.rule.id: one for one in every}


def _height(scene: Scene, question_id: str) -> tuple[Formula | None, dict[Viewpoint, CountMean]]:
    """A cross mark, or the whole room's mean; and the regards it crosses."""
    means = scene.means(question_id)
    if means:
        return Shown(MeanOf(tuple(means.values()))), means
    room = scene.room(question_id)
    return (Shown(room) if room else None), {}


def _matrix(scene: Scene, read: _Read, domain: Domain) -> Explanation:
    voice, standing = scene.voice, read.standings[domain.id]
    told = (
        (scene.domains[domain.id].question_id, voice.say("Fragilité"), Unit.MARK),
        (f"{domain.id}.{CAPACITY}", voice.say("Capacité d’agir ensemble"), Unit.LEVEL),
        (f"{domain.id}.{IMPACT}", voice.say("Impact attendu"), Unit.LEVEL),
    )
    steps: list[Step] = []
    bases: list[Base] = []
    for question_id, label, unit in told:
        height, means = _height(scene, question_id)
        if height is None:
            continue
        steps.append(Step(label, height, unit))
        for base in scene.bases(question_id, means) or scene.room_base(question_id):
            who = voice.say("{regard} : {option}", regard=label, option=base.who)
            bases.append(Base(who, base.given, base.dont_know, base.not_concerned, base.unanswered))
    corner = scene.rules.matrix.corner(standing.corner) if standing.corner else None
    return scene.explain(
        f"R4.{domain.id}",
        voice.say(
            "{regard} : {option}",
            regard=domain.name.of(voice.language),
            option=voice.say("fragilité et capacité"),
        ),
        steps,
        shown=(
            corner.name.of(voice.language)
            if corner
            else voice.say("non placé : il manque la fragilité ou la capacité")
        ),
        bases=bases,
        weights=voice.say("Chaque regard qui a une note compte autant."),
        notes=(
            voice.say(
                "Fragile à partir de {cut} ; capacité présente à partir de {able} ; impact fort à "
                "partir de {impact}. Les repères que l’on déplace à l’écran ne changent que le "
                "nom, pas les chiffres.",
                cut=voice.mark(scene.rules.matrix.fragility),
                able=voice.mark(scene.rules.matrix.capacity, LEVELS),
                impact=voice.mark(scene.rules.matrix.impact, LEVELS),
            ),
        ),
    )


def _effect(scene: Scene, read: _Read, question_id: str, viewpoint: Viewpoint) -> Explanation:
    voice, name = scene.voice, f"R6.{question_id}.{viewpoint}"
    rows = [r for r in read.effects if (r.question.id, r.viewpoint) == (question_id, viewpoint)]
    tally = scene.release.tally(question_id, viewpoint)
    title = voice.say(
        "{regard} : {option}",
        regard=name_subject(voice, scene.questionnaire, question_id),
        option=scene.plural(viewpoint),
    )
    steps = []
    for row in rows:
        label = name_question(voice, scene.questionnaire, row)
        if row.level is None and tally is not None:
            share = Shown(count_share(tally, row.measure.options), 2)
            steps.append(Step(label, share, Unit.SHARE))
        elif mean := scene.mean(question_id, viewpoint):
            steps.append(Step(label, Shown(mean), Unit.LEVEL))
    return scene.explain(name, title, steps, bases=scene.bases(question_id, (viewpoint,)))


def _subject(scene: Scene, condition: Condition, subject: str) -> Formula | None:
    """A level or a share that a rule reads, as it is displayed."""
    if condition.share_of:
        shares = [
            count_share(tally, condition.options)
            for viewpoint in scene.viewpoints
            if (tally := scene.release.tally(subject, viewpoint)) and tally.counts
        ]
        return Shown(MeanOf(tuple(shares)), 2) if shares else None
    axes = {axis.id: axis for axis in scene.questionnaire.axes}
    means: Mapping[Viewpoint, Formula] = (
        find_axis_means(scene, axes[subject]) if subject in axes else scene.means(subject)
    )
    return Shown(MeanOf(tuple(means.values()))) if means else None


def _subject_steps(scene: Scene, conditions: Iterable[Condition]) -> list[Step]:
    """Every figure that the conditions read and that is shown, each once."""
    steps = {}
    for condition in conditions:
        for subject in condition.subjects:
            formula = _subject(scene, condition, subject)
            if formula is not None and subject not in steps:
                label = name_subject(scene.voice, scene.questionnaire, subject)
                unit = Unit.SHARE if condition.share_of else Unit.LEVEL
                steps[subject] = Step(label, formula, unit)
    return list(steps.values())


def _say_rule(scene: Scene, fitted: Fitted) -> str:
    voice = scene.voice
    return voice.say(
        "« {name} » : {rule}. {fit}.",
        name=fitted.rule.name.of(voice.language),
        rule=say_rule(voice, scene.questionnaire, fitted.rule),
        fit=_capital(say_fit(voice, scene.questionnaire, fitted)),
    )


def _situation(scene: Scene) -> Explanation:
    voice = scene.voice
    reading = read_situation(scene.rules, scene.questionnaire, scene.release, scene.viewpoints)
    steps = _subject_steps(scene, (c for one in reading.fitted for c in one.rule.when))
    if reading.found:
        shown = reading.found.rule.name.of(voice.language)
    elif reading.between:
        shown = voice.join(one.rule.name.of(voice.language) for one in reading.between)
        shown = voice.say("entre deux situations : {names}", names=shown)
    else:
        shown = scene.nothing
    return scene.explain(
        "situation",
        voice.say("La situation, d’après les réponses"),
        steps,
        shown=shown,
        weights=voice.say("Chaque regard qui a une note compte autant."),
        notes=(
            say_situation(voice, reading),
            voice.say(
                "On retient, en remontant la liste, la première situation dont toutes les "
                "conditions sont remplies ; sinon, celles dont le chiffre le plus loin de son "
                "seuil en est le plus près."
            ),
            *(_say_rule(scene, one) for one in reading.fitted),
        ),
    )


def _rule(scene: Scene, read: _Read, name: str, rule: Rule) -> Explanation:
    voice, fitted = scene.voice, read.fitted[rule.id]
    said = say_fit(voice, scene.questionnaire, fitted)
    return scene.explain(
        name,
        rule.name.of(voice.language),
        _subject_steps(scene, rule.when),
        shown=said,
        weights=voice.say("Chaque regard qui a une note compte autant."),
        notes=(
            _say_rule(scene, fitted),
            rule.text.of(voice.language) if fitted.fit is Fit.MET else "",
        ),
    )


def _coherence(scene: Scene) -> Explanation:
    voice, rule = scene.voice, scene.rules.coherence
    reading = read_coherence(scene.rules, scene.questionnaire, scene.release, scene.viewpoints)
    trunk = [i.id for axis in scene.questionnaire.axes for i in axis.items if i.star]
    overall, detailed = [], []
    for viewpoint in reading.regards:
        mean = scene.mean(rule.question, viewpoint)
        assert mean is not None
        overall.append(mean)
        means = (scene.mean(name, viewpoint) for name in trunk)
        detailed.append(MeanOf(tuple(found for found in means if found is not None)))
    steps = []
    if overall:
        whole, details = Shown(MeanOf(tuple(overall))), Shown(MeanOf(tuple(detailed)))
        high, low = (whole, details) if whole.value >= details.value else (details, whole)
        steps = [
            Step(voice.say("Écart"), Minus(high, low), Unit.PLAIN),
            Step(voice.say("Impression d’ensemble"), whole, Unit.LEVEL),
            Step(voice.say("Détail des réponses"), details, Unit.LEVEL),
        ]
    return scene.explain(
        f"{rule.question}.coherence",
        voice.say("Impression d’ensemble et détail des réponses"),
        steps,
        bases=scene.bases(rule.question, reading.regards),
        missing=scene.missing(reading.regards),
        weights=voice.say("Chaque regard compte autant, et dans un regard chaque question (★)."),
        notes=(
            say_coherence(voice, scene.rules, reading),
            voice.say(
                "Il faut la réponse d’ensemble et {least} questions (★) au moins, sur {trunk} ; à "
                "discuter au-delà de {apart} niveau d’écart.",
                least=rule.least,
                trunk=reading.trunk,
                apart=voice.number(rule.apart),
            ),
        ),
    )


def _card(scene: Scene, card: Card) -> Explanation:
    voice = scene.voice
    weighed = weigh(card.when, scene.questionnaire, scene.release, scene.viewpoints)
    steps = read_next_steps(scene.rules, scene.questionnaire, scene.release, scene.viewpoints)
    if weighed.shortfall is None:
        shown = scene.nothing
    elif any(step.card.id == card.id for step in (*steps.first, *steps.others)):
        shown = voice.say("appelée par ces réponses")
    else:
        shown = voice.say("pas appelée par ces réponses")
    return scene.explain(
        f"etape.{card.id}",
        card.text.of(voice.language),
        _subject_steps(scene, (card.when,)),
        shown=shown,
        weights=voice.say("Chaque regard qui a une note compte autant."),
        notes=(
            voice.say(
                "La carte est appelée par : {rule}.",
                rule=say_condition(voice, scene.questionnaire, card.when),
            ),
        ),
    )


def _people(scene: Scene, viewpoint: Viewpoint) -> Explanation:
    voice, number = scene.voice, scene.release.people.get(viewpoint)
    label = voice.say("Personnes comptées")
    return scene.explain(
        f"personnes.{viewpoint}",
        voice.say("{regard} : {option}", regard=scene.plural(viewpoint), option=label),
        () if number is None else (Step(label, Known(number), Unit.WHOLE),),
        notes=(
            voice.say(
                "Un regard paraît à partir de {threshold} personnes.",
                threshold=scene.release.threshold,
            ),
        ),
    )


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
