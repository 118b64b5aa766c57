"""« Ce qui a bougé »: two waves of one diagnostic, figure by figure."""

from collections.abc import Hashable, Mapping

import streamlit as st

from diagnostic import charts, tables
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence import Standing
from diagnostic.confidence.panels import Followed
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.explanations import Beside, Catalogue
from diagnostic.readings.movement_words import say_changed, say_moves, say_which
from diagnostic.readings.movements import (
    Compared,
    Moment,
    Moves,
    find_followed,
    find_same_questions,
    read_anchor_moves,
    read_axis_moves,
    read_domain_moves,
)
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice
from diagnostic.ui import exhibit, explaining, session, shelf
from diagnostic.ui.published import published
from diagnostic.ui.reading_panels import View

SUBJECTS = ("domaines", "axes", "reperes")


def is_there() -> bool:
    """Whether the diagnostic in hand has two waves to compare."""
    diagnostic = session.diagnostic()
    return diagnostic is not None and len(session.waves(diagnostic)) > 1


def draw(view: View) -> None:
    """What moved between two waves: a sentence, a chart, its table."""
    voice, diagnostic = view.voice, session.diagnostic()
    assert diagnostic is not None
    waves = _choose_waves(voice, session.waves(diagnostic))
    before, after = (_moment(wave, diagnostic) for wave in waves)
    followed = _followed(diagnostic, waves, before, after)
    subject = st.segmented_control(
        voice.say("Ce que l’on compare"),
        SUBJECTS,
        format_func={
            "domaines": voice.say("Fragilités"),
            "axes": voice.say("Façon de coopérer"),
            "reperes": voice.say("Questions repères"),
        }.__getitem__,
        default="domaines",
        required=True,
        key="bouge-quoi",
    )
    key = (
        "bouge",
        tuple((wave.id, session.change_counter(wave)) for wave in waves),
        diagnostic.threshold,
        view.viewpoints,
        len(followed),
        voice.language,
    )
    if subject == "axes":
        moves = shelf.kept((*key, "axes"), lambda: read_axis_moves(before, after, view.viewpoints))
        name, first = "bouge-axes", voice.say("Axe")
    elif subject == "reperes":
        several = shelf.kept(
            (*key, "reperes"),
            lambda: read_anchor_moves(before, after, view.benchmarks, view.viewpoints),
        )
        if not several:
            st.info(voice.say("Aucun de ces chiffres n’est montré dans les deux vagues."))
            return
        question_id = exhibit.choose(
            voice.say("Question"),
            "bouge-repere",
            _anchor_names(voice, after.questionnaire, several),
        )
        moves, name, first = several[question_id], f"bouge-{question_id}", voice.say("Réponse")
    else:
        moves = shelf.kept(
            (*key, "domaines"),
            lambda: read_domain_moves(before, after, view.viewpoints, followed),
        )
        name, first = "bouge-domaines", voice.say("Domaine")
    _draw_moves(view, after.questionnaire, moves, name, first, (before.number, after.number))
    _draw_explained(view, Compared(before, after, followed), moves, name, key)
    _draw_sureness(voice, waves, moves, followed)


def _draw_moves(
    view: View,
    questionnaire: Questionnaire,
    moves: Moves,
    name: str,
    first: str,
    waves: tuple[int, int],
) -> None:
    voice = view.voice
    st.markdown(say_moves(voice, moves))
    for standing in (Standing.ABOVE, Standing.BELOW):
        if said := say_which(voice, questionnaire, moves, standing):
            st.markdown(said)
    if changed := say_changed(voice, moves.changed):
        st.caption(changed)
    exhibit.show(
        voice,
        name,
        shelf.kept(
            ("chart", name, view.key, waves, moves.movements),
            lambda: charts.draw_movements(
                voice, questionnaire, moves, waves=waves, dark=view.dark, wall=view.wall
            ),
        ),
        lambda: tables.movements_table(voice, questionnaire, moves, waves, first),
        caption=voice.say(
            "Réponses aux vagues {first} et {last}, regard par regard. Trait plein : le mouvement "
            "est établi ; pointillé : il est trop petit, ou les réponses trop peu nombreuses, "
            "pour le dire.",
            first=waves[0],
            last=waves[1],
        ),
        nothing=voice.say("Aucun de ces chiffres n’est montré dans les deux vagues."),
        choices={row.key: row.label[voice.language] for row in moves.rows},
    )


def _draw_explained(
    view: View, compared: Compared, moves: Moves, name: str, key: tuple[Hashable, ...]
) -> None:
    """The movements of the row that is chosen, or of the question; then the others."""
    voice, after = view.voice, compared.after
    waves = (compared.before.number, after.number)
    start = f"bouge.{waves[0]}-{waves[1]}."
    if moves.is_share:
        wanted: tuple[str, ...] = (f"{start}{name.removeprefix('bouge-')}.",)
    else:
        row = explaining.choose_row(name, (row.key for row in moves.rows))
        wanted = tuple(f"{start}{each}." for each in dict.fromkeys((row, *_keys(moves))))
    if moves.movements:
        explaining.draw(
            voice,
            name,
            lambda: shelf.kept(
                ("catalogue", key),
                lambda: Catalogue(
                    voice,
                    after.questionnaire,
                    after.shown,
                    view.benchmarks,
                    view.rules,
                    view.viewpoints,
                    beside=Beside(waves=waves, compared=lambda: compared),
                ),
            ),
            wanted,
        )


def _keys(moves: Moves) -> tuple[str, ...]:
    return tuple(row.key for row in moves.rows)


def _draw_sureness(
    voice: Voice,
    waves: tuple[Wave, Wave],
    moves: Moves,
    followed: Mapping[tuple[str, Viewpoint], Followed],
) -> None:
    """What the words rest on: who answered, which corrections."""
    said = [
        voice.say(
            "Les mouvements de ce tableau sont corrigés de leur nombre : le risque de se tromper "
            "sur l’un d’eux reste sous 5 %. « Proche » ne l’est pas."
        )
    ]
    if any(one.questions > 1 for one in moves.movements):
        said.append(
            voice.say(
                "Un axe réunit plusieurs questions des mêmes personnes : là où son propre "
                "intervalle ne peut servir, le plus large possible est pris."
            )
        )
    if followed:
        said.append(
            voice.say(
                "Des personnes ont accepté que leurs réponses aux deux vagues soient reliées : ce "
                "qu’elles ont changé est dit à part, là où leur nombre le permet."
            )
        )
    else:
        said.append(
            voice.say(
                "Les deux vagues sont lues comme deux groupes de personnes. Si les mêmes ont "
                "répondu deux fois, l’intervalle est plutôt trop large."
            )
        )
        if any(wave.closed_on is None for wave in waves):
            said.append(
                voice.say(
                    "Les personnes qui ont accepté d’être suivies seront comparées une fois les "
                    "deux vagues closes."
                )
            )
    st.caption(" ".join(said))


def _choose_waves(voice: Voice, waves: tuple[Wave, ...]) -> tuple[Wave, Wave]:
    """The last two, or two others where there are more."""
    if len(waves) == 2:
        return waves[0], waves[1]
    found = {wave.number: wave for wave in waves}
    left, right = st.columns(2)
    with left:
        first = st.selectbox(
            voice.say("De la vague"),
            list(found)[:-1],
            index=len(found) - 2,
            key="bouge-avant",
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
    later = [number for number in found if number > int(first)]
    if st.session_state.get("bouge-apres") not in later:
        st.session_state["bouge-apres"] = later[-1]
    with right:
        last = st.selectbox(
            voice.say("à la vague"),
            later,
            key="bouge-apres",
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
    return found[int(first)], found[int(last)]


def _moment(wave: Wave, diagnostic: Diagnostic) -> Moment:
    return Moment(wave.number, session.questionnaire(wave), published(wave, diagnostic, None))


def _followed(
    diagnostic: Diagnostic, waves: tuple[Wave, Wave], before: Moment, after: Moment
) -> dict[tuple[str, Viewpoint], Followed]:
    """What those changed who agreed to be followed, where both waves still show their regard."""
    state = tuple((wave.id, wave.closed_on, session.change_counter(wave)) for wave in waves)
    told = shelf.kept(
        ("panel", state, diagnostic.threshold),
        lambda: session.store().panel(diagnostic, *waves, find_same_questions(before, after)),
    )
    return find_followed(before, after, told, diagnostic.threshold)


def _anchor_names(
    voice: Voice, questionnaire: Questionnaire, several: Mapping[str, Moves]
) -> dict[str, str]:
    names = {}
    for name in sorted(several, key=lambda each: each[0] != "K"):
        question = questionnaire.question(name)
        names[name] = question.wording.of(voice.language)
        if question.domain:
            names[name] = voice.say(
                "Impact attendu d’une alliance : {domain}",
                domain=questionnaire.domain(question.domain).name.of(voice.language),
            )
    return names
