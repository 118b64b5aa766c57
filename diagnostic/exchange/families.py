"""The families of answers as plain values, for a JSON file; nobody is named to one."""

from typing import Any

from diagnostic.confidence import Release
from diagnostic.confidence.families import Families, Judgement
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.families import LETTERS, FamiliesReading, read_families
from diagnostic.respondents import Viewpoint
from diagnostic.texts import rounded


def published_families(
    found: Families, release: Release, questionnaire: Questionnaire
) -> dict[str, Any]:
    """What came of the search and what each group agrees on, with French keys and stable ids.

    Marks are from 0 to 10, shares and products between 0 and 1, all as displayed.
    """
    reading = read_families(questionnaire, release, found)
    return {
        "resultat": str(found.finding),
        "personnes": found.people + found.joined,
        "familles": [_family(reading, number) for number in range(len(found.families))],
        "regards": [
            {"regards": [str(v) for v in regards], "personnes": list(cells)}
            for regards, cells in (found.crossing or {}).items()
        ],
        "accords": [
            {
                "domaine": each.domain.id,
                "sens": "fort" if each.strong else "faible",
                "produit": float(rounded(each.product, 2)),
                "groupes": {
                    str(group) if isinstance(group, Viewpoint) else LETTERS[group]: {
                        "accord": float(rounded(support.agree / support.given, 2)),
                        "n": support.given,
                    }
                    for group, support in each.groups.items()
                },
            }
            for each in reading.common
        ],
    }


def _family(reading: FamiliesReading, number: int) -> dict[str, Any]:
    return {
        "nom": LETTERS[number],
        "personnes": reading.found.families[number].people,
        "domaines": {row.domain.id: _judgement(row.judgements[number]) for row in reading.rows},
    }


def _judgement(said: Judgement) -> dict[str, Any]:
    return {"moyenne": float(rounded(said.mean)), "n": said.given}
