"""The memory as this server finds it: opened once, or a page that says why not and what to do."""

from __future__ import annotations

import asyncio
import html
import logging
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from diagnostic.settings import Settings, SettingsRefused, read_settings
from diagnostic.storage import StorageRefused, StorageUnavailable, Store
from diagnostic.storage.copies.backups import folder_of, last_good, stem_of
from diagnostic.storage.copies.folder import Copy
from diagnostic.storage.copies.keeper import Keeper, Keeping
from diagnostic.storage.schema import NotABase
from diagnostic.storage.serving import DamagedBase, claim, release
from diagnostic.texts import Voice, voice_of
from diagnostic.ui import identity, session
from diagnostic.ui.doorkeeper import HEALTH

AGAIN = 2.0
"""Seconds before a base that could not be opened is tried again, when somebody asks."""
KEY_FILE = "FICHIER-DE-LA-CLEF"
_LATER = 1013
_log = logging.getLogger(__name__)
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}"
    "code{background:#eee;color:#111;padding:.2rem .4rem;overflow-wrap:anywhere}"
)


class Opening:
    """Takes the base for this server, opens it, and has it copied each day."""

    def __init__(
        self, opens: Callable[[], Store], reads: Callable[[], Settings] = read_settings
    ) -> None:
        self._opens, self._reads = opens, reads
        self._keeper: Keeper | None = None
        self._tried_at = 0.0
        self.refusal: Exception | None = None
        """Why the base is not open; None once it is, or before the first try."""

    def open(self) -> bool:
        """Whether the base is open now; otherwise `refusal` and the server's log say why."""
        self._tried_at = time.monotonic()
        settings = None
        try:
            settings = self._reads()
            claim(settings.database)
            self._opens()
        except (StorageRefused, StorageUnavailable, SettingsRefused) as refusal:
            if settings is not None:
                release(settings.database)
            if str(refusal) != str(self.refusal):
                _log.error("%s", "\n".join(self.explain(voice_of("fr"), refusal)))
            self.refusal = refusal
            return False
        self.refusal = None
        self._keeper = Keeper.of(settings)
        self._keeper.start()
        return True

    async def open_again(self) -> bool:
        if time.monotonic() - self._tried_at < AGAIN:
            return False
        self._tried_at = time.monotonic()
        return await run_in_threadpool(self.open)

    def close(self) -> None:
        """The server ends: so does the copy under way."""
        if self._keeper is not None:
            self._keeper.stop()

    def keeping(self) -> Keeping:
        """What the owner's page tells of the copies. Raises SettingsRefused."""
        return (self._keeper or Keeper.of(self._reads())).keeping()

    def folder(self) -> Path:
        """Where the copies lie. Raises SettingsRefused."""
        settings = self._reads()
        return settings.backups or folder_of(settings.database)

    def explain(self, voice: Voice, refusal: Exception) -> list[str]:
        """What happened, which copy there is, and the command that takes it back."""
        said = [voice.refuse(refusal)]
        if isinstance(refusal, DamagedBase | NotABase):
            if (copy := self._last_good()) is None:
                said.append(voice.say("Aucune sauvegarde saine n’a été trouvée."))
            else:
                said.append(
                    voice.say(
                        "Dernière sauvegarde saine : {day}, {hour}. Pour la reprendre, sur la "
                        "machine de l’application :",
                        day=voice.day(copy.made_at.date()),
                        hour=f"{copy.made_at:%H:%M}",
                    )
                )
                said.append(command_for(copy))
                if copy.is_encrypted:
                    said.append(
                        voice.say(
                            "Elle est chiffrée : à la place de {key}, donnez le fichier de la "
                            "clef, celui qui a été rangé ailleurs.",
                            key=KEY_FILE,
                        )
                    )
        return said

    def without_places(self, line: str) -> str:
        try:
            where = self._reads().database
        except SettingsRefused:
            return line
        return line.replace(str(where.parent), "…") if isinstance(where, Path) else line

    def _last_good(self) -> Copy | None:
        settings = self._reads()
        where = settings.database
        return last_good(settings.backups or folder_of(where), stem_of(where))


def command_for(copy: Copy) -> str:
    """What takes it back; the place of a key is known to its owner alone."""
    key = f" --key {KEY_FILE}" if copy.is_encrypted else ""
    return f"python -m diagnostic restore {copy.path.name}{key}"


the_opening = Opening(session.memory, identity.read_checked)


class Closed:
    """While the base is not open, every page says so; asked again, it is tried again."""

    def __init__(self, app: ASGIApp, opening: Opening = the_opening) -> None:
        self.app = app
        self.opening = opening
        self._trying = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_asked = scope["type"] in ("http", "websocket") and scope["path"] != HEALTH
        if self.opening.refusal is not None and is_asked:
            async with self._trying:
                is_open = self.opening.refusal is None or await self.opening.open_again()
            if not is_open:
                await self._refuse(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self.opening.refusal
        if scope["type"] == "websocket" or refusal is None:
            await send({"type": "websocket.close", "code": _LATER})
            return
        voice = voice_of(_language(scope))
        said = await run_in_threadpool(self.opening.explain, voice, refusal)
        # Whoever reads the page is anybody: where things are is for the server's log.
        said = [self.opening.without_places(line) for line in said]
        page = HTMLResponse(draw(voice, said), 503, {"Cache-Control": "no-store"})
        await page(scope, receive, send)


def draw(voice: Voice, said: list[str]) -> str:
    """The page; commands in what is `said` stand out."""
    lines = [
        f"<p><code>{html.escape(line)}</code></p>"
        if line.startswith("python ")
        else f"<p>{html.escape(line)}</p>"
        for line in said
    ]
    title = html.escape(voice.say("L’application ne peut pas s’ouvrir"))
    after = html.escape(
        voice.say(
            "Rechargez ensuite cette page. Si vous veniez répondre, prévenez la personne qui vous "
            "a invité."
        )
    )
    return (
        f'<!doctype html><html lang="{voice.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{''.join(lines)}<p>{after}</p></main></body></html>"
    )


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang")
    accepted: bytes = dict(scope.get("headers", [])).get(b"accept-language", b"")
    return asked[-1] if asked else accepted[:2].decode("latin-1").lower()
