"""Templates and files, read once; every page is escaped, small, and of one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from diagnostic.participant.guarding import HEADERS
from diagnostic.participant.words import words
from diagnostic.texts import Voice, voice_of

HERE = Path(__file__).parent
KINDS = {"phone.css": "text/css; charset=utf-8", "phone.js": "text/javascript; charset=utf-8"}


def _light(text: str) -> bytes:
    """Without comments and indentation, which travel for nothing."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")).encode()


FILES = {name: _light((HERE / "assets" / name).read_text(encoding="utf-8")) for name in KINDS}
SEAL = sha256(b"".join(FILES.values())).hexdigest()[:10]
"""In the address of the files, so that they may be kept for ever."""
LANGUAGE = "langue"
YEAR = 365 * 24 * 3600

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
    )


def render(seen: Visit, name: str, status: int = 200, **parts: object) -> HTMLResponse:
    """A page; `name` is its template."""
    language = seen.voice.language
    body = _template(name).render(
        lang=language,
        # In full: « en » alone would be read by what puts Streamlit's pages right.
        html_lang="en-GB" if language == "en" else "fr",
        other="fr" if language == "en" else "en",
        seal=SEAL,
        seen=seen,
        w=words(language),
        **parts,
    )
    response = HTMLResponse(body, status, HEADERS)
    if seen.chosen:
        response.set_cookie(
            LANGUAGE, language, max_age=YEAR, httponly=True, samesite="lax", secure=seen.is_safe
        )
    return response


async def send_file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        return Response(status_code=404)
    caching = {**HEADERS, "Cache-Control": f"public, max-age={YEAR}, immutable"}
    return Response(FILES[name], 200, caching, media_type=KINDS[name])


@cache
def _template(name: str):  # type: ignore[no-untyped-def]
    return _templates.get_template(name)


def _accepted(request: Request) -> str:
    """The first of our languages that the browser asks for; French otherwise."""
    for part in request.headers.get("accept-language", "").split(","):
        language = part.strip()[:2].lower()
        if language in ("fr", "en"):
            return language
    return "fr"
