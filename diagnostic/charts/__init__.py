"""Values in, figures out: the only room for Plotly. Each chart comes with its sentence."""

from diagnostic.charts.anchors import draw_anchor
from diagnostic.charts.axes import draw_axes
from diagnostic.charts.borders import draw_borders
from diagnostic.charts.chart import Chart
from diagnostic.charts.crossing import draw_crossing
from diagnostic.charts.distribution import draw_distribution
from diagnostic.charts.evolution import draw_evolution
from diagnostic.charts.families import draw_families
from diagnostic.charts.fragilities import draw_fragilities
from diagnostic.charts.gaps import draw_gaps
from diagnostic.charts.items import draw_items
from diagnostic.charts.layout import CONFIG, configure
from diagnostic.charts.matrix import draw_matrix
from diagnostic.charts.movements import draw_movements
from diagnostic.charts.portrait import draw_portrait
from diagnostic.charts.radar import draw_radar
from diagnostic.charts.rings import Borders, read_borders
from diagnostic.charts.strip import draw_strip
from diagnostic.charts.tilemap import draw_tilemap

__all__ = [
    "CONFIG",
    "Borders",
    "Chart",
    "configure",
    "draw_anchor",
    "draw_axes",
    "draw_borders",
    "draw_crossing",
    "draw_distribution",
    "draw_evolution",
    "draw_fragilities",
    "draw_families",
    "draw_gaps",
    "draw_items",
    "draw_matrix",
    "draw_movements",
    "draw_portrait",
    "draw_radar",
    "draw_strip",
    "draw_tilemap",
    "read_borders",
]
