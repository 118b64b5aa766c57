"""R3 explained: what is felt beside what the public statistics measure, domain by domain."""

from collections.abc import Iterator, Mapping
from functools import cached_property, partial

from diagnostic.indicators import (
    OBJECTIVE_CUT,
    PERCEIVED_CUT,
    R3_NAMES,
    R3_SENTENCES,
    DomainPart,
    ObjectivePosition,
)
from diagnostic.questionnaire import Domain
from diagnostic.readings.crossings import Crossing, read_crossings
from diagnostic.readings.explanations.explanation import Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import Formula, Known, MeanOf, Ratio
from diagnostic.readings.explanations.scene import Make, Measured, Scene
from diagnostic.readings.measures import say_among, say_figure, say_fragility, say_reason
from diagnostic.readings.provenance import say_lender, say_when
from diagnostic.territories import PerimeterRefused, UnknownTerritory


def name_crossings(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The figures of R3, each with what explains it; none where nothing is measured."""
    if scene.beside.measured is None:
        return
    read = _Read(scene)
    for domain in scene.questionnaire.domains:
        yield f"R3.{domain.id}", partial(_crossing, scene, read, domain)


class _Read:
    """The crossings, read when one of them is explained."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def measured(self) -> Measured | None:
        """None where the territory is no longer known: nothing of it is measured then."""
        assert self._scene.beside.measured is not None
        try:
            return self._scene.beside.measured()
        except (UnknownTerritory, PerimeterRefused):
            return None

    @cached_property
    def crossings(self) -> Mapping[str, Crossing]:
        told = self.measured
        if told is None:
            return {}
        readings = self._scene.domains.values()
        found = read_crossings(readings, told.indicators, told.territory, told.gazetteer)
        return {crossing.domain.id: crossing for crossing in found}


def find_place(objective: ObjectivePosition) -> Formula | None:
    """The share of the other territories that are less fragile, from how many they are."""
    if objective.value is None:
        return None
    others = objective.known - 1
    # Those that are as fragile count for half: the number is whole, or whole and a half.
    return Ratio(round(2 * objective.value * others) / 2, others)


def _crossing(scene: Scene, read: _Read, domain: Domain) -> Explanation:
    voice, measured = scene.voice, read.measured
    name = f"R3.{domain.id}"
    title = voice.say(
        "{regard} : {option}",
        regard=domain.name.of(voice.language),
        option=voice.say("ressenti et mesuré"),
    )
    crossing = read.crossings.get(domain.id)
    if measured is None or crossing is None:
        return scene.explain(name, title, (), why_not=voice.say("rien n’est mesuré ici"))
    question_id, objective = scene.domains[domain.id].question_id, crossing.objective
    means = scene.means(question_id)
    steps = []
    felt: Formula | None = MeanOf(tuple(means.values())) if means else scene.room(question_id)
    if felt is not None:
        steps.append(Step(voice.say("Ressenti"), felt, Unit.MARK))
    steps += _place_steps(scene, objective)
    known = [part for part in objective.parts if part.fragility is not None]
    return scene.explain(
        name,
        title,
        steps,
        shown=_say_name(scene, crossing),
        bases=scene.bases(question_id, means) or scene.room_base(question_id),
        missing=_say_missing(scene, objective),
        weights=_say_weights(scene, len(means), len(known)),
        notes=_say_notes(scene, measured, crossing, known),
        public=(part.measure.full(voice.language) for part in known),
    )


def _place_steps(scene: Scene, objective: ObjectivePosition) -> Iterator[Step]:
    voice, place = scene.voice, find_place(objective)
    if place is None:
        return
    among = say_among(voice, (objective.borrowed_from or objective.key).level)
    yield Step(voice.say("Mesuré : plus fragile que … {among}", among=among), place, Unit.PLACE)
    known = [part for part in objective.parts if part.fragility is not None]
    shares = tuple(Known(part.fragility) for part in known if part.fragility is not None)
    yield Step(voice.say("Moyenne des mesures"), MeanOf(shares), Unit.PLACE)
    for part, share in zip(known, shares, strict=True):
        yield Step(_label(scene, part), share, Unit.PLACE)


def _label(scene: Scene, part: DomainPart) -> str:
    return part.link.indicator.label.of(scene.voice.language)


def _say_name(scene: Scene, crossing: Crossing) -> str:
    if crossing.name is None:
        return scene.voice.say("non placé : il manque le ressenti ou la mesure")
    return R3_NAMES[crossing.name].of(scene.voice.language)


def _say_missing(scene: Scene, objective: ObjectivePosition) -> str:
    """The measures without a value here, or why nothing is measured."""
    voice = scene.voice
    if objective.value is None and objective.reason is not None:
        return objective.reason.of(voice.language)
    return " ".join(
        voice.say("{label} : {reason}", label=_label(scene, part), reason=reason)
        for part in objective.parts
        if part.fragility is None and (reason := say_reason(voice, part.measure))
    )


def _say_weights(scene: Scene, regards: int, measures: int) -> str:
    voice = scene.voice
    said = [scene.even(regards)] if regards else []
    if measures > 1:
        said.append(
            voice.say(
                "{number} mesures connues : chacune pèse 1/{number}.",
                number=voice.whole(measures),
            )
        )
    elif measures:
        said.append(voice.say("Une seule mesure connue : elle pèse tout."))
    return " ".join(said)


def _say_notes(
    scene: Scene, measured: Measured, crossing: Crossing, known: list[DomainPart]
) -> Iterator[str]:
    voice, objective = scene.voice, crossing.objective
    lender = objective.borrowed_from
    level = (lender or objective.key).level
    for part in known:
        yield voice.say(
            "{label} : {value} ({when}), {place}.",
            label=_label(scene, part),
            value=say_figure(voice, part.link.indicator, part.measure.value),
            when=say_when(voice, part.measure, measured.in_year),
            place=say_fragility(voice, part.fragility or 0.0, level),
        )
    if lender is not None and objective.value is not None:
        whose = say_lender(voice, measured.gazetteer.get(lender))
        yield voice.say("Les chiffres sont ceux {names}.", names=whose)
    if objective.value is not None:
        yield voice.say(
            "Les territoires de ce niveau sont rangés d’après la moyenne de leurs mesures, chacune "
            "tournée vers la fragilité ; un territoire à égalité compte pour la moitié."
        )
    if crossing.name is not None:
        yield R3_SENTENCES[crossing.name].of(voice.language)
    yield voice.say(
        "Ressenti comme fragile à partir de {cut} ; mesuré comme fragile à partir de {half} des "
        "autres. Les repères que l’on déplace à l’écran ne changent que le nom, pas les chiffres.",
        cut=voice.mark(PERCEIVED_CUT),
        half=voice.percent(OBJECTIVE_CUT),
    )
