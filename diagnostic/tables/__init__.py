"""The figures of the charts as tables, and answers as rows: the only room for pandas."""

from diagnostic.tables.facts import facts_table
from diagnostic.tables.families import (
    common_ground_table,
    families_table,
    family_regards_table,
)
from diagnostic.tables.meanings import (
    coherence_table,
    effects_table,
    matrix_table,
    rules_table,
)
from diagnostic.tables.measured import (
    crossing_table,
    indicator_table,
    level_table,
    peers_table,
    positions_table,
    years_table,
)
from diagnostic.tables.movements import movements_table
from diagnostic.tables.results import (
    ANSWER_COLUMNS,
    anchor_table,
    axes_table,
    distribution_table,
    escape_markdown,
    export_answers,
    fragilities_table,
    gaps_table,
    items_table,
    to_csv,
)

__all__ = [
    "ANSWER_COLUMNS",
    "anchor_table",
    "axes_table",
    "coherence_table",
    "common_ground_table",
    "crossing_table",
    "distribution_table",
    "effects_table",
    "escape_markdown",
    "export_answers",
    "facts_table",
    "families_table",
    "family_regards_table",
    "fragilities_table",
    "gaps_table",
    "indicator_table",
    "items_table",
    "level_table",
    "matrix_table",
    "movements_table",
    "peers_table",
    "positions_table",
    "rules_table",
    "to_csv",
    "years_table",
]
