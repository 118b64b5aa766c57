"""A server of this computer in the place of the public services, for tests."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """A server of this computer that answers what a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.going = threading.Event()
        """Once cleared, an answer begins and never ends."""
        self.going.set()
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                told.asked.append(self.path)
                status, headers, body = told.answers.pop(0)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body[:1])
                    self.wfile.flush()
                    told.going.wait()
                    self.wfile.write(body[1:])
                except OSError:
                    return

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the screen of the tests."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def will_say(self, content: object, status: int = 200, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answers.append((status, headers, body))

    def stop(self) -> None:
        self.going.set()
        self.http.shutdown()
        self.http.server_close()
