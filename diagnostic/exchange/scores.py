"""Released figures as plain values, for a JSON file: what the screens show, and no more."""

from collections.abc import Iterable
from typing import Any

from diagnostic.benchmarks import Benchmark, Benchmarks
from diagnostic.confidence import Interval, Release
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import (
    AnchorReading,
    AxisReading,
    Comparison,
    DomainReading,
    Gap,
    ItemReading,
    read_anchors,
    read_axes,
    read_domains,
    read_items,
)
from diagnostic.readings.fragilities import compare_domains
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally

DIGITS = 3


def published_scores(
    release: Release,
    questionnaire: Questionnaire,
    benchmarks: Benchmarks,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
    language: str = "fr",
) -> dict[str, Any]:
    """The readings of a release as dicts, lists, strings and numbers, with French keys.

    A regard that cannot be shown is absent. Means are on the scale of their question (0 to 10
    for a domain, 0 to 4 for an axis), shares between 0 and 1; a national share is in percent,
    as published. Each national figure has its source, year and base. Intervals are at 95 %, in
    the unit of their figure; what is compared with France is compared as on the screens.
    """
    wanted = tuple(viewpoints)
    domains = read_domains(questionnaire, release, benchmarks, wanted)
    comparisons = compare_domains(domains)
    axes = read_axes(questionnaire, release, wanted)
    return {
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "seuil": release.threshold,
        "personnes": {str(v): release.people[v] for v in wanted if v in release.people},
        "regards_trop_peu_nombreux": [str(v) for v in wanted if v in release.withheld],
        "domaines": [
            _domain(reading, language)
            | {
                "face_a_la_france": {
                    str(viewpoint): _comparison(found)
                    for viewpoint in reading.marks
                    if (found := comparisons.get((reading.domain.id, viewpoint)))
                }
            }
            for reading in domains
        ],
        "axes": [
            _axis(
                reading,
                read_items(questionnaire, release, reading.axis, wanted, language),
                language,
            )
            for reading in axes
        ],
        "reperes": [
            _anchor(reading, language)
            for reading in read_anchors(questionnaire, release, benchmarks, wanted)
        ],
    }


def _domain(reading: DomainReading, language: str) -> dict[str, Any]:
    cross = reading.cross
    return {
        "id": reading.domain.id,
        "nom": reading.domain.name.of(language),
        "question": reading.question_id,
        "note_croisee": None
        if cross is None
        else {
            "moyenne": _round(cross.mean),
            "regards": cross.regards,
            "moyenne_des_reponses": _round(cross.raw),
            "reponses": cross.given,
        },
        "regards": _marks(reading),
        "toute_la_salle": _tally(reading.whole) if reading.whole else None,
        "ecart": _gap(reading.gap),
        "france": {
            str(viewpoint): [_figure(figure, language) for figure in figures]
            for viewpoint, figures in reading.france.items()
        },
    }


def _axis(reading: AxisReading, items: Iterable[ItemReading], language: str) -> dict[str, Any]:
    return {
        "id": reading.axis.id,
        "nom": reading.axis.name.of(language),
        "moyenne_des_regards": _round(reading.mean),
        "regards": {
            str(v): _axis_tally(tally) | {"intervalle": _ends(reading.interval(v))}
            for v, tally in reading.marks.items()
        },
        "ecart": _gap(reading.gap),
        "questions": [
            {
                "id": item.question.id,
                "nom": item.short,
                "regards": _marks(item),
                "toute_la_salle": _tally(item.whole) if item.whole else None,
                "ecart": _gap(item.gap),
            }
            for item in items
        ],
    }


def _anchor(reading: AnchorReading, language: str) -> dict[str, Any]:
    return {
        "question": reading.question.id,
        "enonce": reading.question.wording.of(language),
        "toute_la_salle": _tally(reading.whole) if reading.whole else None,
        "reponses": [
            {
                "regard": str(row.viewpoint),
                "options": list(row.options),
                "libelle": row.label[language],
                "part": _round(row.share),
                "rang": row.rank,
                "reponses": row.given,
                "intervalle": _ends(row.interval),
                "face_a_la_france": _comparison(row.comparison) if row.comparison else None,
                "france": [_figure(figure, language) for figure in row.france],
            }
            for row in reading.rows
        ],
    }


def _marks(reading: DomainReading | ItemReading) -> dict[str, Any]:
    return {
        str(viewpoint): _tally(tally) | {"intervalle": _ends(reading.interval(viewpoint))}
        for viewpoint, tally in reading.marks.items()
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "moyenne": _round(tally.mean),
        "ecart_type": _round(tally.deviation),
        "reponses": tally.given if tally.counts else None,
        "ne_sait_pas": tally.dont_know,
        "pas_concerne": tally.not_concerned,
        "sans_reponse": tally.unanswered,
    }


def _axis_tally(tally: AxisTally) -> dict[str, Any]:
    return {
        "moyenne": _round(tally.mean),
        "ecart_type": _round(tally.deviation),
        "ont_parle": tally.spoke,
        "reponses": tally.given if tally.mean is not None else None,
        "part_ne_sait_pas": _round(tally.dont_know_share),
        "questions_du_tronc_commun": tally.items,
    }


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [round(interval.low, DIGITS), round(interval.high, DIGITS)]


def _comparison(found: Comparison) -> dict[str, Any]:
    return {
        "repere": found.benchmark.id,
        "difference": _round(found.difference.value),
        "intervalle": _ends(found.difference.interval),
        "lecture": str(found.standing),
        "indicatif": found.indicative,
        "effectif_national_connu": found.sample_is_known,
    }


def _gap(gap: Gap | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    return {
        "points": _round(gap.points),
        "nom": str(gap.name),
        "plus_haut": str(gap.high),
        "plus_bas": str(gap.low),
    }


def _figure(figure: Benchmark, language: str) -> dict[str, Any]:
    return {
        "id": figure.id,
        "mesure": str(figure.measure),
        "valeur": figure.value,
        "unite": figure.unit,
        "annee": figure.source.year,
        "effectif": figure.source.sample,
        "effectif_est_un_minimum": figure.source.sample_is_minimum,
        "source": figure.source.full(language),
        "reserve": figure.caveat.of(language) if figure.caveat else None,
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
