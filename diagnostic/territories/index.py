"""Names and codes laid out for finding: one text, one line per territory, largest first.

Finding is then reading the text, and stopping at the first lines is keeping the largest.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from rapidfuzz import process
from rapidfuzz.distance import OSA


class Lines:
    """A text searched by line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n".join([*lines, ""])
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        # One question asks for the same words several times over.
        self._count = lru_cache(maxsize=1024)(self._text.count)

    def holding(self, *needles: str) -> Iterator[int]:
        """Numbers of the lines that hold all the needles, in order."""
        text, starts = self._text, self._starts
        if not all(self._count(needle) for needle in needles):
            return
        rarest = min(needles, key=self._count)
        others = [needle for needle in needles if needle != rarest]
        position = text.find(rarest)
        while position >= 0:
            line = bisect_right(starts, position) - 1
            end = starts[line + 1]
            if all(text.find(other, starts[line], end) >= 0 for other in others):
                yield line
            position = text.find(rarest, end)


class NameIndex:
    """Folded names, one line each; a line may hold several forms (with and without article).

    Every search gives line numbers.
    """

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        self._names = names
        # « ^ le havre $^ havre $ »: the marks tell a whole name from a beginning, and every word
        # follows a space.
        self._lines = Lines([f"^ {' $^ '.join(forms)} $" for forms in names])

    def exact(self, name: str) -> Iterator[int]:
        return self._lines.holding(f"^ {name} $")

    def starting(self, beginning: str) -> Iterator[int]:
        return self._lines.holding(f"^ {beginning}")

    def with_words(self, words: Iterable[str]) -> Iterator[int]:
        """Names that have all these words, in any order."""
        return self._lines.holding(*(f" {word} " for word in words))

    def with_stems(self, stems: Iterable[str]) -> Iterator[int]:
        """Names where each of `stems` begins a word, in any order."""
        return self._lines.holding(*(f" {stem}" for stem in stems))

    def unspaced(self, name: str) -> Iterator[int]:
        """Names equal to `name` when spaces are left out."""
        return self._unspaced.holding(f"^{name.replace(' ', '')}$")

    def near(self, name: str, slips: int) -> Iterator[int]:
        """Names at most `slips` typing errors away, nearest first.

        An error is a letter inserted, missing, replaced or swapped with its neighbour (optimal
        string alignment distance).
        """
        found: list[tuple[int, int]] = []
        for length in range(len(name) - slips, len(name) + slips + 1):
            names, lines = self._by_length.get(length, ((), ()))
            hits = process.extract(name, names, scorer=OSA.distance, score_cutoff=slips, limit=None)
            found += [(int(distance), lines[place]) for _, distance, place in hits]
        return (line for _, line in sorted(found))

    def has_word(self, beginning: str) -> bool:
        return next(self._lines.holding(f" {beginning}"), None) is not None

    def with_near_word(self, misspelled: str, words: Collection[str]) -> Iterator[int]:
        """Names with these words, and one that is a typing error away from `misspelled`."""
        hits = process.extract(
            misspelled, list(self._lines_of_word), scorer=OSA.distance, score_cutoff=1, limit=None
        )
        others = set(words)
        for line in sorted({line for near, _, _ in hits for line in self._lines_of_word[near]}):
            if any(others.issubset(name.split()) for name in self._names[line]):
                yield line

    @cached_property
    def _unspaced(self) -> Lines:
        return Lines([f"^{'$^'.join(forms)}$".replace(" ", "") for forms in self._names])

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        groups: dict[int, tuple[list[str], list[int]]] = {}
        for line, forms in enumerate(self._names):
            for name in forms:
                names, lines = groups.setdefault(len(name), ([], []))
                names.append(name)
                lines.append(line)
        return groups

    @cached_property
    def _lines_of_word(self) -> dict[str, list[int]]:
        words: dict[str, list[int]] = {}
        for line, forms in enumerate(self._names):
            # The first form is the whole name; the others are parts of it.
            for word in forms[0].split():
                words.setdefault(word, []).append(line)
        return words
