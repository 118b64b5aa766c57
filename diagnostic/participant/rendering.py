"""Templates and files, read once; every page is escaped, small, and of one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from diagnostic.participant.guarding import HEADERS
from diagnostic.participant.packing import Piece, gzip_of, press, whole_of
from diagnostic.participant.words import words
from diagnostic.texts import Voice, voice_of

HERE = Path(__file__).parent
KINDS = {
    "phone.css": "text/css; charset=utf-8",
    "phone.js": "text/javascript; charset=utf-8",
    "page": "text/html; charset=utf-8",
}


def _light(text: str) -> Piece:
    """Without comments and indentation, which travel for nothing."""
    lines = (line.strip() for line in text.splitlines())
    return press("\n".join(line for line in lines if line and not line.startswith("//")))


FILES = {
    name: _light((HERE / "assets" / name).read_text(encoding="utf-8"))
    for name in ("phone.css", "phone.js")
}
SEAL = sha256(whole_of(FILES.values())).hexdigest()[:10]
"""In the address of the files, so that they may be kept for ever."""
LANGUAGE = "langue"
YEAR = 365 * 24 * 3600
FOR_EVER = {**HEADERS, "Cache-Control": f"public, max-age={YEAR}, immutable"}

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    undefined=StrictUndefined,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What every page needs to know of a request."""

    voice: Voice
    chosen: bool
    """The language was asked for in the address: remember it."""
    root: str
    """The path that the application is served under; empty most of the time."""
    path: str
    origin: str
    is_safe: bool
    """Reached by HTTPS."""
    takes_gzip: bool = False


def visit(request: Request) -> Visit:
    asked = request.query_params.get("lang")
    root = str(request.scope.get("root_path", ""))
    return Visit(
        voice=voice_of(asked or request.cookies.get(LANGUAGE) or _accepted(request)),
        chosen=asked in ("fr", "en"),
        root=root,
        path=request.url.path,
        origin=f"{request.url.scheme}://{request.url.netloc}{root}",
        is_safe=request.url.scheme == "https",
        takes_gzip=_takes_gzip(request),
    )


def draw_page(seen: Visit, name: str, **parts: object) -> str:
    """A page as text; `name` is its template."""
    language = seen.voice.language
    return str(
        _template(name).render(
            lang=language,
            # In full: « en » alone would be read by what puts Streamlit's pages right.
            html_lang="en-GB" if language == "en" else "fr",
            other="fr" if language == "en" else "en",
            seal=SEAL,
            seen=seen,
            w=words(language),
            **parts,
        )
    )


def render(seen: Visit, name: str, status: int = 200, **parts: object) -> Response:
    """A page; `name` is its template."""
    return _remember(seen, HTMLResponse(draw_page(seen, name, **parts), status, HEADERS))


def put_together(seen: Visit, pieces: Iterable[Piece]) -> Response:
    """A page whose pieces are compressed already."""
    return _remember(seen, _send(seen.takes_gzip, pieces, KINDS["page"], HEADERS))


def _remember(seen: Visit, response: Response) -> Response:
    if seen.chosen:
        response.set_cookie(
            LANGUAGE,
            seen.voice.language,
            max_age=YEAR,
            httponly=True,
            samesite="lax",
            secure=seen.is_safe,
        )
    return response


def _send(
    takes_gzip: bool, pieces: Iterable[Piece], kind: str, headers: Mapping[str, str]
) -> Response:
    more = {**headers, "Vary": "Accept-Encoding"}
    if takes_gzip:
        return Response(gzip_of(pieces), 200, {**more, "Content-Encoding": "gzip"}, media_type=kind)
    return Response(whole_of(pieces), 200, more, media_type=kind)


async def send_file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        return Response(status_code=404)
    return _send(_takes_gzip(request), (FILES[name],), KINDS[name], FOR_EVER)


def macro(name: str) -> Callable[..., Markup]:
    """A part that several pages share, by its name in macros.html."""
    found: Callable[..., Markup] = getattr(_macros(), name)
    return found


@cache
def _macros() -> object:
    return _template("macros.html").module


@cache
def _template(name: str):  # type: ignore[no-untyped-def]
    return _templates.get_template(name)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _accepted(request: Request) -> str:
    """The first of our languages that the browser asks for; French otherwise."""
    for part in request.headers.get("accept-language", "").split(","):
        language = part.strip()[:2].lower()
        if language in ("fr", "en"):
            return language
    return "fr"
