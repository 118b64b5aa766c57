"""Borders that a user loads: checked, turned the way that fills their inside, told by code."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from diagnostic.problems import ContentRefused, Problem

MOST_POINTS = 400_000
"""Past this a browser could not draw it: the borders must be simplified first."""
_DIGITS = 4
"""Ten metres: more would only be sent."""

Ring = tuple[tuple[float, float], ...]
"""Longitudes and latitudes in degrees, the last the same as the first."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The borders of one territory."""

    code: str
    rings: tuple[Ring, ...]
    """Outer rings clockwise, holes the other way round."""


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders of known territories, read from a file."""

    outlines: tuple[Outline, ...]
    strangers: int
    """Shapes whose code is not one of those asked for."""


def read_borders(content: object, codes: Iterable[str], file: str = "contours") -> Borders:
    """The borders of the territories of these codes, from a parsed GeoJSON.

    The code is looked for in the `id` of shapes and in each of their properties. Raises
    ContentRefused, in French, where nothing can be drawn safely.
    """
    wanted = frozenset(codes)
    shapes = _shapes(content, file)
    find = _find_codes(shapes, wanted, file)
    rings: dict[str, list[Ring]] = {}
    strangers = points = 0
    for shape in shapes:
        code = _match(_names(shape).get(find), wanted)
        if code is None:
            strangers += 1
            continue
        for polygon in _polygons(shape, file):
            for number, ring in enumerate(polygon):
                closed = _close(ring, file)
                points += len(closed)
                if points > MOST_POINTS:
                    cause = f"Le fichier a plus de {MOST_POINTS // 1000} 000 points."
                    raise _refuse(file, cause, "Simplifiez les contours, puis rechargez-les.")
                if len(closed) >= 4:
                    rings.setdefault(code, []).append(rewind(closed, clockwise=number == 0))
    if not rings:
        cause = "Aucun contour de ce fichier ne peut être dessiné."
        raise _refuse(file, cause, "Vérifiez qu’il contient des surfaces fermées.")
    return Borders(
        tuple(Outline(code, tuple(held)) for code, held in sorted(rings.items())), strangers
    )


def signed_area(ring: Sequence[tuple[float, float]]) -> float:
    """Of a closed ring, in square degrees: negative where it turns clockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False)) / 2


def rewind(ring: Ring, *, clockwise: bool) -> Ring:
    """The ring, turned that way.

    Where it is filled, a ring and its holes must turn opposite ways, and d3's maps, which Plotly
    uses, want the outer one clockwise; the GeoJSON standard (RFC 7946) says the contrary.
    """
    return ring if (signed_area(ring) <= 0) is clockwise else tuple(reversed(ring))


def _refuse(file: str, cause: str, cure: str) -> ContentRefused:
    return ContentRefused((Problem(file, 1, 1, cause, cure),))


def _shapes(content: object, file: str) -> list[Mapping[str, Any]]:
    cure = "Chargez un fichier GeoJSON de type FeatureCollection."
    if not isinstance(content, Mapping) or content.get("type") != "FeatureCollection":
        raise _refuse(file, "Ce fichier n’est pas une liste de contours.", cure)
    given = content.get("features")
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _refuse(file, "Ce fichier n’a pas de liste « features ».", cure)
    return [shape for shape in given if isinstance(shape, Mapping)]


def _names(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """What may hold the code of a shape; the shape's own `id` under the empty name."""
    properties = shape.get("properties")
    held = dict(properties) if isinstance(properties, Mapping) else {}
    return {str(name): value for name, value in held.items()} | {"": shape.get("id")}


def _find_codes(shapes: Iterable[Mapping[str, Any]], wanted: frozenset[str], file: str) -> str:
    """The name under which most shapes have the code of a territory asked for."""
    found: Counter[str] = Counter()
    for shape in shapes:
        for name, value in _names(shape).items():
            if _match(value, wanted) is not None:
                found[name] += 1
    if not found:
        cause = "Aucun contour de ce fichier n’a le code d’un territoire de cette carte."
        cure = "Chargez des contours du même niveau, avec les codes officiels (Insee ou Siren)."
        raise _refuse(file, cause, cure)
    # Of equals, the identifier made for that, then the first name.
    return min(found, key=lambda name: (-found[name], name))


def _match(value: object, wanted: frozenset[str]) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    said = str(value)
    # A spreadsheet may have eaten the zero of 01.
    return next((one for one in (said, said.zfill(2), said.zfill(5)) if one in wanted), None)


def _polygons(shape: Mapping[str, Any], file: str) -> Iterator[Sequence[Any]]:
    geometry = shape.get("geometry")
    if not isinstance(geometry, Mapping):
        return
    kind, held = geometry.get("type"), geometry.get("coordinates")
    polygons = [held] if kind == "Polygon" else held if kind == "MultiPolygon" else []
    for polygon in _listed(polygons, file):
        yield _listed(polygon, file)


def _listed(value: object, file: str) -> Sequence[Any]:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return value
    raise _refuse(file, "Un contour est mal formé.", "Refaites l’export en GeoJSON.")


def _close(ring: object, file: str) -> Ring:
    points: list[tuple[float, float]] = []
    for point in _listed(ring, file):
        x, y = _place(point, file)
        if not points or points[-1] != (x, y):
            points.append((x, y))
    if points and points[0] != points[-1]:
        points.append(points[0])
    return tuple(points)


def _place(point: object, file: str) -> tuple[float, float]:
    held = _listed(point, file)
    numbers = [
        float(one) for one in held[:2] if isinstance(one, int | float) and not isinstance(one, bool)
    ]
    if len(numbers) < 2 or not all(map(isfinite, numbers)):
        raise _refuse(file, "Un point d’un contour n’est pas lisible.", "Refaites l’export.")
    x, y = numbers
    if abs(x) > 180 or abs(y) > 90:
        cause = "Les coordonnées ne sont pas des longitudes et des latitudes en degrés."
        raise _refuse(file, cause, "Exportez les contours en WGS 84 (EPSG:4326).")
    return round(x, _DIGITS), round(y, _DIGITS)
