"""Every published figure by its stable name, with what explains it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property

from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Release
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.readings.explanations.crossings import name_crossings
from diagnostic.readings.explanations.explanation import Explanation
from diagnostic.readings.explanations.families import name_families
from diagnostic.readings.explanations.levels import name_levels
from diagnostic.readings.explanations.marks import name_marks
from diagnostic.readings.explanations.meanings import name_meanings
from diagnostic.readings.explanations.movements import name_movements
from diagnostic.readings.explanations.scene import Beside, Make, Scene
from diagnostic.readings.explanations.shares import name_shares
from diagnostic.readings.fitting import EVERYBODY
from diagnostic.readings.rules import Rules
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice

NEAREST = 3
"""Names that are offered beside one that is not known."""


class UnknownFigure(KeyError):
    """No figure has this name; `near` are the names most like it, possibly none."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.near = name, near


class Catalogue:
    """The figures of one release. The names are those of the questionnaire, whoever answered:
    a figure that nobody gave and one that is withheld are explained with the same words."""

    def __init__(
        self,
        voice: Voice,
        questionnaire: Questionnaire,
        release: Release,
        benchmarks: Benchmarks,
        rules: Rules,
        viewpoints: Iterable[Viewpoint] = EVERYBODY,
        own: Iterable[Question] = (),
        beside: Beside | None = None,
    ) -> None:
        """`own`: the territory's own questions. Regards without a route are left out."""
        routes, wanted = {route.viewpoint for route in questionnaire.routes}, tuple(viewpoints)
        self._scene = Scene(
            voice=voice,
            questionnaire=questionnaire,
            release=release,
            benchmarks=benchmarks,
            rules=rules,
            viewpoints=tuple(viewpoint for viewpoint in wanted if viewpoint in routes),
            own=tuple(own),
            beside=beside or Beside(),
        )
        self._kept: dict[str, Explanation] = {}

    @cached_property
    def _makes(self) -> Mapping[str, Make]:
        scene = self._scene
        readings = (
            name_marks,
            name_crossings,
            name_levels,
            name_shares,
            name_meanings,
            name_families,
            name_movements,
        )
        return {name: make for reading in readings for name, make in reading(scene)}

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of the readings."""
        return tuple(self._makes)

    def explain(self, name: str) -> Explanation:
        """The explanation of a figure. Raises UnknownFigure."""
        found = self._kept.get(name)
        if found is None:
            make = self._makes.get(name)
            if make is None:
                raise UnknownFigure(name, self.near(name))
            self._kept[name] = found = make()
        return found

    def shown(self, names: Iterable[str] | None = None) -> Iterator[Explanation]:
        """The figures that can be shown, among `names` (by default all)."""
        for name in self.names if names is None else names:
            explanation = self.explain(name)
            if explanation.is_shown:
                yield explanation

    def near(self, typed: str) -> tuple[str, ...]:
        """The names most like what was typed, whatever its capitals and zeros; possibly none."""
        folded = {_fold(name): name for name in self.names}
        asked = _fold(typed.strip())
        if asked in folded:
            return (folded[asked],)
        close = get_close_matches(asked, folded, n=NEAREST)
        return tuple(folded[name] for name in close)


def _fold(name: str) -> str:
    """« r1.f1.citoyen » of « R1.F01.citoyen »."""
    return re.sub(r"0+(?=\d)", "", name.casefold())
