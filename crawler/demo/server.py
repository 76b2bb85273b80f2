"""Serve the demo site over HTTP on loopback.

::

    with serve() as demo:
        crawl(demo.url)
        demo.change()
        ...
"""

import json
import threading
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from crawler.demo.articles import ExpectedArticle
from crawler.demo.site import Resource, Site

HOST = "127.0.0.1"


class Seen(NamedTuple):
    """A request that was answered; ``path`` is with its query."""

    method: str
    path: str
    status: int


class Demo(ThreadingHTTPServer):
    """The site, being served; ``requests`` are those answered so far, without ``/_demo/``."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, site: Site, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.site = site
        self.url = f"http://{HOST}:{self.server_port}/"
        self.requests: list[Seen] = []
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="demo site", daemon=True
        )
        self._thread.start()

    def expected(self, changed: bool = False) -> list[ExpectedArticle]:
        """Return what the site serves before or after its change, the newest first."""
        return self.site.expected(changed)

    def change(self) -> dict[str, Any]:
        """Change one article and withdraw another; say which."""
        return self.site.change()

    def restore(self) -> dict[str, Any]:
        """Undo the change."""
        return self.site.restore()

    def join(self) -> None:
        """Wait until the server is closed."""
        self._thread.join()

    def close(self) -> None:
        """Stop serving and free the port."""
        self.shutdown()
        self.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def serve(port: int = 0, **variant: Any) -> Demo:
    """Serve the site on ``port`` (0: any free one), as a ``variant`` that ``Site`` describes."""
    return Demo(Site(**variant), port)


class _Handler(BaseHTTPRequestHandler):
    server: Demo
    protocol_version = "HTTP/1.1"
    server_version = "wenming-demo"
    sys_version = ""
    timeout = 60
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with a page, 304 or 404."""
        # Nothing here uses the body of a request, but the connection is read on after it.
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        resource = self.server.site.find(self.path, form)
        if isinstance(resource, str):
            self._start(HTTPStatus.MOVED_PERMANENTLY, {"Location": resource, "Content-Length": "0"})
        elif resource is None:
            self._send(HTTPStatus.NOT_FOUND, self.server.site.missing, {})
        elif self._is_fresh(resource):
            self._start(HTTPStatus.NOT_MODIFIED, _validators(resource))
        else:
            self._send(HTTPStatus.OK, resource, _validators(resource))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def do_POST(self) -> None:
        """Throw the switches under ``/_demo/``; anything else is a page that takes a form."""
        switches = {"/_demo/change": self.server.change, "/_demo/restore": self.server.restore}
        switch = switches.get(self.path)
        if switch is None:
            self.do_GET()
            return
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = json.dumps(switch(), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer))}
        self._start(HTTPStatus.OK, headers)
        self.wfile.write(answer)

    def _is_fresh(self, resource: Resource) -> bool:
        """Whether the client has it already; the ETag decides where both are sent (RFC 9110)."""
        if resource.modified is None:
            return False
        if known := self.headers.get("If-None-Match"):
            tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
            return "*" in tags or resource.etag in tags
        if since := self.headers.get("If-Modified-Since"):
            try:
                return resource.modified <= parsedate_to_datetime(since)
            except (ValueError, TypeError):  # no date, or one without a zone: not understood
                return False
        return False

    def _send(self, status: HTTPStatus, resource: Resource, headers: dict[str, str]) -> None:
        body = resource.body
        headers = headers | {"Content-Type": resource.media_type}
        if resource.packed is not None:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = resource.packed
        self._start(status, headers | {"Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _start(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Remember the request instead of printing it."""
        path = getattr(self, "path", "")
        if not urlsplit(path).path.startswith("/_demo/"):
            self.server.requests.append(Seen(self.command or "", path, int(code)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Print nothing."""


def _validators(resource: Resource) -> dict[str, str]:
    if resource.etag is None or resource.modified is None:
        return {}
    return {
        "ETag": resource.etag,
        "Last-Modified": format_datetime(resource.modified, usegmt=True),
    }
