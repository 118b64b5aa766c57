"""R1 and R2 explained: the marks of the fragilities, what is between them, and France."""

from collections.abc import Iterator, Mapping
from functools import partial

from diagnostic.confidence import FEWEST_FOR_INTERVAL
from diagnostic.confidence.consensus import fold
from diagnostic.confidence.intervals import is_everybody
from diagnostic.readings.explanations.explanation import Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import (
    Agreement,
    Alpha,
    CountMean,
    Deviation,
    Known,
    Minus,
    Pooled,
)
from diagnostic.readings.explanations.scene import Make, Scene
from diagnostic.readings.explanations.spans import DifferenceSpan, span_mean
from diagnostic.readings.fragilities import DomainReading, compare_domains
from diagnostic.readings.gaps import SCALE, SLIGHT_GAP, WIDE_GAP, Comparison
from diagnostic.readings.uncertainty import say_gap_interval, say_standing
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally


def name_marks(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The figures of R1 and R2, each with what explains it."""
    for domain in scene.questionnaire.domains:
        for viewpoint in scene.viewpoints:
            yield f"R1.{domain.id}.{viewpoint}", partial(_mark, scene, domain.id, viewpoint)
        yield f"R1.{domain.id}.croisee", partial(_cross, scene, domain.id)
        yield f"R1.{domain.id}.salle", partial(_room, scene, domain.id)
    for domain in scene.questionnaire.domains:
        yield f"R2.{domain.id}", partial(_gap, scene, domain.id)
    yield "R2.alpha", partial(_alpha, scene)


def spread_steps(
    scene: Scene,
    mean: CountMean,
    tally: Tally,
    scale: tuple[int, int],
    unit: Unit,
    people: int | None = None,
) -> list[Step]:
    """How far apart the answers of a mean are, and how sure it is.

    `people`: how many there are in all, where it is known; when all answered, nothing is unsure.
    """
    voice = scene.voice
    steps = []
    if tally.deviation is not None and tally.mean is not None:
        steps.append(Step(voice.say("Écart type"), Deviation(mean), Unit.PLAIN))
        span = span_mean(tally.given, tally.mean, tally.deviation, scale, people)
        if span is not None and span.interval.width:
            steps.append(Step(voice.say("Intervalle à 95 %"), span, unit))
    folded = fold(dict(mean.pairs), scale)
    accord = Agreement(tuple(round(people) for people in folded))
    steps.append(Step(voice.say("Accord interne (A de van der Eijk)"), accord, Unit.INDEX))
    return steps


def say_few(scene: Scene, tally: Tally, people: int | None = None) -> str:
    """Why a mean that is shown has no interval; nothing where all that there are answered."""
    if tally.given >= FEWEST_FOR_INTERVAL or is_everybody(tally.given, people):
        return ""
    return scene.voice.say("Trop peu de réponses pour un intervalle.")


def _title(scene: Scene, reading: DomainReading, what: str) -> str:
    return scene.voice.say(
        "{regard} : {option}", regard=reading.domain.name.of(scene.voice.language), option=what
    )


def _mark(scene: Scene, domain_id: str, viewpoint: Viewpoint) -> Explanation:
    voice, reading = scene.voice, scene.domains[domain_id]
    name, plural = f"R1.{domain_id}.{viewpoint}", scene.plural(viewpoint)
    title = _title(scene, reading, plural)
    mean, tally = scene.mean(reading.question_id, viewpoint), reading.marks.get(viewpoint)
    bases = scene.bases(reading.question_id, (viewpoint,))
    if mean is None or tally is None:
        return scene.explain(name, title, (), bases=bases)
    people = scene.total(viewpoint)
    steps = [
        Step(plural, mean, Unit.MARK),
        *spread_steps(scene, mean, tally, SCALE, Unit.MARK, people),
    ]
    steps += scene.share_of_unknown(tally)
    notes = [say_few(scene, tally, people), *scene.say_crowd(viewpoint, tally.given)]
    if viewpoint in reading.split:
        notes.append(voice.say("Regard partagé en deux camps : peu de gens sont à la moyenne."))
    elif viewpoint in reading.divided:
        notes.append(voice.say("Avis dispersés : l’écart type dépasse 2,5 points."))
    together = compare_domains(scene.domains.values())
    comparison = together.get((domain_id, viewpoint))
    if comparison is not None:
        steps += _beside_france(scene, mean, tally, comparison, people)
        notes += _say_comparison(scene, comparison, together)
    return scene.explain(
        name,
        title,
        steps,
        bases=bases,
        notes=notes,
        sources=reading.france.get(viewpoint, ()),
    )


def _beside_france(
    scene: Scene, mean: CountMean, tally: Tally, comparison: Comparison, people: int | None
) -> list[Step]:
    there, around = scene.there(comparison.benchmark, SCALE)
    steps = [
        Step(
            scene.voice.say("Écart avec la France"),
            Minus(mean, Known(there)),
            Unit.POINTS,
        )
    ]
    here = span_mean(tally.given, mean.value, tally.deviation, SCALE, people)
    if comparison.difference.interval is not None and here is not None:
        span = DifferenceSpan(mean, here, Known(there), around)
        steps.append(Step(scene.voice.say("Intervalle de cet écart"), span, Unit.POINTS))
    return steps


def _say_comparison(
    scene: Scene,
    comparison: Comparison,
    together: Mapping[tuple[str, Viewpoint], Comparison],
) -> list[str]:
    voice = scene.voice
    notes = [say_standing(voice, comparison)]
    if len(together) > 1:
        notes.append(
            voice.say(
                "{number} comparaisons sont lues ensemble : « au-dessus » et « au-dessous » sont "
                "corrigés de leur nombre (Holm), si bien qu’un intervalle peut exclure zéro sans "
                "qu’on tranche.",
                number=voice.whole(len(together)),
            )
        )
    if comparison.indicative:
        notes.append(voice.say("À titre indicatif : moins de 30 réponses ici."))
    return notes


def _cross(scene: Scene, domain_id: str) -> Explanation:
    voice, reading = scene.voice, scene.domains[domain_id]
    means = scene.means(reading.question_id)
    steps = scene.crossed(voice.say("Note croisée"), means, Unit.MARK)
    if steps:
        raw = Pooled(tuple(means.values()))
        steps.append(Step(voice.say("Une personne, une voix"), raw, Unit.MARK))
    return scene.explain(
        f"R1.{domain_id}.croisee",
        _title(scene, reading, voice.say("note croisée")),
        steps,
        bases=scene.bases(reading.question_id, means),
        missing=scene.missing(means),
        weights=scene.even(len(means)),
    )


def _room(scene: Scene, domain_id: str) -> Explanation:
    voice, reading = scene.voice, scene.domains[domain_id]
    mean, label = scene.room(reading.question_id), voice.say("Tous regards réunis")
    steps = []
    if mean is not None and reading.whole is not None:
        steps = [
            Step(label, mean, Unit.MARK),
            *spread_steps(scene, mean, reading.whole, SCALE, Unit.MARK),
        ]
    return scene.explain(
        f"R1.{domain_id}.salle",
        _title(scene, reading, label),
        steps,
        bases=scene.room_base(reading.question_id),
        weights=voice.say("Aucun regard ne peut être montré seul : une personne, une voix."),
    )


def _gap(scene: Scene, domain_id: str) -> Explanation:
    voice, reading = scene.voice, scene.domains[domain_id]
    means, gap = scene.means(reading.question_id), reading.gap
    title = _title(scene, reading, voice.say("écart entre les regards"))
    if gap is None:
        return scene.explain(f"R2.{domain_id}", title, ())
    high, low = means[gap.high], means[gap.low]
    steps = [
        Step(voice.say("Plus grand écart"), Minus(high, low), Unit.PLAIN),
        Step(scene.plural(gap.high), high, Unit.MARK),
        Step(scene.plural(gap.low), low, Unit.MARK),
    ]
    if reading.gap_interval is not None:
        spans = []
        for viewpoint, mean in ((gap.high, high), (gap.low, low)):
            tally = reading.marks[viewpoint]
            there_are = scene.total(viewpoint)
            around = span_mean(tally.given, mean.value, tally.deviation, SCALE, there_are)
            assert around is not None
            spans.append(around)
        span = DifferenceSpan(high, spans[0], low, spans[1])
        steps.append(Step(voice.say("Intervalle de cet écart"), span, Unit.POINTS))
    return scene.explain(
        f"R2.{domain_id}",
        title,
        steps,
        bases=scene.bases(reading.question_id, means),
        missing=scene.missing(means),
        notes=(
            voice.say(
                "Écart de regards à partir de {wide} points, nuance à partir de {slight}, accord "
                "en dessous ; entre les deux regards les plus éloignés.",
                wide=voice.number(WIDE_GAP),
                slight=voice.number(SLIGHT_GAP),
            ),
            say_gap_interval(voice, reading.gap_interval),
        ),
    )


def _alpha(scene: Scene) -> Explanation:
    voice = scene.voice
    formula = Alpha.of(
        [
            {str(v): tally.mean for v, tally in reading.marks.items() if tally.mean is not None}
            for reading in scene.domains.values()
        ]
    )
    told = bool(formula.things) and formula.expected > 0
    steps = [Step(voice.say("Alpha de Krippendorff"), formula, Unit.INDEX)] if told else []
    return scene.explain(
        "R2.alpha",
        voice.say("Accord entre les regards sur tous les domaines"),
        steps,
        weights=voice.say("Une voix par regard : sa note moyenne de chaque domaine."),
        notes=(
            voice.say(
                "{number} domaines sont notés par deux regards au moins. Au-dessus, les distances "
                "entre regards sur un même domaine ; au-dessous, celles de notes prises au hasard.",
                number=voice.whole(len(formula.things)),
            ),
        ),
    )
