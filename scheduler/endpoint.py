"""A small local web server: ``/metrics`` for Prometheus, ``/healthz`` for whoever restarts us."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from storage.values.stamp import stamp

logger = logging.getLogger(__name__)

ALIVE = timedelta(minutes=3)  # since the last look
_TEXT = "text/plain; version=0.0.4; charset=utf-8"  # https://prometheus.io/docs/instrumenting/exposition_formats/


class Endpoint(ThreadingHTTPServer):
    """Serves what the scheduler last put into ``metrics`` and ``looked_at``."""

    daemon_threads = True

    def __init__(self, host: str, port: int, clock: Callable[[], datetime]) -> None:
        super().__init__((host, port), _Handler)
        self.clock = clock
        self.metrics = b""
        self.looked_at: datetime | None = None
        Thread(target=self.serve_forever, daemon=True).start()

    def health(self) -> tuple[HTTPStatus, bytes]:
        """Return whether the scheduler looked lately, as a status and as JSON."""
        looked_at = self.looked_at
        alive = looked_at is not None and abs(self.clock() - looked_at) < ALIVE
        shown = {"ok": alive, "looked_at": stamp(looked_at) if looked_at else None}
        status = HTTPStatus.OK if alive else HTTPStatus.SERVICE_UNAVAILABLE
        return status, json.dumps(shown).encode() + b"\n"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    timeout = 10

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/metrics":
            self._send(HTTPStatus.OK, _TEXT, self.server.metrics)
        elif path == "/healthz":
            status, body = self.server.health()
            self._send(status, "application/json", body)
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"/metrics or /healthz\n")

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        logger.debug(format, *args)
