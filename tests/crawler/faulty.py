"""A server on loopback that answers as told, down to the byte, and a crawl of what it serves."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

from scheduler.launch import Child, Crawl, Ended
from storage.database import open_read_only
from storage.home import Home

Answer = bytes | Callable[["Connection"], None]
TEXT = (
    "云山县图书馆在周末举办读书会，二十多位读者围坐在窗边，轮流念出自己喜欢的段落。"
    "有人带来了祖父留下的旧书，有人说起第一次走进阅览室的下午。馆员把茶水放在长桌上，孩子们在地毯上画画。"
    "活动结束以后，大家约好下个月再来，并且请每个人带上一位从没来过图书馆的邻居。"
)


class Asked(NamedTuple):
    """A request as it came."""

    path: str
    headers: dict[str, str]


@dataclass
class Connection:
    """What an answer is given: the socket, the request, and how often its path was asked before."""

    socket: socket.socket
    asked: Asked
    times: int

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)


def http(
    body: bytes = b"",
    status: int | str = 200,
    headers: Iterable[tuple[str, str]] = (),
    *,
    kind: str | None = "text/html; charset=utf-8",
    length: int | None = None,
) -> bytes:
    """Return a response; ``length`` is what it claims, -1 says nothing."""
    lines = [f"HTTP/1.1 {status} Made Up"]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [] if length == -1 else [f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def article(title: str = "读书会", text: str = TEXT, more: str = "") -> bytes:
    """Return the page of an article."""
    head = f'<meta charset="utf-8"><title>{title}</title>'
    byline = '<div class="byline">发布时间：2025-03-01 来源：云山日报</div>'
    body = f'<h1>{title}</h1>{byline}<div class="text"><p>{text}</p>{more}</div>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def links(addresses: Iterable[str]) -> bytes:
    """Return a list page."""
    items = "".join(
        f'<li><a href="{url}">标题{number}的内容</a></li>' for number, url in enumerate(addresses)
    )
    return http(f"<html><body><ul>{items}</ul></body></html>".encode())


class Faulty:
    """Answers each path as ``routes`` say; everything under ``routes`` is linked from ``/list``."""

    def __init__(
        self,
        routes: Mapping[str, Answer] | None = None,
        *,
        robots: Answer | None = None,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        listed: Iterable[str] | None = None,
    ) -> None:
        self.routes: dict[str, Answer] = dict(routes or {})
        self.robots = robots or http(status=404)
        self.listed = listed
        self.asked: list[Asked] = []
        self.tls = tls
        self._socket = socket.create_server((host, 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self.netloc = f"{host}:{self.port}"
        self.url = f"{'https' if tls else 'http'}://{self.netloc}"
        self._closed = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked.path == path for asked in self.asked)

    def wait(self, seconds: float) -> None:
        """Sleep, but not beyond the end of the test."""
        self._closed.wait(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # or the accepting thread would keep it open
        self._socket.close()

    def _serve(self) -> None:
        while not self._closed.is_set():
            with suppress(OSError):
                connected, _ = self._socket.accept()
                threading.Thread(target=self._converse, args=(connected,), daemon=True).start()

    def _converse(self, connected: socket.socket) -> None:
        with suppress(OSError), connected:
            if self.tls:
                with self.tls.wrap_socket(connected, server_side=True) as secured:
                    self._answer_all(secured)
            else:
                self._answer_all(connected)

    def _answer_all(self, connected: socket.socket) -> None:
        with connected.makefile("rb") as lines:
            while asked := _read(lines):
                times = self.times(asked.path)
                self.asked.append(asked)
                answer = self._answer(asked.path)
                if not isinstance(answer, bytes):
                    answer(Connection(connected, asked, times))
                    return
                connected.sendall(answer)
                if b"content-length" not in answer[:2000].lower():
                    return

    def _answer(self, path: str) -> Answer:
        if path == "/robots.txt":
            return self.robots
        if path == "/list" and path not in self.routes:
            return links(self.routes if self.listed is None else self.listed)
        return self.routes.get(path, http(b"nothing here", 404))


def _read(lines: Any) -> Asked | None:
    first = lines.readline().decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    while line := lines.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Asked(first[1], headers)


@dataclass(frozen=True, kw_only=True)
class FaultCrawl(Crawl):
    """A crawl by a spider of the tests, with settings of their own."""

    settings: Mapping[str, Any] = field(default_factory=dict)

    def command(self, parent_fd: int, progress_fd: int, log: Path) -> list[str]:
        command = super().command(parent_fd, progress_fd, log)
        for name, value in {"SPIDER_MODULES": "fault_spiders", **self.settings}.items():
            command += ["-s", f"{name}={value}"]
        return command


def planned(
    home: Home, server: Faulty, *, site: str = "fault", hosts: str = "", **settings: Any
) -> FaultCrawl:
    """Return the crawl of a server's list; capitals are settings, ``hosts`` are allowed too."""
    fields = {name: settings.pop(name) for name in list(settings) if name.islower()}
    environment = {
        "FAULT_URL": server.url,
        "FAULT_HOSTS": hosts,
        "PYTHONPATH": str(Path(__file__).parent),
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
    }
    return FaultCrawl(site=site, home=home, environment=environment, settings=settings, **fields)


def crawl(home: Home, server: Faulty, **what: Any) -> Ended:
    """Crawl the server's list by the spider of the tests and wait for the end."""
    return Child(planned(home, server, **what)).wait()


def captures(home: Home) -> dict[str, dict[str, Any]]:
    """Return the last capture of each address, with the state of the address, by its path."""
    sql = """
        select u.url, u.state, u.etag, c.* from urls u left join captures c on c.url_id = u.id
        order by c.id
    """
    with closing(open_read_only(home)) as db:
        return {"/" + row["url"].split("/", 3)[-1]: row for row in db.query(sql)}


def articles(home: Home) -> dict[str, dict[str, Any]]:
    """Return the articles by their path."""
    with closing(open_read_only(home)) as db:
        rows = list(db.query("select * from articles"))
    return {"/" + row["url"].split("/", 3)[-1]: row for row in rows}
