"""One question as a widget: what is drawn, what it holds, and nothing preselected.

A widget's key comes from the passage and the question, so that neither a change of language
nor of screen makes it another widget.
"""

import streamlit as st

from diagnostic.answers import (
    LONGEST_COMMENT,
    Answer,
    AnswerRefused,
    AnswerState,
    accept,
    stays_apart,
)
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    TextQuestion,
)
from diagnostic.respondents import Submission
from diagnostic.texts import Voice
from diagnostic.ui.escaping import plain

SHORT_LABELS = 90
"""Characters: options that are shorter together stand side by side."""
_APART = (AnswerState.DONT_KNOW, AnswerState.NOT_CONCERNED)


def key(submission: Submission, question: Question, part: str = "answer") -> str:
    return f"{part}:{submission.id}:{question.id}"


def is_drawn(submission: Submission, question: Question) -> bool:
    """True where the browser holds this question's widget."""
    return all(name in st.session_state for name in _keys(submission, question))


def held(submission: Submission, question: Question, before: Answer | None) -> Answer | None:
    """What the widget holds, as an answer; None where it holds nothing.

    `before` is what it was drawn with: where a question has two widgets, the one that moved
    wins. Raises AnswerRefused on a value that the question does not have.
    """
    if isinstance(question, ChoicesQuestion | RankingQuestion):
        picked = _picked(submission, question)
        apart = st.session_state.get(key(submission, question, "apart"))
        if apart is not None and stays_apart(True, bool(picked), before):
            return accept(question, AnswerState(apart), None)
        return accept(question, AnswerState.GIVEN, picked) if picked else None
    main = st.session_state[key(submission, question)]
    if main is None or (isinstance(main, str) and not main.strip()):
        return None
    if main in _APART:
        return accept(question, AnswerState(main), None)
    return accept(question, AnswerState.GIVEN, main)


def set_to(submission: Submission, question: Question, answer: Answer | None) -> None:
    """Makes the widgets hold `answer` at the next drawing.

    What a widget holds already is not put into it: the browser would show that again in place
    of what was touched meanwhile, and then send it as the person's last word.
    """
    for name, value in _values(submission, question, answer).items():
        if name not in st.session_state or _bare(st.session_state[name]) != value:
            st.session_state[name] = value


def draw(submission: Submission, question: Question, voice: Voice, aside: str = "") -> None:
    """The question's widget, its wording as label, and `aside` (Markdown) under it."""
    language = voice.language
    label = _words(question, question.wording.of(language))
    name = key(submission, question)
    apart = _apart(question)
    if isinstance(question, ScaleQuestion):
        marks = list(range(question.minimum, question.maximum + 1))
        st.segmented_control(
            label,
            [*marks, *apart],
            format_func=lambda value: _say_apart(voice, value) or str(value),
            key=name,
            width="stretch",
            wrap=True,
        )
        ends = voice.say(
            "{minimum} : {low} · {maximum} : {high}",
            minimum=question.minimum,
            low=_words(question, question.low.of(language)),
            maximum=question.maximum,
            high=_words(question, question.high.of(language)),
        )
        aside = f"{ends}  \n{aside}" if aside else ends
    elif isinstance(question, LevelsQuestion):
        names = [text.of(language) for text in question.names]
        levels = [
            f"**{title}** · {level.of(language)}"
            for title, level in zip(names, question.levels, strict=True)
        ]
        st.radio(
            label,
            [*range(5), *apart],
            format_func=lambda value: _say_apart(voice, value) or levels[value],
            key=name,
            index=None,
        )
    elif isinstance(question, ChoiceQuestion):
        labels = {option.id: option.label.of(language) for option in question.options}
        st.radio(
            label,
            [*labels, *apart],
            format_func=lambda value: _say_apart(voice, value) or _words(question, labels[value]),
            key=name,
            index=None,
            horizontal=sum(map(len, labels.values())) <= SHORT_LABELS,
        )
    elif isinstance(question, ChoicesQuestion):
        labels = {option.id: option.label.of(language) for option in question.options}
        st.pills(
            label,
            list(labels),
            format_func=lambda value: _words(question, labels[value]),
            selection_mode="multi",
            key=name,
            wrap=True,
        )
        _draw_apart(submission, question, voice)
    elif isinstance(question, RankingQuestion):
        _draw_ranking(submission, question, voice, label)
    else:
        st.text_area(label, key=name, max_chars=question.longest)
    if aside:
        st.caption(aside)


def clear(submission: Submission, question: Question) -> None:
    """Callback: empties the widget; the next reconciliation erases the answer."""
    set_to(submission, question, None)


def held_comment(submission: Submission, question: Question) -> str | None:
    """The comment in its field; None where there is no field."""
    body = st.session_state.get(key(submission, question, "comment"))
    return None if body is None else str(body).strip()


def set_comment(submission: Submission, question: Question, body: str) -> None:
    """Makes the comment's field hold `body`, where there is a field."""
    name = key(submission, question, "comment")
    if name in st.session_state and _bare(st.session_state[name]) != body:
        st.session_state[name] = body


def draw_comment(submission: Submission, question: Question, voice: Voice, stored: str) -> None:
    """The comment's field, filled with what is stored when it appears."""
    name = key(submission, question, "comment")
    if name not in st.session_state:
        st.session_state[name] = stored
    st.text_area(
        voice.say("Votre commentaire (ne nommez personne)"),
        key=name,
        max_chars=LONGEST_COMMENT,
        height=80,
    )


def _draw_ranking(
    submission: Submission, question: RankingQuestion, voice: Voice, label: str
) -> None:
    labels = {option.id: option.label.of(voice.language) for option in question.options}
    st.markdown(f"**{label}**")
    picked: list[str] = []
    for n in range(question.most):
        name = key(submission, question, f"rank{n}")
        value = st.session_state.get(name)
        if value in picked:
            st.session_state[name] = value = None
        st.selectbox(
            voice.say("Choix n° {rank}", rank=n + 1),
            [option for option in labels if option not in picked],
            format_func=lambda option: labels[option],
            key=name,
            index=None,
            placeholder=voice.say("Choisir…"),
            filter_mode=None,
        )
        if value:
            picked.append(value)
    _draw_apart(submission, question, voice)


def _draw_apart(submission: Submission, question: Question, voice: Voice) -> None:
    apart = _apart(question)
    if apart:
        st.segmented_control(
            voice.say("Ou bien"),
            apart,
            format_func=lambda value: _say_apart(voice, value) or value,
            key=key(submission, question, "apart"),
            label_visibility="collapsed",
        )


def _picked(submission: Submission, question: ChoicesQuestion | RankingQuestion) -> tuple[str, ...]:
    if isinstance(question, ChoicesQuestion):
        return tuple(st.session_state[key(submission, question)] or ())
    ranked = (st.session_state[key(submission, question, f"rank{n}")] for n in range(question.most))
    return tuple(dict.fromkeys(value for value in ranked if value))


def _values(submission: Submission, question: Question, answer: Answer | None) -> dict[str, object]:
    """What each widget of the question holds, by key, where it holds `answer`."""
    value = answer.value if answer else None
    state = answer.state.value if answer and answer.state in _APART else None
    apart: dict[str, object] = {key(submission, question, "apart"): state}
    if isinstance(question, RankingQuestion):
        picked = value if isinstance(value, tuple) else ()
        ranks = [*picked, *[None] * question.most][: question.most]
        return apart | dict(zip(_keys(submission, question), ranks, strict=True))
    main = key(submission, question)
    if isinstance(question, ChoicesQuestion):
        return apart | {main: list(value) if isinstance(value, tuple) else []}
    if isinstance(question, TextQuestion):
        return {main: value or ""}
    return {main: state or value}


def _bare(held: object) -> object:
    """Spaces around a text are not kept, and make no other answer of it."""
    return held.strip() if isinstance(held, str) else held


def _keys(submission: Submission, question: Question) -> list[str]:
    if isinstance(question, RankingQuestion):
        return [key(submission, question, f"rank{n}") for n in range(question.most)]
    return [key(submission, question)]


def _apart(question: Question) -> list[str]:
    allowed = (question.dont_know, question.not_concerned)
    return [state.value for state, yes in zip(_APART, allowed, strict=True) if yes]


def _say_apart(voice: Voice, value: object) -> str | None:
    if value == AnswerState.DONT_KNOW:
        return voice.say("Ne sait pas")
    if value == AnswerState.NOT_CONCERNED:
        return voice.say("Pas concerné")
    return None


def _words(question: Question, text: str) -> str:
    """Our own content is trusted; what a catalyst typed is shown as it is."""
    return plain(text) if question.local else text


__all__ = [
    "AnswerRefused",
    "clear",
    "draw",
    "draw_comment",
    "held",
    "held_comment",
    "is_drawn",
    "set_comment",
    "key",
    "set_to",
]
