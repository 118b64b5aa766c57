"""The families of answers explained: their sizes, their marks, and what every group agrees on."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial

from diagnostic.confidence.clusters import CHANCE, STABLE
from diagnostic.confidence.common_ground import MAJORITY
from diagnostic.confidence.families import FEWEST_PEOPLE, HIGH, LOW, Families, Finding
from diagnostic.questionnaire import Domain
from diagnostic.readings.explanations.explanation import Base, Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import (
    Known,
    Minus,
    ProductOf,
    Ratio,
    ShareOf,
    Smoothed,
)
from diagnostic.readings.explanations.scene import Make, Scene
from diagnostic.readings.families import (
    LETTERS,
    FamiliesReading,
    Group,
    name_family,
    read_families,
    say_families,
    say_joined,
    say_older,
    say_statement,
)
from diagnostic.readings.gaps import SLIGHT_GAP, WIDE_GAP
from diagnostic.respondents import Viewpoint

STATEMENTS = {True: "fort", False: "peu"}
"""End of the name of a statement: strongly fragile, little so."""
OTHERS = "autres"
"""The regards that are told together."""


def name_families(scene: Scene) -> Iterator[tuple[str, Make]]:
    """The figures of the families, each with what explains it."""
    if scene.beside.families is None:
        return
    read = _Read(scene, scene.beside.families)
    numbers = range(len(LETTERS))
    for domain in scene.questionnaire.domains:
        for number in numbers:
            name = f"familles.{domain.id}.{LETTERS[number]}"
            yield name, partial(_mark, scene, read, name, domain, number)
        yield f"familles.{domain.id}.ecart", partial(_spread, scene, read, domain)
        for strong, end in STATEMENTS.items():
            name = f"familles.{domain.id}.accord-{end}"
            yield name, partial(_statement, scene, read, name, domain, strong)
    for number in numbers:
        name = f"familles.{LETTERS[number]}"
        yield f"{name}.personnes", partial(_people, scene, read, f"{name}.personnes", number)
        for viewpoint in scene.viewpoints:
            told = f"{name}.{viewpoint}"
            yield told, partial(_cell, scene, read, told, number, viewpoint)
        told = f"{name}.{OTHERS}"
        yield told, partial(_cell, scene, read, told, number, None)


class _Read:
    """The families, looked for when one of their figures is explained."""

    def __init__(self, scene: Scene, find: Callable[[], Families]) -> None:
        self._scene, self._find = scene, find

    @cached_property
    def reading(self) -> FamiliesReading:
        scene = self._scene
        return read_families(scene.questionnaire, scene.release, self._find())

    @property
    def found(self) -> Families:
        return self.reading.found

    def why_not(self) -> str:
        """Why a figure of the families is not shown, which says nothing of any answer."""
        if self.found.finding is Finding.FOUND:
            return self._scene.voice.say("non montré : ce chiffre laisserait deviner des réponses")
        return say_families(self._scene.voice, self.found)


def _title(scene: Scene, domain: Domain, what: str) -> str:
    return scene.voice.say(
        "{regard} : {option}", regard=domain.name.of(scene.voice.language), option=what
    )


def _total(given: int, mean: float) -> Ratio:
    """A family's mean mark from the sum of its marks, which are whole."""
    return Ratio(round(mean * given), given)


def _judged(scene: Scene, who: str, given: int) -> Base:
    """On whom a family's figure rests: who said nothing of a domain is in no other count."""
    return Base(who, given, None, None, None)


def _say_silent(scene: Scene, people: int) -> str:
    if not people:
        return ""
    return scene.voice.say_many(
        "{number} personne de cette famille n’a pas donné de note : elle ne compte pas pour zéro.",
        "{number} personnes de cette famille n’ont pas donné de note : elles ne comptent pas pour "
        "zéro.",
        people,
    )


def _say_how(scene: Scene) -> str:
    return scene.voice.say(
        "Les familles sont formées d’après ces mêmes notes : leurs écarts n’ont pas d’intervalle. "
        "Il faut {fewest} personnes qui ont noté la plupart des domaines.",
        fewest=scene.voice.whole(FEWEST_PEOPLE),
    )


def _mark(scene: Scene, read: _Read, name: str, domain: Domain, number: int) -> Explanation:
    voice, family = scene.voice, name_family(scene.voice, number)
    title = _title(scene, domain, family)
    families = read.found.families
    judgement = families[number].domains.get(domain.id) if number < len(families) else None
    if judgement is None:
        return scene.explain(name, title, (), why_not=read.why_not())
    given = judgement.given
    return scene.explain(
        name,
        title,
        (
            Step(family, _total(given, judgement.mean), Unit.MARK),
            Step(
                voice.say("Jugent fortement fragile ({mark} ou plus)", mark=HIGH),
                ShareOf((judgement.high,), given),
                Unit.SHARE,
            ),
            Step(
                voice.say("Jugent peu fragile ({mark} ou moins)", mark=LOW),
                ShareOf((judgement.low,), given),
                Unit.SHARE,
            ),
        ),
        bases=(_judged(scene, family, given),),
        missing=_say_silent(scene, families[number].people - given),
        weights=voice.say("Une personne, une voix, quel que soit son regard."),
        notes=(
            _say_how(scene),
            say_joined(voice, read.found),
            say_older(voice, read.found),
        ),
    )


def _spread(scene: Scene, read: _Read, domain: Domain) -> Explanation:
    voice, name = scene.voice, f"familles.{domain.id}.ecart"
    title = _title(scene, domain, voice.say("écart entre les familles"))
    row = next((row for row in read.reading.rows if row.domain.id == domain.id), None)
    if row is None:
        return scene.explain(name, title, (), why_not=read.why_not())
    marks = [_total(each.given, each.mean) for each in row.judgements]
    means = [mark.value for mark in marks]
    high, low = marks[means.index(max(means))], marks[means.index(min(means))]
    names = [name_family(voice, number) for number in range(len(marks))]
    return scene.explain(
        name,
        title,
        (
            Step(voice.say("Plus grand écart"), Minus(high, low), Unit.PLAIN),
            *(Step(who, mark, Unit.MARK) for who, mark in zip(names, marks, strict=True)),
        ),
        bases=[
            _judged(scene, who, each.given) for who, each in zip(names, row.judgements, strict=True)
        ],
        weights=voice.say("Une personne, une voix dans sa famille."),
        notes=(
            voice.say(
                "Ce qui divise : à partir de {wide} points ; ce qui unit : moins de {slight} "
                "point.",
                wide=voice.number(WIDE_GAP),
                slight=voice.number(SLIGHT_GAP),
            ),
            _say_how(scene),
        ),
    )


def _statement(scene: Scene, read: _Read, name: str, domain: Domain, strong: bool) -> Explanation:
    voice = scene.voice
    wanted = (domain.id, strong)
    found = (one for one in read.reading.common if (one.domain.id, one.strong) == wanted)
    ground = next(found, None)
    title = _title(
        scene,
        domain,
        voice.say("accord de tous les groupes, fortement fragile")
        if strong
        else voice.say("accord de tous les groupes, peu fragile"),
    )
    if ground is None:
        return scene.explain(
            name,
            title,
            (),
            why_not=voice.say("pas d’accord de la majorité de chaque groupe montré"),
        )
    groups = {_name(scene, group): support for group, support in ground.groups.items()}
    return scene.explain(
        name,
        title,
        (
            Step(
                voice.say("Produit des accords"),
                ProductOf(tuple(Smoothed(support) for support in groups.values())),
                Unit.INDEX,
            ),
            *(
                Step(who, ShareOf((support.agree,), support.given), Unit.SHARE)
                for who, support in groups.items()
            ),
        ),
        bases=[_judged(scene, who, support.given) for who, support in groups.items()],
        weights=voice.say("Chaque groupe compte autant, quel que soit son nombre de personnes."),
        notes=(
            say_statement(voice, ground) + ".",
            voice.say(
                "Pour chaque groupe, (d’accord + 1) / (réponses + 2) : cinq personnes sur cinq ne "
                "sont pas une certitude. On ne retient que ce que plus de {share} de chaque groupe "
                "dit, ainsi lissé.",
                share=voice.percent(MAJORITY),
            ),
        ),
    )


def _name(scene: Scene, group: Group) -> str:
    return scene.plural(group) if isinstance(group, Viewpoint) else name_family(scene.voice, group)


def _people(scene: Scene, read: _Read, name: str, number: int) -> Explanation:
    voice, families = scene.voice, read.found.families
    label = voice.say("Personnes de cette famille")
    title = voice.say("{regard} : {option}", regard=name_family(voice, number), option=label)
    if number >= len(families):
        return scene.explain(name, title, (), why_not=read.why_not())
    return scene.explain(
        name,
        title,
        (Step(label, Known(families[number].people), Unit.WHOLE),),
        notes=(
            _say_how(scene),
            voice.say(
                "Une coupe n’est dite que si au plus {chance} des foules sans famille se coupent "
                "aussi nettement, et si on la retrouve sur quatre personnes sur cinq (indice de "
                "Rand ajusté de {stable} au moins).",
                chance=voice.percent(CHANCE),
                stable=voice.number(STABLE),
            ),
            say_joined(voice, read.found),
        ),
    )


def _cell(
    scene: Scene, read: _Read, name: str, number: int, viewpoint: Viewpoint | None
) -> Explanation:
    voice, crossing = scene.voice, read.found.crossing or {}
    regards = next(
        (told for told in crossing if (told == (viewpoint,) if viewpoint else len(told) > 1)),
        None,
    )
    who = (
        scene.plural(viewpoint)
        if viewpoint
        else voice.join(scene.plural(one) for one in regards)
        if regards
        else voice.say("autres regards réunis")
    )
    title = voice.say("{regard} : {option}", regard=name_family(voice, number), option=who)
    if regards is None or number >= len(read.found.families):
        return scene.explain(name, title, (), why_not=read.why_not())
    return scene.explain(
        name,
        title,
        (Step(who, Known(crossing[regards][number]), Unit.WHOLE),),
        notes=(
            voice.say(
                "Montré seulement là où chaque case est vide ou compte au moins {threshold} "
                "personnes ; les autres regards sont dits ensemble.",
                threshold=scene.release.threshold,
            ),
        ),
    )
