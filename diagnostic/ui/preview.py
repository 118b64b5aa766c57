"""What was understood of a file, told before anything is written."""

from collections.abc import Iterable
from itertools import islice

import streamlit as st

from diagnostic.exchange.official import KIND_NAMES, Change, Comparison, Understanding
from diagnostic.indicators import Indicator, say_year
from diagnostic.territories import LEVEL_NAMES, TerritoryKey
from diagnostic.texts import Voice
from diagnostic.texts.typography import typeset
from diagnostic.ui import session
from diagnostic.ui.escaping import plain

EXAMPLES = 8
REFUSED_EXAMPLES = 3
MOST_NAMED = 12


def draw_preview(understanding: Understanding) -> None:
    """The kind, what would change, what is refused and why."""
    voice = session.voice()
    st.subheader(KIND_NAMES[understanding.kind], anchor=False)
    _tell_file(understanding, voice)
    _tell_counts(understanding, voice)
    for note in understanding.notes:
        st.info(typeset(plain(note)))
    _draw_changes(understanding, voice)
    with st.expander(voice.say("Le détail par indicateur"), icon=":material/table:"):
        st.table(_rows(understanding, voice), hide_index=True)
    _draw_refused(understanding, voice)
    _draw_aside(understanding, voice)


def _tell_file(understanding: Understanding, voice: Voice) -> None:
    levels = voice.join(LEVEL_NAMES[level].plural for level in understanding.levels)
    years = sorted({series.year for series in understanding.series})
    parts = [
        plain(understanding.name),
        plain(understanding.edition),
        voice.say("niveaux : {levels}", levels=levels),
        voice.say("années : {years}", years=_several(_say_years(years, voice), voice)),
        voice.say("encodage : {encoding}", encoding=understanding.encoding),
        voice.say_many("{number} ligne lue", "{number} lignes lues", understanding.rows),
    ]
    st.caption(" · ".join(part for part in parts if part))
    for source in understanding.sources[:MOST_NAMED]:
        st.caption(
            voice.say("Source : {source}", source=plain(source.full(voice.language).rstrip(".")))
        )


def _tell_counts(understanding: Understanding, voice: Voice) -> None:
    comparison = understanding.comparison
    with st.container(horizontal=True):
        for label, count in (
            (voice.say("Nouvelles"), comparison.new),
            (voice.say("Changées"), comparison.changed),
            (voice.say("Identiques"), comparison.equal),
            (voice.say("Refusées"), understanding.refused_count),
        ):
            st.metric(label, voice.whole(count), width="content")
    if understanding.secret:
        st.markdown(
            voice.say_many(
                "{number} valeur est sous secret statistique : elle reste secrète, jamais zéro.",
                "{number} valeurs sont sous secret statistique : elles restent secrètes, jamais "
                "zéro.",
                understanding.secret,
            )
        )
    if understanding.missing:
        st.markdown(
            voice.say_many(
                "{number} autre valeur manque, avec sa raison.",
                "{number} autres valeurs manquent, avec leur raison.",
                understanding.missing,
            )
        )
    if understanding.partial:
        st.markdown(
            voice.say_many(
                "{number} somme est partielle, des communes manquant au fichier : elle ne sert que "
                "là où il n’y a pas d’autre chiffre, et se dit partielle.",
                "{number} sommes sont partielles, des communes manquant au fichier : elles ne "
                "servent que là où il n’y a pas d’autre chiffre, et se disent partielles.",
                understanding.partial,
            )
        )


def _draw_changes(understanding: Understanding, voice: Voice) -> None:
    changes = list(islice(_spread(understanding), EXAMPLES))
    if not changes:
        return
    st.markdown(voice.say("**Ce qui changerait, par exemple**"))
    lines = []
    for change in changes:
        indicator = change.before.indicator
        lines.append(
            voice.say(
                "- {territory}, {indicator}, {year} : {before} → **{after}** (avant : {source})",
                territory=plain(_name(change.before.key)),
                indicator=plain(indicator.label.of(voice.language)),
                year=say_year(change.before.year or "", voice.language),
                before=_figure(change.before.value, indicator, voice),
                after=_figure(change.value, indicator, voice),
                source=plain(change.before.short(voice.language)),
            )
        )
    st.markdown("\n".join(lines))


def _spread(understanding: Understanding) -> Iterable[Change]:
    """The first change of each series, then the second ones, and so on."""
    by_series = [series.comparison.changes for series in understanding.series]
    for rank in range(max(map(len, by_series), default=0)):
        for changes in by_series:
            if rank < len(changes):
                yield changes[rank]


def _figure(value: float | None, indicator: Indicator, voice: Voice) -> str:
    return voice.number(value, indicator.decimals)


def _name(key: TerritoryKey) -> str:
    gazetteer = session.gazetteer()
    return gazetteer.label(gazetteer.get(key)) if key in gazetteer else str(key)


def _rows(understanding: Understanding, voice: Voice) -> list[dict[str, str]]:
    """One line per indicator and year, its levels together."""
    facts = session.indicators()
    groups: dict[tuple[str, str], list[int]] = {}
    for number, series in enumerate(understanding.series):
        groups.setdefault((series.indicator_id, series.year), []).append(number)
    rows = []
    for (indicator_id, year), numbers in groups.items():
        several = [understanding.series[number] for number in numbers]
        comparison = sum((one.comparison for one in several), Comparison())
        levels = dict.fromkeys(LEVEL_NAMES[one.level].plural for one in several if one.known)
        label = facts.indicator(indicator_id).label.of(voice.language)
        rows.append(
            {
                voice.say("Indicateur"): plain(label),
                voice.say("Année"): say_year(year, voice.language),
                voice.say("Niveaux"): ", ".join(levels),
                voice.say("Nouvelles"): voice.whole(comparison.new),
                voice.say("Changées"): voice.whole(comparison.changed),
                voice.say("Identiques"): voice.whole(comparison.equal),
                voice.say("Secrètes"): voice.whole(sum(one.secret for one in several)),
                voice.say("Partielles"): voice.whole(sum(len(one.partial) for one in several)),
            }
        )
    return rows


def _draw_refused(understanding: Understanding, voice: Voice) -> None:
    if not understanding.refused:
        return
    title = voice.say_many(
        "{number} ligne ou valeur laissée de côté, et pourquoi",
        "{number} lignes ou valeurs laissées de côté, et pourquoi",
        understanding.refused_count,
    )
    with st.expander(title, icon=":material/block:"):
        for refused in understanding.refused:
            st.markdown(
                typeset(f"**{plain(refused.reason.value)}** : {voice.whole(refused.count)}")
            )
            for problem in refused.examples[:REFUSED_EXAMPLES]:
                st.markdown(typeset(f"- {plain(str(problem))}"))
        if understanding.unknown_codes:
            codes = plain(_several(understanding.unknown_codes, voice))
            st.markdown(voice.say("Codes inconnus : {codes}.", codes=codes))


def _draw_aside(understanding: Understanding, voice: Voice) -> None:
    """What was mapped to today's territories, and the columns that nothing was taken from."""
    if not (understanding.ignored or understanding.former or understanding.districts):
        return
    with st.expander(voice.say("Ce qui a été rapproché ou ignoré"), icon=":material/info:"):
        if understanding.former:
            moved = [f"{one.code} → {one.today}" for one in understanding.former]
            st.markdown(
                voice.say(
                    "Anciennes communes comptées dans celles d’aujourd’hui : {moved}.",
                    moved=plain(_several(moved, voice)),
                )
            )
        if understanding.districts:
            st.markdown(
                voice.say_many(
                    "{number} arrondissement de Paris, Lyon ou Marseille n’est pas compté deux "
                    "fois.",
                    "{number} arrondissements de Paris, Lyon ou Marseille ne sont pas comptés "
                    "deux fois.",
                    understanding.districts,
                )
            )
        for ignored in understanding.ignored[:MOST_NAMED]:
            label = f" ({plain(ignored.label)})" if ignored.label else ""
            st.markdown(typeset(f"- {plain(ignored.name)}{label} : {plain(ignored.why)}"))
        rest = len(understanding.ignored) - MOST_NAMED
        if rest > 0:
            st.markdown(voice.say_many("- et {number} autre.", "- et {number} autres.", rest))


def _say_years(years: Iterable[str], voice: Voice) -> list[str]:
    return [say_year(year, voice.language) for year in years]


def _several(words: Iterable[str], voice: Voice) -> str:
    """The first of many words, and how many more there are."""
    found = list(words)
    shown = ", ".join(found[:MOST_NAMED])
    rest = len(found) - MOST_NAMED
    if rest <= 0:
        return shown
    return voice.say_many(
        "{words} et {number} autre", "{words} et {number} autres", rest, words=shown
    )
