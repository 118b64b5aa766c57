"""Values in, figures out: the only room for Plotly. Each chart comes with its sentence."""

from diagnostic.charts.anchors import draw_anchor
from diagnostic.charts.axes import draw_axes
from diagnostic.charts.chart import Chart
from diagnostic.charts.distribution import draw_distribution
from diagnostic.charts.fragilities import draw_fragilities
from diagnostic.charts.gaps import draw_gaps
from diagnostic.charts.items import draw_items
from diagnostic.charts.layout import CONFIG, configure
from diagnostic.charts.radar import draw_radar

__all__ = [
    "CONFIG",
    "Chart",
    "configure",
    "draw_anchor",
    "draw_axes",
    "draw_distribution",
    "draw_fragilities",
    "draw_gaps",
    "draw_items",
    "draw_radar",
]
