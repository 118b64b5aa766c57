"""A person in front of the screens: what they see, and the gestures they can make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Element, Node, Widget

from diagnostic.ui.results import GROUPS

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds for one run; the machine may be busy with other tests."""
PAGES = {
    "accueil": "pages/territoire/accueil.py",
    "cadrage": "pages/territoire/cadrage.py",
    "repondre": "pages/territoire/repondre.py",
    "resultats": "pages/territoire/resultats.py",
    "mesures": "pages/territoire/mesures.py",
    "preparer": "pages/atelier/preparer.py",
    "animer": "pages/atelier/animer.py",
    "projeter": "pages/atelier/projeter.py",
    "donnees": "pages/gestion/donnees.py",
    "installation": "pages/gestion/installation.py",
    "historique": "pages/gestion/historique.py",
    "personnes": "pages/gestion/personnes.py",
    "methode": "pages/ressources/methode.py",
}
_NOTHING: tuple[object, ...] = (None, "", [], ())


class Visitor:
    """One browser session. Every gesture fails the test when the page raises."""

    def __init__(self, **address: str) -> None:
        self.app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
        self.app.query_params.update(address)
        self.look()

    def look(self) -> Visitor:
        """Runs the page with what its widgets hold."""
        self.app.run()
        return self._check()

    def _check(self) -> Visitor:
        faults = [fault.message for fault in self.app.exception]
        assert not faults, faults
        return self

    def go(self, page: str) -> Visitor:
        """Another page, as by the menu."""
        self.app.switch_page(PAGES[page])
        return self.look()

    @property
    def address(self) -> dict[str, Any]:
        return self.app.query_params

    # What is seen

    @property
    def elements(self) -> Iterator[Node]:
        return iter(self.app._tree)

    @property
    def said(self) -> str:
        """All words on the screen, with plain spaces and without Markdown's escapes."""
        words = [
            value
            for element in self.elements
            if isinstance(element, Element) and not isinstance(element, Widget)
            for value in (element.value,)
            if isinstance(value, str)
        ]
        words += [getattr(element, "label", "") or "" for element in self.elements]
        words += [text for element in self.app.get("progress") for text in [element.proto.text]]
        return plain("\n".join(words))

    @property
    def errors(self) -> list[str]:
        return [plain(error.value) for error in self.app.error]

    def sends(self, words: str) -> bool:
        """Whether these words reach the browser at all, in whatever part of whatever element."""
        wanted = words.encode()
        for element in self.elements:
            proto = getattr(element, "proto", None)
            if proto is not None and wanted in proto.SerializeToString():
                return True
        return False

    @property
    def tables(self) -> list[list[dict[str, str]]]:
        """The rows of each table, column by column."""
        return [
            [
                {plain(str(name)): plain(str(cell)) for name, cell in row.items()}
                for row in table.value.to_dict("records")
            ]
            for table in self.app.table
        ]

    @property
    def labels(self) -> list[str]:
        """The buttons that can be pressed."""
        return [_label(button) for button in self.app.button if not button.disabled]

    @property
    def readings(self) -> list[str]:
        """The readings of the results that are offered, group by group, as they are labelled."""
        keys = [f"lecture:{group}" for group in GROUPS]
        return [label for key in keys if self.has(key) for label in self.widget(key).options]

    @property
    def reading(self) -> str:
        """The one that is read."""
        chosen = [
            self.widget(f"lecture:{group}").value
            for group in GROUPS
            if self.has(f"lecture:{group}")
        ]
        (only,) = [one for one in chosen if one]
        return str(only)

    # What is done

    def button(self, label: str) -> Button:
        found = [b for b in self.app.button if _is_called(_label(b), label) and not b.disabled]
        assert len(found) == 1, f"{len(found)} × « {label} » parmi {self.labels}"
        return found[0]

    def open_tables(self) -> Visitor:
        """Opens the table under each chart."""
        for chart in self.app.get("plotly_chart"):
            name = str(chart.key).removeprefix("chart:")
            self.app.session_state[f"tableau:{name}"] = True
        return self.look()

    def press(self, label: str) -> Visitor:
        self.button(label).click()
        return self.look()

    def submit(self, form: str) -> Visitor:
        """Presses the button of a form."""
        (button,) = [b for b in self.app.button if b.proto.form_id == form]
        button.click()
        return self.look()

    def pick_button(self, key: str) -> Visitor:
        """Presses the button of this key."""
        self.button_of(key).click()
        return self.look()

    def button_of(self, key: str) -> Button:
        found = self.widget(key)
        assert isinstance(found, Button)
        return found

    def field(self, label: str) -> Any:
        """The one widget with this label."""
        found = [
            element
            for element in self.elements
            if isinstance(element, Widget)
            and not isinstance(element, Button)
            and plain(getattr(element, "label", "") or element.proto.label) == label
        ]
        assert len(found) == 1, f"{len(found)} × « {label} »"
        return found[0]

    def fill(self, label: str, value: object) -> Visitor:
        """Gives a widget its value, without leaving it: a form still waits for its button."""
        self.field(label).set_value(value)
        return self

    def pick(self, key: str, value: object) -> Visitor:
        """Gives the widget of this key its value; a reading is in the group that offers it."""
        if key == "lecture":
            key = next(f"lecture:{name}" for name, several in GROUPS.items() if value in several)
        self.widget(key).set_value(value)
        return self.look()

    def choose(self, key: str, place: int) -> Visitor:
        """The option of a list at this place."""
        box = self.app.selectbox(key)
        label = box.options[place]
        return self.forge(key, WidgetState(string_value=label))

    def click_on(self, chart: str, row: str) -> Visitor:
        """A click on a row of a chart, as the browser tells it."""
        point = {"curve_number": 0, "point_index": 0, "customdata": [row]}
        picked = {"points": [point], "point_indices": [0], "box": [], "lasso": []}
        return self.forge(chart, WidgetState(string_value=json.dumps({"selection": picked})))

    def widget(self, key: str) -> Any:
        return self.app._tree.get_by_key(key)

    def has(self, key: str) -> bool:
        return any(getattr(element, "key", None) == key for element in self.elements)

    def forge(self, key: str, state: WidgetState) -> Visitor:
        """Sends, for one widget, what no browser of ours would send."""
        states = self.app._tree.get_widget_states()
        wanted = self.widget(key).id
        kept = [one for one in states.widgets if one.id != wanted]
        state.id = wanted
        del states.widgets[:]
        states.widgets.extend([*kept, state])
        self.app._run(states)
        return self._check()

    # Answering

    @property
    def asked(self) -> list[str]:
        """The ids of the questions on the screen, in order."""
        return list(dict.fromkeys(name for name, _ in self.answering()))

    @property
    def holding(self) -> dict[str, object]:
        """Question id → what its widgets hold, for the questions that hold anything."""
        held: dict[str, object] = {}
        for name, widget in self.answering():
            if widget.value not in _NOTHING:
                held[name] = widget.value
        return held

    def answers(self, question_id: str, part: str = "answer") -> Any:
        """The widget of a question on the screen."""
        for element in self.elements:
            key = getattr(element, "key", None) or ""
            if key.startswith(f"{part}:") and key.endswith(f":{question_id}"):
                return element
        raise AssertionError(f"« {question_id} » n’est pas à l’écran : {self.asked}")

    def answer(self, question_id: str, value: object, part: str = "answer") -> Visitor:
        self.answers(question_id, part).set_value(value)
        return self.look()

    def rank(self, question_id: str, *options: str) -> Visitor:
        for place, option in enumerate(options):
            self.answer(question_id, option, f"rank{place}")
        return self

    @property
    def theme(self) -> str:
        """The id of the theme in hand."""
        return str(self._themes().value)

    @property
    def themes(self) -> list[str]:
        """The titles in the list of themes."""
        return [plain(title) for title in self._themes().options]

    def jump(self, theme: str) -> Visitor:
        self._themes().set_value(theme)
        return self.look()

    def _themes(self) -> Any:
        found = [s for s in self.app.selectbox if (s.key or "").startswith("theme:")]
        assert len(found) == 1
        return found[0]

    def answering(self) -> Iterator[tuple[str, Any]]:
        """Question id and widget, for the widgets that hold answers."""
        for element in self.elements:
            key = getattr(element, "key", None) or ""
            part, _, rest = key.partition(":")
            if isinstance(element, Widget) and (part in ("answer", "apart") or part[:4] == "rank"):
                yield rest.partition(":")[2], element


def plain(words: str) -> str:
    """Words with ordinary spaces, and without the signs that keep them from being Markdown."""
    return words.replace("\u202f", " ").replace("\u00a0", " ").replace("\\", "")


def _label(button: Button) -> str:
    return plain(button.label).replace("**", "")


def _is_called(whole: str, label: str) -> bool:
    """A label may be followed by what tells it from others: « Loire · département »."""
    return whole == label or whole.startswith(f"{label} · ")
