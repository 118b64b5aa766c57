"""Families of answers that cross the regards, and what every group agrees on; nobody is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.confidence import Release
from diagnostic.confidence.common_ground import Support, is_shared, product
from diagnostic.confidence.families import (
    FEWEST_PEOPLE,
    HIGH,
    LOW,
    SEVERITY,
    Families,
    Finding,
    Judgement,
)
from diagnostic.questionnaire import Domain, Questionnaire
from diagnostic.readings.gaps import SLIGHT_GAP, WIDE_GAP
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice

MOST_NAMED = 3
"""Domains that a sentence names."""
LETTERS = "ABCDE"

Group = Viewpoint | int
"""A regard, or a family by its place from 0."""


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One domain as each family marks it."""

    domain: Domain
    judgements: tuple[Judgement, ...]
    """In the order of the families."""

    @property
    def spread(self) -> float:
        """Points between the highest and the lowest mean."""
        means = [judgement.mean for judgement in self.judgements]
        return max(means) - min(means)

    def lead(self, family: int) -> float:
        """Points by which a family is above the mean of the others' means."""
        others = [each.mean for n, each in enumerate(self.judgements) if n != family]
        return self.judgements[family].mean - sum(others) / len(others)


@dataclass(frozen=True, slots=True)
class CommonGround:
    """A statement on one domain: it is strongly fragile, or it is little so."""

    domain: Domain
    strong: bool
    groups: Mapping[Group, Support]

    @property
    def product(self) -> float:
        return product(self.groups.values())

    @property
    def lowest(self) -> float:
        """The share of the group that agrees the least."""
        return min(support.agree / support.given for support in self.groups.values())


@dataclass(frozen=True, slots=True)
class FamiliesReading:
    """What came of the search, domain by domain, the one that divides most first."""

    found: Families
    rows: tuple[FamilyRow, ...]
    common: tuple[CommonGround, ...]
    """What a majority of each group says, the largest product first."""

    @property
    def dividing(self) -> tuple[FamilyRow, ...]:
        return tuple(row for row in self.rows if row.spread >= WIDE_GAP)

    @property
    def uniting(self) -> tuple[FamilyRow, ...]:
        """The closest first."""
        return tuple(row for row in reversed(self.rows) if row.spread < SLIGHT_GAP)


def read_families(
    questionnaire: Questionnaire, release: Release, found: Families
) -> FamiliesReading:
    """The families beside the regards that `release` shows."""
    rows = tuple(
        FamilyRow(domain, tuple(family.domains[domain.id] for family in found.families))
        for domain in questionnaire.domains
        if found.families and domain.id in found.families[0].domains
    )
    statements = (
        CommonGround(domain, strong, _groups(release, found, domain.id, strong=strong))
        for domain in questionnaire.domains
        for strong in (True, False)
    )
    common = [each for each in statements if is_shared(each.groups.values())]
    return FamiliesReading(
        found,
        tuple(sorted(rows, key=lambda row: -round(row.spread, 9))),
        # A domain that fewer groups speak of has a larger product: the most groups come first.
        tuple(sorted(common, key=lambda each: (-len(each.groups), -each.product))),
    )


def _groups(
    release: Release, found: Families, domain_id: str, *, strong: bool
) -> dict[Group, Support]:
    groups: dict[Group, Support] = {}
    for viewpoint, tally in release.questions.get(f"{domain_id}.{SEVERITY}", {}).items():
        if tally.mean is not None:
            marks = ((int(value), people) for value, people in tally.counts)
            agree = (n for mark, n in marks if (mark >= HIGH if strong else mark <= LOW))
            groups[viewpoint] = Support(sum(agree), tally.given)
    for number, family in enumerate(found.families):
        if said := family.domains.get(domain_id):
            groups[number] = Support(said.high if strong else said.low, said.given)
    return groups


def name_family(voice: Voice, family: int) -> str:
    """« Famille A », the largest."""
    return voice.say("Famille {letter}", letter=LETTERS[family])


def say_families(voice: Voice, found: Families) -> str:
    """How many families stand out, or why none is shown."""
    if found.finding is Finding.FOUND:
        return voice.say(
            "{number} familles de réponses se détachent parmi {people} personnes, tous regards "
            "confondus.",
            number=voice.whole(len(found.families)),
            people=voice.whole(found.people + found.joined),
        )
    if found.finding is Finding.NONE:
        return voice.say(
            "Aucune famille de réponses ne se détache parmi {people} personnes : leurs priorités "
            "diffèrent, sans former de groupes nets et stables.",
            people=voice.whole(found.people),
        )
    return _say_why_not(voice, found)


def say_joined(voice: Voice, found: Families) -> str:
    """Who is counted in a family without having shaped it; empty where nobody is."""
    if not found.joined:
        return ""
    return voice.say_many(
        "{number} personne a noté trop peu de domaines pour former les familles : elle est "
        "comptée dans la plus proche de ses réponses.",
        "{number} personnes ont noté trop peu de domaines pour former les familles : elles sont "
        "comptées dans la plus proche de leurs réponses.",
        found.joined,
    )


def say_older(voice: Voice, found: Families) -> str:
    """That answers came since; empty where the families are those of today's figures."""
    if not found.older:
        return ""
    return voice.say(
        "Des réponses ont été comptées depuis que ces familles ont été dites. Elles n’y entrent "
        "pas : dites deux fois, des familles laisseraient deviner ce que quelques personnes ont "
        "répondu."
    )


def _say_why_not(voice: Voice, found: Families) -> str:
    if found.finding is Finding.OPEN:
        return voice.say(
            "Les familles de réponses se cherchent une fois la vague fermée : cherchées à chaque "
            "arrivée, elles laisseraient deviner ce qu’une personne vient de répondre."
        )
    if found.finding is Finding.WAITING:
        return voice.say(
            "Des réponses attendent d’être comptées : demandez à les compter, en haut de cette "
            "page, puis revenez. Les familles se cherchent une seule fois, quand tout est compté."
        )
    if found.finding is Finding.AWAY:
        return voice.say(
            "Une copie de ce diagnostic est en voyage : les familles de réponses se cherchent là "
            "où elle est, ou à son retour."
        )
    if found.finding is Finding.FEW:
        return voice.say(
            "Pour chercher des familles de réponses, il faut au moins {fewest} personnes qui ont "
            "noté la plupart des domaines. Ici, elles sont {people} au plus.",
            fewest=voice.whole(FEWEST_PEOPLE),
            people=voice.whole(found.people),
        )
    if found.finding is Finding.FOLLOWED:
        return voice.say(
            "Pour cette vague, on dit ce qu’ont changé les personnes suivies d’une vague à "
            "l’autre : des familles, à côté, laisseraient deviner des réponses."
        )
    if found.finding is Finding.CHANGED:
        return voice.say(
            "Des réponses ont été effacées depuis que les résultats sont arrêtés : les familles "
            "de réponses ne sont plus montrées, car elles laisseraient deviner ces réponses."
        )
    return voice.say(
        "Des familles de réponses se dessinent, mais elles ne sont pas montrées : à côté des "
        "regards, elles laisseraient deviner ce que quelques personnes ont répondu."
    )


def say_each_family(voice: Voice, reading: FamiliesReading) -> tuple[str, ...]:
    """One line a family: its size, and the domains that it marks higher than the others do."""
    return tuple(
        voice.say(
            "**{family}** ({people}) : {what}.",
            family=name_family(voice, number),
            people=voice.say_many("{number} personne", "{number} personnes", family.people),
            what=_say_leads(voice, reading, number),
        )
        for number, family in enumerate(reading.found.families)
    )


def _say_leads(voice: Voice, reading: FamiliesReading, family: int) -> str:
    rows = sorted(reading.rows, key=lambda row: -row.lead(family))
    first = [row for row in rows[:MOST_NAMED] if row.lead(family) >= SLIGHT_GAP]
    if not first:
        return voice.say("ne note aucun domaine nettement plus haut que les autres")
    return voice.say(
        "note plus haut que les autres {domains}",
        domains=voice.join(
            voice.say(
                "« {domain} » ({mark})",
                domain=row.domain.short.of(voice.language),
                mark=voice.mark(row.judgements[family].mean),
            )
            for row in first
        ),
    )


def say_division(voice: Voice, reading: FamiliesReading) -> str:
    """What divides the families and what unites them; empty where no family is shown."""
    if not reading.rows:
        return ""
    dividing, uniting = reading.dividing[:MOST_NAMED], reading.uniting[:MOST_NAMED]
    apart = (
        voice.say("Ce qui les divise le plus : {domains}.", domains=_list(voice, dividing))
        if dividing
        else voice.say("Aucun domaine montré ne les sépare de deux points ou plus.")
    )
    near = (
        voice.say("Ce qui les unit (moins d’un point) : {domains}.", domains=_list(voice, uniting))
        if uniting
        else voice.say("Aucun domaine montré ne les met à moins d’un point.")
    )
    return f"{apart} {near}"


def _list(voice: Voice, rows: Sequence[FamilyRow]) -> str:
    return voice.join(
        voice.say("« {domain} »", domain=row.domain.short.of(voice.language)) for row in rows
    )


def say_common_ground(voice: Voice, reading: FamiliesReading) -> tuple[str, ...]:
    """One line a statement that a majority of each group agrees on; one that says there is none."""
    if not reading.common:
        return (
            voice.say(
                "Sur aucun domaine la majorité de chaque groupe montré ne va dans le même sens."
            ),
        )
    return tuple(
        voice.say(
            "{statement} : au moins {share} de chaque groupe ({groups}).",
            statement=say_statement(voice, each),
            share=voice.percent(each.lowest),
            groups=_say_groups(voice, each),
        )
        for each in reading.common
    )


def say_statement(voice: Voice, ground: CommonGround) -> str:
    """« Santé » est fortement fragile (7 ou plus)."""
    domain = ground.domain.short.of(voice.language)
    if ground.strong:
        return voice.say(
            "« {domain} » est fortement fragile ({mark} ou plus)", domain=domain, mark=HIGH
        )
    return voice.say("« {domain} » est peu fragile ({mark} ou moins)", domain=domain, mark=LOW)


def _say_groups(voice: Voice, ground: CommonGround) -> str:
    regards = sum(isinstance(group, Viewpoint) for group in ground.groups)
    families = len(ground.groups) - regards
    said = [voice.say_many("{number} regard", "{number} regards", regards)] if regards else []
    if families:
        said.append(voice.say_many("{number} famille", "{number} familles", families))
    return voice.join(said)
