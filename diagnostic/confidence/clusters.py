"""The only room for SciPy: a crowd is cut in families, and asked whether the cut means anything.

Rows are people, columns questions, NaN what was not marked. SciPy is loaded at the first search.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_FAMILIES = 5
PEOPLE_A_FAMILY = 12
"""A family more than two for so many people (Polis: k ≤ 2 + n / 12)."""
DRAWS = 99
"""Crowds without families that the crowd is set beside."""
CHANCE = 0.05
"""At most this share of them may be cut as well as the crowd is."""
RESAMPLES = 50
KEPT = 0.8
"""Share of the people in a resample (Ben-Hur, Elisseeff and Guyon, 2002)."""
STABLE = 0.6
"""The median adjusted Rand index of the resamples, from which a cut is stable."""
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Partition:
    """A crowd cut in families, and how much the cut is worth."""

    labels: tuple[int, ...]
    """Family of each row, from 0, the largest first."""
    silhouette: float
    """Rousseeuw's mean width, from −1 to 1."""
    chance: float
    """Share of crowds without families that are cut as well; 1/100 at the least."""
    stability: float
    """Median adjusted Rand index between the cut and that of four people in five."""

    @property
    def stands_out(self) -> bool:
        return self.chance <= CHANCE and self.stability >= STABLE


def cut(marks: Marks, smallest: int) -> Partition | None:
    """The best cut of these people; None where none leaves `smallest` people in each family.

    `marks`: people × questions, each two people with some question in common. Ward's tree (1963),
    cut where the silhouette is the widest. The order of the rows changes nothing.
    """
    order = np.lexsort(np.nan_to_num(marks, nan=-1.0).T[::-1])
    sorted_marks = marks[order]
    distances = _distances(sorted_marks)
    best = _best_cut(distances, smallest)
    if best is None:
        return None
    silhouette, labels = best
    chance = _chance(sorted_marks, silhouette, smallest)
    stability = _stability(distances, labels) if chance <= CHANCE else 0.0
    unsorted = np.empty_like(labels)
    unsorted[order] = labels
    return Partition(tuple(int(n) for n in unsorted), silhouette, chance, stability)


def join(marks: Marks, labels: Sequence[int], others: Marks) -> tuple[int, ...]:
    """For each of `others`, the family of `marks` that is the nearest on average."""
    distances = _distances(np.vstack([marks, others]))[len(marks) :, : len(marks)]
    families = np.eye(max(labels) + 1)[list(labels)]
    means = distances @ families / families.sum(axis=0)
    # Rounded, so that two that are as near give the first one whatever the order of people.
    return tuple(int(n) for n in means.round(9).argmin(axis=1))


def rand_index(some: Labels, others: Labels) -> float:
    """Hubert and Arabie's adjusted Rand index (1985): 1 for the same cut, 0 as by chance."""
    table = np.zeros((int(some.max()) + 1, int(others.max()) + 1))
    np.add.at(table, (some, others), 1)
    pairs, rows, columns = (
        float((n * (n - 1) / 2).sum()) for n in (table, table.sum(1), table.sum(0))
    )
    total = len(some) * (len(some) - 1) / 2
    expected = rows * columns / total
    most = (rows + columns) / 2
    return 1.0 if most == expected else (pairs - expected) / (most - expected)


def silhouette_of(distances: Marks, labels: Labels) -> float:
    """Rousseeuw's mean silhouette (1987), someone alone counting for 0."""
    people = np.bincount(labels)
    own = people[labels]
    sums = distances @ np.eye(len(people))[labels]
    everybody = np.arange(len(labels))
    inside = sums[everybody, labels] / np.maximum(own - 1, 1)
    means = sums / people
    means[everybody, labels] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    widths = np.where((own > 1) & (widest > 0), (outside - inside) / np.maximum(widest, 1e-12), 0)
    return float(widths.mean())


def _distances(marks: Marks) -> Marks:
    """Root mean square difference over the questions that both have marked, moods apart.

    A mood is how much higher than the others someone marks in all that they marked.
    """
    known = (~np.isnan(marks)).astype(float)
    together = np.maximum(known.sum(axis=0), 1)
    centred = np.nan_to_num(marks - np.nansum(marks, axis=0) / together)
    moods = centred.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    filled = (centred - moods[:, None]) * known
    squares = filled**2
    # Not a matrix product: on so few columns its threads cost more than they save.
    crossed = "ik,jk->ij"
    one_way = np.einsum(crossed, squares, known)
    apart = one_way + one_way.T - 2 * np.einsum(crossed, filled, filled)
    common = np.maximum(np.einsum(crossed, known, known), 1)
    found: Marks = np.sqrt(np.maximum(apart, 0) / common)
    found = (found + found.T) / 2
    np.fill_diagonal(found, 0)
    return found


def _cuts(distances: Marks, families: Iterable[int]) -> Iterator[Labels]:
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
    from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

    tree = linkage(squareform(distances, checks=False), "ward")
    for number in families:
        labels = fcluster(tree, number, "maxclust").astype(np.int64) - 1
        people = np.bincount(labels)
        rank = np.argsort(np.argsort(-people, kind="stable"), kind="stable")
        yield rank[labels]


def _best_cut(distances: Marks, smallest: int) -> tuple[float, Labels] | None:
    most = min(MOST_FAMILIES, 2 + len(distances) // PEOPLE_A_FAMILY)
    found = [
        (silhouette_of(distances, labels), labels)
        for labels in _cuts(distances, range(2, most + 1))
        if labels.max() > 0 and np.bincount(labels).min() >= smallest
    ]
    return max(found, key=lambda each: each[0], default=None)


def _chance(marks: Marks, silhouette: float, smallest: int) -> float:
    """Share of crowds of one family that would be cut as well: the question of SigClust (Liu,
    Hayes, Nobel and Marron, 2008).

    Each such crowd has the very marks of each question, dealt anew so that questions go two by
    two about as they do: ranks of a normal law with the same covariances. Stops as soon as the
    answer is known.
    """
    known = ~np.isnan(marks)
    together = known.sum(axis=0)
    means = np.nansum(marks, axis=0) / np.maximum(together, 1)
    centred = np.where(known, marks - means, 0)
    pairs = known.T.astype(float) @ known.astype(float)
    covariance = centred.T @ centred / np.maximum(pairs - 1, 1)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    draw = np.random.default_rng(SEED)
    as_well = 0
    for done in range(1, DRAWS + 1):
        drawn = np.where(known, draw.standard_normal(marks.shape) @ root.T, np.inf)
        # The last rows of a sorted column are those that nobody marked.
        crowd = np.empty_like(marks)
        np.put_along_axis(crowd, drawn.argsort(axis=0), np.sort(marks, axis=0), axis=0)
        best = _best_cut(_distances(crowd), smallest)
        as_well += best is not None and best[0] >= silhouette
        if (1 + as_well) / (1 + DRAWS) > CHANCE:
            return (1 + as_well) / (1 + done)
    return (1 + as_well) / (1 + DRAWS)


def _stability(distances: Marks, labels: Labels) -> float:
    draw = np.random.default_rng(SEED)
    size = round(len(labels) * KEPT)
    found = []
    for _ in range(RESAMPLES):
        some = np.sort(draw.choice(len(labels), size, replace=False))
        families = range(int(labels.max()) + 1, int(labels.max()) + 2)
        again = next(_cuts(distances[np.ix_(some, some)], families))
        found.append(rand_index(labels[some], again))
    return float(np.median(found))
