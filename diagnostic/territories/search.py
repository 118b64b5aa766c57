"""From a few typed words to the territories they may mean, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

from diagnostic.territories.index import Lines, NameIndex
from diagnostic.territories.narrowing import Narrowing, PlaceNames
from diagnostic.territories.spelling import (
    LINKING_WORDS,
    bare,
    fold_all,
    spellings,
    without_article,
)
from diagnostic.territories.table import (
    CODE,
    DEPARTMENT,
    DISTRICTS,
    EPCI,
    FORMER,
    LEVEL,
    NAME,
    POPULATION,
    POSTCODES,
    SIREN,
    Row,
    aliases,
    postcodes,
)

LONGEST_QUERY = 160
"""Characters read of what is typed; the longest label of a territory is shorter."""
_MOST_WORDS = 24
_MOST_PLACE_WORDS = 8
_MOST_SUSPECTS = 3
_SHORTEST_SUSPECT = 3
_SHORTEST_MISSPELLED = 4
_SHORTEST_TWICE_MISSPELLED = 7
_MAIN_CODES = itemgetter(CODE, POSTCODES, SIREN)
_CODE_LIKE = re.compile(r"[0-9][0-9AB]?[0-9]{0,7}|FR")
_SIREN_LENGTH, _SIREN_BEGINNING = 9, 6

# Among territories that bear the same name, the commune comes first when populations are equal.
_LEVEL_ORDER = ("commune", "epci", "departement", "region", "collectivite", "pays")

# An exact name goes before a beginning, a beginning before words, words before an approximation.
# Words only begun come last: « le avre » means Le Havre more than Avremesnil.
_EXACT, _EXACT_BARE, _WITHOUT_ARTICLE = 100, 98, 96
_FORMER_EXACT, _UNSPACED = 95, 94
_BEGINNING, _FORMER_BEGINNING = 90, 85
_WORDS, _FORMER_WORDS = 80, 75
_NEAR, _FORMER_NEAR = 70, 65
_STEMS, _FORMER_STEMS = 62, 58
_NEAR_WORDS, _NEAR_TWICE = 55, 50
# The same digits may be a code here and a postcode there: only the population decides.
_CODE, _POSTCODE, _DISTRICT_CODE, _FORMER_CODE = 100, 100, 97, 96
_CODE_BEGINNING, _LOST_ZERO = 70, 65


class MatchReason(StrEnum):
    """What in the territory answered the words."""

    NAME = "nom"
    CODE = "code"
    POSTCODE = "code postal"
    FORMER_NAME = "ancien nom"
    FORMER_CODE = "ancien code"
    DISTRICT = "arrondissement"
    APPROXIMATE = "nom approché"


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the table that answers; `score` from 0 to 100."""

    row: int
    score: int
    reason: MatchReason
    matched: str


Admits = Callable[[int], bool]
Tier = tuple[int, MatchReason | None, NameIndex, Iterator[int]]


class Search:
    """All the names and codes of a table of territories, ready to be searched."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._places = PlaceNames(rows)
        self._order = _largest_first(rows)
        """Row number of each line of the names."""
        self._ranks = {row: rank for rank, row in enumerate(self._order)}
        self._folded = fold_all(rows[row][NAME] for row in self._order)
        self._names = NameIndex([_forms(name) for name in self._folded])
        self._other_names = [
            (row, name, reason)
            for row in self._order
            if rows[row][FORMER] or rows[row][DISTRICTS]
            for column, reason in (
                (FORMER, MatchReason.FORMER_NAME),
                (DISTRICTS, MatchReason.DISTRICT),
            )
            for _, name in aliases(rows[row][column])
            if name
        ]
        """Row number, name and reason of each line of the other names."""
        others = fold_all(name for _, name, _ in self._other_names)
        self._others = NameIndex([_forms(name) for name in others])
        self._codes = Lines(_code_lines([rows[row] for row in self._order]))
        self._reach = _departments_reached(rows)

    def find(self, words: str, levels: frozenset[str] | None, limit: int) -> list[Hit]:
        """At most `limit` hits, best first, then largest first."""
        typed = " ".join(words[:LONGEST_QUERY].split())

        def admits(row: int) -> bool:
            return levels is None or self._rows[row][LEVEL] in levels

        hits: dict[int, Hit] = {}
        queries = [" ".join(query.split()[:_MOST_WORDS]) for query in spellings(typed)]
        if typed and limit > 0:
            self._add(hits, self._by_code(typed.replace(" ", "").upper(), admits, limit))
            if not hits:
                for query in queries:
                    self._add(hits, self._by_name(query, admits, limit, near=True))
                for query in queries:
                    self._add(hits, self._narrowed(query, admits, limit, typing=not hits))
            if not hits:
                for query in queries:
                    self._add(hits, self._loosely(query, admits, limit))
        best = sorted(hits.values(), key=lambda hit: (-hit.score, self._ranks[hit.row]))
        return best[:limit]

    def rows_named(self, folded: str) -> list[int]:
        """Row numbers of the territories whose whole name is this one."""
        return [self._order[line] for line in self._names.exact(folded)]

    def rows_coded(self, code: str) -> list[int]:
        """Row numbers of the territories with this code, today's or former."""
        return [self._order[line] for line in self._codes.holding(f" {code} ")]

    @staticmethod
    def _add(hits: dict[int, Hit], found: list[Hit]) -> None:
        for hit in found:
            if hit.row not in hits or hits[hit.row].score < hit.score:
                hits[hit.row] = hit

    def _by_name(self, query: str, admits: Admits, limit: int, *, near: bool) -> list[Hit]:
        near = near and len(query) >= _SHORTEST_MISSPELLED
        return self._best(self._tiers(query, near=near), query, admits, limit)

    def _tiers(self, query: str, *, near: bool) -> Iterator[Tier]:
        names, others = self._names, self._others
        plain = without_article(query)
        words = _telling_words(query) or query.split()
        yield _EXACT, None, names, names.exact(query)
        if plain != query:
            yield _WITHOUT_ARTICLE, None, names, names.exact(plain)
        yield _FORMER_EXACT, None, others, others.exact(query)
        yield _UNSPACED, None, names, names.unspaced(query)
        yield _BEGINNING, None, names, names.starting(query)
        yield _FORMER_BEGINNING, None, others, others.starting(query)
        yield _WORDS, None, names, names.with_words(words)
        yield _FORMER_WORDS, None, others, others.with_words(words)
        if near:
            yield _NEAR, MatchReason.APPROXIMATE, names, names.near(query, 1)
            yield _FORMER_NEAR, MatchReason.APPROXIMATE, others, others.near(query, 1)
        yield _STEMS, None, names, names.with_stems(words)
        yield _FORMER_STEMS, None, others, others.with_stems(words)

    def _best(self, tiers: Iterator[Tier], query: str, admits: Admits, limit: int) -> list[Hit]:
        """Hits of the tiers in turn, until there are `limit`."""
        hits: dict[int, Hit] = {}
        for score, reason, index, lines in tiers:
            before = len(hits)
            for line in lines:
                row = self._row(index, line)
                if row in hits or not admits(row):
                    continue
                hits[row] = self._hit(index, line, score, reason, query)
                if len(hits) - before >= limit:
                    break
            if len(hits) >= limit:
                break
        return list(hits.values())

    def _row(self, index: NameIndex, line: int) -> int:
        return self._other_names[line][0] if index is self._others else self._order[line]

    def _hit(
        self, index: NameIndex, line: int, score: int, reason: MatchReason | None, query: str
    ) -> Hit:
        row = self._row(index, line)
        if index is self._others:
            _, name, why = self._other_names[line]
            return Hit(row, score, reason or why, name)
        if score == _EXACT and self._folded[line] != query:
            score = _EXACT_BARE
        return Hit(row, score, reason or MatchReason.NAME, self._rows[row][NAME])

    def _narrowed(
        self,
        query: str,
        admits: Admits,
        limit: int,
        *,
        typing: bool = True,
        loosely: bool = False,
    ) -> list[Hit]:
        """Hits when the first or the last words tell where, or which level.

        Typing: the name of the place may be unfinished.
        """
        words = query.split()
        hits: dict[int, Hit] = {}
        for cut in range(1, len(words)):
            for place, name in ((words[cut:], words[:cut]), (words[:cut], words[cut:])):
                if len(place) > _MOST_PLACE_WORDS:
                    continue
                narrowing = self._places.read(place, typing=typing, loosely=loosely)
                rest = _without_links(name)
                if narrowing is None or not rest:
                    continue
                if loosely and narrowing.postcode:
                    narrowing = narrowing.around()
                inside = self._inside(narrowing, admits)
                found = self._by_name(" ".join(rest), inside, limit, near=loosely)
                self._add(hits, [_lowered(hit) for hit in found])
        return list(hits.values())

    def _inside(self, narrowing: Narrowing, admits: Admits) -> Admits:
        def inside(row: int) -> bool:
            cells = self._rows[row]
            return admits(row) and narrowing.admits(cells, self._reach.get(cells[CODE], ()))

        return inside

    def _loosely(self, query: str, admits: Admits, limit: int) -> list[Hit]:
        """Hits for words that answered nothing as they are."""
        hits = self._narrowed(query, admits, limit, loosely=True)
        if not hits:
            hits = self._best(self._loose_tiers(query), query, admits, limit)
        without_numbers = " ".join(word for word in query.split() if word.isalpha())
        if not hits and without_numbers not in ("", query):
            found = self._by_name(without_numbers, admits, limit, near=True)
            hits = [_lowered(hit) for hit in found]
        return hits

    def _loose_tiers(self, query: str) -> Iterator[Tier]:
        names, near = self._names, MatchReason.APPROXIMATE
        words = _telling_words(query)
        for suspect in self._suspects(words):
            others = [word for word in words if word != suspect]
            if len(suspect) >= (_SHORTEST_SUSPECT if others else _SHORTEST_MISSPELLED):
                yield _NEAR_WORDS, near, names, names.with_near_word(suspect, others)
        if len(query) >= _SHORTEST_TWICE_MISSPELLED:
            yield _NEAR_TWICE, near, names, names.near(query, 2)

    def _suspects(self, words: list[str]) -> list[str]:
        """Words that may be the misspelled one: the only unknown, or any when all are known."""
        unknown = [word for word in words if not self._names.has_word(word)]
        if len(unknown) == 1:
            return unknown
        return words if not unknown and 1 < len(words) <= _MOST_SUSPECTS else []

    def _by_code(self, code: str, admits: Admits, limit: int) -> list[Hit]:
        if not _CODE_LIKE.fullmatch(code):
            return []
        hits: dict[int, Hit] = {}
        mark = "=" if len(code) >= _SIREN_BEGINNING else " "
        tries = [(f"{mark}{code} ", code, 0), (f"{mark}{code}", code, _CODE_BEGINNING)]
        # Spreadsheets drop the zero of 01001.
        tries.append((f" 0{code} ", f"0{code}", _LOST_ZERO))
        for needle, wanted, score in tries:
            for line in self._codes.holding(needle):
                row = self._order[line]
                if row not in hits and admits(row):
                    hits[row] = self._code_hit(row, wanted, score)
                if len(hits) >= limit:
                    return list(hits.values())
        return list(hits.values())

    def _code_hit(self, row: int, wanted: str, score: int) -> Hit:
        """The hit of a row whose codes include one that begins as `wanted`; 0 asks for its own."""
        cells = self._rows[row]
        own = [(code, code, _CODE, MatchReason.CODE) for code in (cells[CODE], cells[SIREN])]
        own += [(code, code, _POSTCODE, MatchReason.POSTCODE) for code in postcodes(cells)]
        own += [
            (code, name, _DISTRICT_CODE, MatchReason.DISTRICT)
            for code, name in aliases(cells[DISTRICTS])
        ]
        own += [
            (code, f"{code} {name}".strip(), _FORMER_CODE, MatchReason.FORMER_CODE)
            for code, name in aliases(cells[FORMER])
        ]
        _, matched, exact, reason = next(
            (found for found in own if found[0] == wanted),
            None,
        ) or next(found for found in own if found[0].startswith(wanted))
        return Hit(row, score or exact, reason, matched)


def _largest_first(rows: list[Row]) -> list[int]:
    last = len(_LEVEL_ORDER)
    places = {level: place for place, level in enumerate(_LEVEL_ORDER)}
    keys = [places.get(row[LEVEL], 0) - last * int(row[POPULATION] or 0) for row in rows]
    return sorted(range(len(rows)), key=keys.__getitem__)


def _forms(name: str) -> tuple[str, ...]:
    plain = bare(name)
    return (name,) if plain == name else (name, plain)


def _code_lines(rows: list[Row]) -> list[str]:
    """« 01033 01200 =210100335 01126 »: nine-digit codes apart, or all Siren would begin as 21."""
    lines = [f" {code} {post} ={siren} " for code, post, siren in map(_MAIN_CODES, rows)]
    for place, row in enumerate(rows):
        if len(row[CODE]) == _SIREN_LENGTH:
            lines[place] = f" ={row[CODE]} "
        elif row[FORMER] or row[DISTRICTS]:
            others = [code for cell in (row[FORMER], row[DISTRICTS]) for code, _ in aliases(cell)]
            lines[place] += " ".join([*others, ""])
    return lines


def _departments_reached(rows: list[Row]) -> dict[str, frozenset[str]]:
    """Départements of the EPCI that lie in several, by EPCI code."""
    reached: dict[str, set[str]] = {}
    for epci, department in {(row[EPCI], row[DEPARTMENT]) for row in rows if row[EPCI]}:
        reached.setdefault(epci, set()).add(department)
    return {code: frozenset(found) for code, found in reached.items() if len(found) > 1}


def _telling_words(query: str) -> list[str]:
    """The words of the query, once each, without the linking ones."""
    return [word for word in dict.fromkeys(query.split()) if word not in LINKING_WORDS]


def _without_links(words: list[str]) -> list[str]:
    """The words of a name cut from its place: « ville | de lyon », « saint denis en | seine »."""
    links = {"de", "du", "des", "d", "en", "dans", "a", "au"}
    while words and words[0] in links:
        words = words[1:]
    while words and words[-1] in links:
        words = words[:-1]
    return words


def _lowered(hit: Hit) -> Hit:
    """A narrowed hit goes just after the same hit for the whole words."""
    lower = 1 if hit.score >= _UNSPACED else 8
    return Hit(hit.row, hit.score - lower, hit.reason, hit.matched)
