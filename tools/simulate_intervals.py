"""How often each kind of interval holds the truth, on answers as skewed as people give.

`python -m tools.simulate_intervals [samples]` prints the tables of docs/adr/0008-intervals.md.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from statistics import NormalDist, median

import numpy as np
from numpy.typing import NDArray

from diagnostic.confidence.intervals import SMOOTHING, mean_interval

SEED = 20261122
NUMBERS = (3, 5, 8, 10, 30)
FINITE = ((3, 5), (5, 6), (5, 8), (5, 15), (10, 12), (10, 30), (30, 40))
"""Answers, and people in all."""
AIM = (0.93, 0.97)
SAMPLES = 4000
SLOW_SAMPLES = 600
"""For what draws hundreds of samples from each sample."""

Sample = NDArray[np.int64]
Bounds = tuple[NDArray[np.float64], NDArray[np.float64]]
Method = Callable[[Sample, int, np.random.Generator], Bounds]

Z = NormalDist().inv_cdf(0.975)
T = {2: 4.302653, 4: 2.776445, 7: 2.364624, 9: 2.262157, 29: 2.045230}
"""97.5 % point of Student's law, by degrees of freedom."""


def _bell(highest: int, first: float, second: float) -> list[float]:
    """A beta-binomial law: one hump, leaning where `first` and `second` say."""
    whole = lgamma(first) + lgamma(second) - lgamma(first + second)
    return [
        exp(
            lgamma(highest + 1) - lgamma(k + 1) - lgamma(highest - k + 1)
            + lgamma(k + first) + lgamma(highest - k + second)
            - lgamma(highest + first + second) - whole
        )
        for k in range(highest + 1)
    ]  # fmt: skip


SKEWED: Mapping[int, Mapping[str, list[float]]] = {
    10: {
        "leaning up": _bell(10, 3.5, 1.5),
        "leaning down": _bell(10, 1.2, 4),
        "leaning far up": _bell(10, 4, 0.6),
        "70 % say 10": [0.03] * 10 + [0.7],
    },
    4: {
        "mostly absent": [0.45, 0.30, 0.15, 0.07, 0.03],
        "70 % say 0": [0.70, 0.15, 0.08, 0.05, 0.02],
        "emerging": [0.24, 0.46, 0.25, 0.04, 0.01],
    },
}
OTHERS: Mapping[int, Mapping[str, list[float]]] = {
    10: {
        "one hump": _bell(10, 6, 5),
        "flat": [1 / 11] * 11,
        "two humps": [0.1, 0.2, 0.15, 0.05, 0, 0, 0, 0.05, 0.15, 0.2, 0.1],
        "one in ten against": [0, 0, 0.1, 0, 0, 0, 0, 0, 0.9, 0, 0],
    },
    4: {
        "one hump": [0.05, 0.15, 0.35, 0.30, 0.15],
        "two humps": [0.4, 0.1, 0, 0.1, 0.4],
        "one in ten against": [0.9, 0, 0, 0, 0.1],
    },
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one method does on one law."""

    held: float
    """Share of the samples whose interval holds the true mean."""
    width: float


def product(sample: Sample, highest: int, _: np.random.Generator) -> Bounds:
    """What the screens show, whatever the number of answers; for few, without its refusal."""
    return _each(sample, highest, None)


def measure(
    method: Method,
    law: list[float],
    number: int,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Coverage:
    """The coverage of the true mean, for people drawn out of very many."""
    random, highest = np.random.default_rng(seed), len(law) - 1
    chances = np.array(law) / sum(law)
    truth = float(chances @ np.arange(highest + 1))
    drawn = random.choice(highest + 1, size=(samples, number), p=chances)
    low, high = method(drawn, highest, random)
    held = (low <= truth + 1e-9) & (truth <= high + 1e-9)
    return Coverage(float(held.mean()), float((high - low).mean()))


def measure_finite(
    law: list[float], number: int, people: int, samples: int = SAMPLES, seed: int = SEED
) -> Coverage:
    """The coverage of the mean of `people`, of whom `number` answered, for the product's own."""
    random, highest = np.random.default_rng(seed), len(law) - 1
    chances = np.array(law) / sum(law)
    everybody = random.choice(highest + 1, size=(samples, people), p=chances)
    truth = everybody.mean(axis=1)
    low, high = _each(everybody[:, :number], highest, people)
    held = (low <= truth + 1e-9) & (truth <= high + 1e-9)
    return Coverage(float(held.mean()), float((high - low).mean()))


def _each(sample: Sample, highest: int, people: int | None) -> Bounds:
    ordered, which = np.unique(np.sort(sample, axis=1), axis=0, return_inverse=True)
    bounds = []
    for row in ordered:
        found = mean_interval(
            len(row),
            float(row.mean()),
            float(row.std(ddof=1)),
            (0, highest),
            people=people,
            fewest=2,
        )
        assert found is not None
        bounds.append((found.low, found.high))
    table = np.array(bounds)[which.reshape(-1)]
    return table[:, 0], table[:, 1]


def _student(sample: Sample, highest: int, _: np.random.Generator) -> Bounds:
    mean, number = sample.mean(axis=1), sample.shape[1]
    half = T[number - 1] * sample.std(axis=1, ddof=1) / sqrt(number)
    return mean - half, mean + half


def _cut_student(sample: Sample, highest: int, random: np.random.Generator) -> Bounds:
    low, high = _student(sample, highest, random)
    return np.maximum(low, 0), np.minimum(high, highest)


def _plus_ends(added: float) -> Method:
    """A normal interval after `added` answers at each end, as Agresti and Coull for shares."""

    def method(sample: Sample, highest: int, _: np.random.Generator) -> Bounds:
        number = sample.shape[1] + 2 * added
        middle = (sample.sum(axis=1) + added * highest) / number
        squares = ((sample - middle[:, None]) ** 2).sum(axis=1)
        squares = squares + added * (middle**2 + (highest - middle) ** 2)
        half = Z * np.sqrt(squares / (number - 1) / number)
        return np.maximum(middle - half, 0), np.minimum(middle + half, highest)

    return method


def _hoeffding(sample: Sample, highest: int, _: np.random.Generator) -> Bounds:
    mean = sample.mean(axis=1)
    half = highest * sqrt(log(2 / 0.05) / (2 * sample.shape[1]))
    return np.maximum(mean - half, 0), np.minimum(mean + half, highest)


def _maurer_pontil(sample: Sample, highest: int, _: np.random.Generator) -> Bounds:
    mean, number, risk = sample.mean(axis=1), sample.shape[1], log(4 / 0.05)
    half = np.sqrt(2 * sample.var(axis=1, ddof=1) * risk / number)
    half += 7 * highest * risk / (3 * (number - 1))
    return np.maximum(mean - half, 0), np.minimum(mean + half, highest)


def _gaffke(sample: Sample, highest: int, random: np.random.Generator) -> Bounds:
    """Uniform weights on the answers and the end of the scale: valid, as far as is known."""
    weights = random.dirichlet(np.ones(sample.shape[1] + 1), 800)
    with_end = np.pad(sample, ((0, 0), (0, 1)))
    low = np.quantile(with_end @ weights.T, 0.025, axis=1)
    with_end[:, -1] = highest
    return low, np.quantile(with_end @ weights.T, 0.975, axis=1)


def _dirichlet(prior: Callable[[int], list[float]]) -> Method:
    """A Bayesian bootstrap with a few answers added on each level."""

    def method(sample: Sample, highest: int, random: np.random.Generator) -> Bounds:
        levels, added = np.arange(highest + 1), np.array(prior(highest))
        bounds = []
        for row in sample:
            shapes = np.bincount(row, minlength=highest + 1) + added
            weights = random.standard_gamma(shapes, size=(800, highest + 1))
            bounds.append(np.quantile(weights @ levels / weights.sum(axis=1), [0.025, 0.975]))
        table = np.array(bounds)
        return table[:, 0], table[:, 1]

    return method


def _resampled(sample: Sample, row: int, random: np.random.Generator) -> Sample:
    number = sample.shape[1]
    return np.asarray(sample[row][random.integers(0, number, (500, number))])


def _bootstrap_t(sample: Sample, highest: int, random: np.random.Generator) -> Bounds:
    mean, spread = sample.mean(axis=1), sample.std(axis=1, ddof=1)
    bounds = []
    for row in range(len(sample)):
        again = _resampled(sample, row, random)
        spreads = again.std(axis=1, ddof=1)
        moved = again.mean(axis=1)[spreads > 0] - mean[row]
        if spread[row] == 0 or len(moved) < 20:
            bounds.append((mean[row], mean[row]))
            continue
        ends = np.quantile(moved / spreads[spreads > 0], [0.975, 0.025])
        bounds.append(tuple(mean[row] - ends * spread[row]))
    table = np.clip(np.array(bounds), 0, highest)
    return table[:, 0], table[:, 1]


def _corrected_bootstrap(sample: Sample, _: int, random: np.random.Generator) -> Bounds:
    """BCa: bias corrected and accelerated."""
    normal, bounds = NormalDist(), []
    for row, answers in enumerate(sample):
        moved = answers - answers.mean()
        again = _resampled(sample, row, random).mean(axis=1)
        if not moved.any():
            bounds.append((answers.mean(), answers.mean()))
            continue
        under = ((again < answers.mean()).mean() + (again <= answers.mean()).mean()) / 2
        bias = normal.inv_cdf(min(max(float(under), 1e-6), 1 - 1e-6))
        speed = float((moved**3).sum() / (6 * (moved**2).sum() ** 1.5))
        levels = [normal.cdf(bias + (bias + z) / (1 - speed * (bias + z))) for z in (-Z, Z)]
        bounds.append(tuple(np.quantile(again, levels)))
    table = np.array(bounds)
    return table[:, 0], table[:, 1]


METHODS: Mapping[str, tuple[Method, bool]] = {
    "Student": (_student, False),
    "Student, cut at the ends": (_cut_student, False),
    "normal, 1/2 answer at each end": (_plus_ends(0.5), False),
    "normal, 1 answer at each end": (_plus_ends(1), False),
    "Hoeffding": (_hoeffding, False),
    "Maurer and Pontil": (_maurer_pontil, False),
    "Gaffke": (_gaffke, False),
    "bootstrap BCa": (_corrected_bootstrap, True),
    "bootstrap-t": (_bootstrap_t, True),
    "Dirichlet, 1/2 on each level": (_dirichlet(lambda highest: [0.5] * (highest + 1)), True),
    "Dirichlet, 1 shared by all levels": (
        _dirichlet(lambda highest: [1 / (highest + 1)] * (highest + 1)),
        True,
    ),
    "Dirichlet, 1/2 at each end": (
        _dirichlet(lambda highest: [SMOOTHING, *[1e-9] * (highest - 1), SMOOTHING]),
        True,
    ),
    "beta, 1/2 at each end (ours)": (product, False),
}
"""Name → method, and whether it is slow."""


def _row(name: str, found: list[Coverage], aside: list[Coverage]) -> str:
    both = [each.held * 100 for each in (*found, *aside)]
    skewed = [each.held * 100 for each in found]
    width = sum(each.width for each in (*found, *aside)) / len(both)
    return (
        f"| {name} | {min(skewed):.1f} | {median(skewed):.1f} | {max(skewed):.1f} "
        f"| {min(both):.1f} | {max(both):.1f} | {width:.2f} |"
    )


def main(samples: int) -> None:
    head = "min | median | max | min of all | max of all | width |\n|---|--:|--:|--:|--:|--:|--:|"
    for highest in SKEWED:
        for number in NUMBERS:
            print(f"\n| 0-{highest}, n = {number} | {head}")
            for name, (method, slow) in METHODS.items():
                many = SLOW_SAMPLES if slow else samples
                laws = (SKEWED[highest].values(), OTHERS[highest].values())
                found, aside = (
                    [measure(method, law, number, many) for law in group] for group in laws
                )
                print(_row(name, found, aside))
        print(f"\n| 0-{highest}, finite | {head}")
        for number, people in FINITE:
            found, aside = (
                [measure_finite(law, number, people, samples) for law in group]
                for group in (SKEWED[highest].values(), OTHERS[highest].values())
            )
            print(_row(f"ours, {number} out of {people}", found, aside))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
