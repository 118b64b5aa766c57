"""How often the interval of an axis holds the truth, when people leave questions out.

`python -m tools.simulate_axes [samples]` prints a table of docs/adr/0008-intervals.md.
"""

import sys
from itertools import product
from math import sqrt
from statistics import NormalDist, mean

import numpy as np

from diagnostic.answers import Answer, AnswerState, Passage
from diagnostic.confidence import FEWEST_FOR_INTERVAL, mean_interval, release
from diagnostic.questionnaire import current
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.scoring import score
from tools.simulate_intervals import OTHERS, SEED, SKEWED

NUMBERS = (6, 10, 30)
SILENCES = (0.0, 0.2, 0.5)
"""Chance that somebody gives no level to a question."""
ALIKE = (0.1, 0.5)
"""Correlation between what one person says to two questions, before it is cut in levels."""
SAMPLES = 400
THRESHOLD = 3
AXIS, HIGHEST = "A", 4


def draw_levels(
    random: np.random.Generator, law: list[float], people: int, questions: int, alike: float
) -> list[list[int]]:
    common = random.standard_normal((people, 1)) * sqrt(alike)
    own = random.standard_normal((people, questions)) * sqrt(1 - alike)
    edges = [NormalDist().inv_cdf(part) for part in np.cumsum(law)[:-1] / sum(law)]
    found: list[list[int]] = np.searchsorted(edges, common + own).tolist()
    return found


def measure(
    law: list[float], people: int, silence: float, alike: float, samples: int
) -> tuple[float, float]:
    """How often, in percent, the interval that is shown holds the true mean; its mean width."""
    random = np.random.default_rng(SEED)
    content = current()
    items = [item.id for item in content.axis(AXIS).items if item.star]
    truth = sum(level * part for level, part in enumerate(law)) / sum(law)
    held: list[bool] = []
    widths: list[float] = []
    for _ in range(samples):
        drawn = draw_levels(random, law, people, len(items), alike)
        silent = (random.random((people, len(items))) < silence).tolist()
        passages = [
            Passage(
                Submission(n, 1, Viewpoint.INSTITUTION, False),
                {
                    item: Answer(item, AnswerState.GIVEN, level)
                    for item, level, left in zip(items, said, unsaid, strict=True)
                    if not left
                },
                {},
            )
            for n, (said, unsaid) in enumerate(zip(drawn, silent, strict=True))
        ]
        shown = release(score(content, passages), content, THRESHOLD)
        tally = shown.axes.get(AXIS, {}).get(Viewpoint.INSTITUTION)
        if tally is None or tally.given < FEWEST_FOR_INTERVAL:
            continue
        found = mean_interval(tally.given, tally.mean, tally.deviation, (0, HIGHEST))
        if found:
            held.append(found.low - 1e-9 <= truth <= found.high + 1e-9)
            widths.append(found.width)
    return 100 * mean(held), mean(widths)


def main(samples: int) -> None:
    laws = [*SKEWED[HIGHEST].values(), *OTHERS[HIGHEST].values()]
    print("| Left out | " + " | ".join(f"n = {number}" for number in NUMBERS) + " |")
    print("|---" * (len(NUMBERS) + 1) + "|")
    for silence in SILENCES:
        cells = []
        for number in NUMBERS:
            found = [
                measure(law, number, silence, alike, samples) for law, alike in product(laws, ALIKE)
            ]
            held, width = [one for one, _ in found], mean(one for _, one in found)
            cells.append(f"{min(held):.0f}–{max(held):.0f}, {width:.1f}")
        print(f"| {100 * silence:.0f} % | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
