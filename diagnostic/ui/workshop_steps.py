"""The programme of a workshop: its steps in order, one of them in hand, and templates."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from pydantic import ValidationError

from diagnostic.campaigns import FRAMING, LONGEST_TITLE, Diagnostic, LocalQuestion
from diagnostic.questionnaire import Question, Questionnaire, RankingQuestion, Text
from diagnostic.rights import Right
from diagnostic.texts import Voice
from diagnostic.ui import session, workshop_room
from diagnostic.ui.escaping import plain
from diagnostic.ui.workshop_prepare import read_hour, read_whole
from diagnostic.workshops import Step, StepKind, Workshop, WorkshopRefused
from diagnostic.workshops.workshop import MOST_GROUPS, MOST_QUESTIONS

READINGS = ("R1", "R2", "R3", "R4", "R5", "R6")
LONGEST_WORDS = 600
CHOSEN = "etape-choisie"


def draw(diagnostic: Diagnostic, workshop: Workshop) -> None:
    """The list of the steps, what can be done with the one in hand, and its form."""
    voice = session.voice()
    st.subheader(voice.say("Le programme"), anchor=False)
    by_id = {step.id: step for step in workshop.steps}
    if session.recall(CHOSEN) not in by_id:
        session.remember(CHOSEN, workshop.steps[0].id)
    chosen = st.radio(
        voice.say("Étapes, dans l’ordre"),
        list(by_id),
        format_func=lambda name: _name(voice, workshop, by_id[name]) if name in by_id else "",
        key=CHOSEN,
    )
    st.caption(
        voice.say(
            "Choisissez une étape pour la modifier plus bas. Les gestes qui suivent portent sur "
            "elle ; une étape où l’on a déjà voté reste."
        )
    )
    step = by_id[str(chosen)]
    _draw_gestures(voice, workshop, step)
    wave = next(w for w in session.waves(diagnostic) if w.id == workshop.wave_id)
    content = session.questionnaire(wave)
    _draw_form(voice, workshop, step, content, session.local_questions(diagnostic))
    _draw_template(voice, workshop)


def _name(voice: Voice, workshop: Workshop, step: Step) -> str:
    number = workshop.steps.index(step) + 1
    told = [f"{number} · {plain(step.title.of(voice.language))}", kinds(voice)[step.kind]]
    if step.at:
        told.append(step.at)
    if step.minutes:
        told.append(voice.say("{minutes} min", minutes=step.minutes))
    return " · ".join(told)


def kinds(voice: Voice) -> dict[StepKind, str]:
    """What each kind of step is called."""
    return {
        StepKind.FRAME: voice.say("un texte"),
        StepKind.QUESTIONS: voice.say("un vote"),
        StepKind.READING: voice.say("une lecture"),
        StepKind.DEBATE: voice.say("un débat"),
        StepKind.GROUPS: voice.say("des sous-groupes"),
        StepKind.PRIORITIES: voice.say("un classement"),
        StepKind.DECISIONS: voice.say("des décisions"),
    }


def readings(voice: Voice) -> dict[str, str]:
    """What each reading is called."""
    return {
        "R1": voice.say("Nos fragilités"),
        "R2": voice.say("Regards croisés"),
        "R3": voice.say("Vécu et mesuré"),
        "R4": voice.say("Fragilité et capacité"),
        "R5": voice.say("Notre façon de coopérer"),
        "R6": voice.say("Effets et suites"),
    }


def framings(voice: Voice) -> dict[str, str]:
    """The four questions of the framing, as they stand on the wall."""
    return {
        "territoire": voice.say("De quel territoire parlons-nous ?"),
        "intervenants": voice.say("Qui parle, qui manque ?"),
        "organisation": voice.say("Comment allons-nous travailler ?"),
        "representation": voice.say("Comment regarder les résultats ?"),
    }


def _draw_gestures(voice: Voice, workshop: Workshop, step: Step) -> None:
    place = workshop.steps.index(step)
    rest = [one for one in workshop.steps if one is not step]
    last = len(workshop.steps) - 1

    def at(where: int) -> tuple[Step, ...]:
        return (*rest[:where], step, *rest[where:])

    with st.container(horizontal=True):
        for label, icon, steps, off in (
            (voice.say("Monter"), "arrow_upward", at(max(0, place - 1)), place == 0),
            (voice.say("Descendre"), "arrow_downward", at(place + 1), place == last),
            (voice.say("Retirer l’étape"), "delete", tuple(rest), last == 0),
        ):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=f"geste:{icon}",
                disabled=off,
                on_click=_edit,
                args=(workshop, steps),
            )
        with st.popover(voice.say("Ajouter une étape après"), icon=":material/add:"):
            names = kinds(voice)
            for kind in StepKind:
                new = _new(voice, workshop, kind)
                st.button(
                    names[kind].capitalize(),
                    key=f"ajouter:{kind.value}",
                    on_click=_edit,
                    args=(
                        workshop,
                        (*workshop.steps[: place + 1], new, *workshop.steps[place + 1 :]),
                        new.id,
                    ),
                )


def _new(voice: Voice, workshop: Workshop, kind: StepKind) -> Step:
    """A step that can be followed as it is."""
    taken = {step.id for step in workshop.steps}
    number = next(n for n in range(1, len(taken) + 2) if f"{kind.value}_{n}" not in taken)
    usual: dict[StepKind, dict[str, Any]] = {
        StepKind.QUESTIONS: {"questions": ("K1",)},
        StepKind.PRIORITIES: {"questions": ("priorites",)},
        StepKind.READING: {"reading": "R2"},
        StepKind.GROUPS: {
            "groups": tuple(
                Text(fr=f"Groupe {n}", en=f"Group {n}")  # Named in both: the room may have both.
                for n in (1, 2, 3)
            )
        },
    }
    title = kinds(voice)[kind].capitalize()
    return Step(
        id=f"{kind.value}_{number}",
        kind=kind,
        title=Text(fr=title, en=title),
        minutes=10,
        **usual.get(kind, {}),
    )


def _edit(workshop: Workshop, steps: tuple[Step, ...], chosen: str = "") -> None:
    """Callback: these steps in place of the former ones."""
    store = session.store()
    if workshop_room.attempt(lambda: store.edit_workshop(workshop, steps=steps)) and chosen:
        session.remember(CHOSEN, chosen)


def _draw_form(
    voice: Voice,
    workshop: Workshop,
    step: Step,
    content: Questionnaire,
    own: tuple[LocalQuestion, ...],
) -> None:
    language, key = voice.language, f"{workshop.id}:{step.id}:{workshop.edition}"
    with st.form(f"etape:{key}"):
        st.markdown(f"**{plain(step.title.of(language))}** · {kinds(voice)[step.kind]}")
        title = st.text_input(
            voice.say("Titre, sur l’écran"), value=step.title.of(language), max_chars=LONGEST_TITLE
        )
        body = st.text_area(
            voice.say("Texte, sur l’écran"),
            value=step.body.of(language) if step.body else "",
            max_chars=LONGEST_WORDS,
            height=90,
        )
        speaker = st.text_area(
            voice.say("Notes pour vous seul"),
            value=step.speaker.of(language) if step.speaker else "",
            max_chars=LONGEST_WORDS * 2,
            height=90,
        )
        left, right = st.columns(2)
        at = left.text_input(
            voice.say("Heure prévue : heures:minutes"),
            value=step.at or "",
            max_chars=7,
        )
        minutes = right.text_input(
            voice.say("Durée, en minutes"),
            value=str(step.minutes) if step.minutes else "",
            max_chars=4,
        )
        # Said in full: Streamlit names its own bubbles of help in English.
        left.caption(
            voice.say(
                "Pour vous seul, par exemple 14:30. Rien ne commence tout seul : vous passez d’une "
                "étape à l’autre. Laissez vide si l’heure n’importe pas."
            )
        )
        right.caption(
            voice.say(
                "De 1 à 240. C’est le temps que montre le minuteur, une fois que vous le démarrez."
            )
        )
        more = _ask_more(voice, step, content, own)
        if not st.form_submit_button(voice.say("Enregistrer l’étape")):
            return
    titled = _text(step.title, title or "", language)

    def keep() -> None:
        if titled is None:
            raise WorkshopRefused("Donnez un titre à l’étape.")
        values = {
            "title": titled,
            "body": _text(step.body, body or "", language),
            "speaker": _text(step.speaker, speaker or "", language),
            "at": read_hour(at or ""),
            "minutes": read_whole(minutes) if minutes.strip() else None,
            **more(),
        }
        try:
            new = Step.model_validate(step.model_dump() | values)
        except ValidationError:
            raise WorkshopRefused(
                "Cette étape ne peut pas être enregistrée : vérifiez sa durée (de 1 à 240 "
                "minutes), ses questions et ses groupes."
            ) from None
        steps = tuple(new if one.id == step.id else one for one in workshop.steps)
        session.store().edit_workshop(workshop, steps=steps)

    if workshop_room.attempt(keep):
        session.draw_again()
    workshop_room.draw_refusal()


def _text(before: Text | None, typed: str, language: str) -> Text | None:
    """What was typed, for both languages; untouched, it stays as it was in each."""
    typed = typed.strip()
    if before is not None and before.of(language).strip() == typed:
        return before
    return Text(fr=typed, en=typed) if typed else None


def _ask_more(
    voice: Voice, step: Step, content: Questionnaire, own: tuple[LocalQuestion, ...]
) -> Callable[[], dict[str, Any]]:
    """The fields of one kind; what is called once the form was sent."""
    language = voice.language
    if step.kind is StepKind.READING:
        names = readings(voice)
        reading = st.selectbox(
            voice.say("Lecture projetée"),
            READINGS,
            index=READINGS.index(step.reading or "R2"),
            format_func=names.__getitem__,
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
        return lambda: {"reading": reading}
    if step.kind is StepKind.FRAME:
        wordings = framings(voice)
        framing = st.selectbox(
            voice.say("Rappeler ce qui a été convenu à la page « Préparer »"),
            [None, *FRAMING],
            index=[None, *FRAMING].index(step.framing),
            format_func=lambda one: wordings[one] if one else voice.say("Non"),
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
        return lambda: {"framing": framing}
    if step.kind is StepKind.GROUPS:
        groups = st.text_area(
            voice.say("Sous-groupes : un nom par ligne, {most} au plus", most=MOST_GROUPS),
            value="\n".join(one.of(language) for one in step.groups),
            height=110,
        )
        guiding = st.text_area(
            voice.say("Questions qui guident chacun : une par ligne"),
            value="\n".join(one.of(language) for one in step.guiding),
            height=130,
        )
        return lambda: {
            "groups": _lines(step.groups, groups or "", language),
            "guiding": _lines(step.guiding, guiding or "", language),
        }
    if step.is_voted:
        return _ask_questions(voice, step, content, own)
    return dict


def _lines(before: tuple[Text, ...], typed: str, language: str) -> tuple[Text, ...]:
    known = {one.of(language).strip(): one for one in before}
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return tuple(known.get(line) or Text(fr=line, en=line) for line in lines)


def _ask_questions(
    voice: Voice, step: Step, content: Questionnaire, own: tuple[LocalQuestion, ...]
) -> Callable[[], dict[str, Any]]:
    language = voice.language
    ranked = step.kind is StepKind.PRIORITIES
    known: dict[str, Question] = {one.id: one for one in own} | dict(content.by_id)
    offered = [
        name for name, one in known.items() if not ranked or isinstance(one, RankingQuestion)
    ]
    theme = None
    if not ranked:
        themes = {one.id: one.title.of(language) for one in content.themes}
        theme = st.selectbox(
            voice.say("Un thème entier : chaque regard y répond à ses questions"),
            [None, *themes],
            index=[None, *themes].index(step.theme if step.theme in themes else None),
            format_func=lambda one: (
                themes[one] if one else voice.say("Non : les questions choisies")
            ),
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
    chosen = st.multiselect(
        voice.say("Questions posées"),
        offered,
        default=[name for name in step.questions if name in offered],
        format_func=lambda name: f"{name} · {plain(known[name].wording.of(language))}",
        max_selections=MOST_QUESTIONS,
        placeholder=voice.say("Choisir…"),
    )
    st.caption(voice.say("Une question par étape se lit mieux au mur, et se débat mieux."))
    return lambda: {"theme": theme, "questions": () if theme else tuple(chosen)}


def _draw_template(voice: Voice, workshop: Workshop) -> None:
    store = session.store()
    if not session.may(Right.INSTALL):
        return  # What is kept here, all territories read.
    with st.expander(voice.say("Garder ce programme comme modèle"), icon=":material/bookmark:"):
        with st.form("modele", border=False):
            name = st.text_input(
                voice.say("Nom du modèle"),
                max_chars=LONGEST_TITLE,
            )
            st.caption(
                voice.say(
                    "Il sera proposé à chaque nouvel atelier. Un modèle du même nom est remplacé."
                )
            )
            sent = st.form_submit_button(voice.say("Garder le modèle"))
        if sent:
            if workshop_room.attempt(lambda: _keep_template(workshop, name or "")):
                st.toast(voice.say("Enregistré."), icon=":material/check:")
            workshop_room.draw_refusal()
        for template in store.templates():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(template.name))
                st.button(
                    voice.say("Effacer le modèle"),
                    key=f"modele:{template.name}",
                    on_click=_forget,
                    args=(template.name,),
                )


def _keep_template(workshop: Workshop, name: str) -> None:
    """Raises WorkshopRefused."""
    if not name.strip():
        raise WorkshopRefused("Donnez un nom au modèle.")
    session.store().save_template(name, workshop.steps)


def _forget(name: str) -> None:
    """Callback."""
    workshop_room.attempt(lambda: session.store().erase_template(name))
