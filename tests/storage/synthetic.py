"""A site without a server: what the archive is given by a crawl, made up."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from article.model import Article, Evidence
from storage import frontier, runs, sites
from storage.archive import Archivist
from storage.database import open_archive, writing
from storage.frontier import Leased
from storage.home import Home
from storage.values.visit import Exchange, Link, Visit

PER_LIST = 20
TOWNS = "青石 白沙 云溪 柳河 枫林 石桥 梅岭 松山 竹溪 莲塘".split()


@dataclass(frozen=True)
class Site:
    """So many articles on lists of twenty; another ``edition`` says something else everywhere."""

    articles: int = 60
    id: str = "yun"
    edition: int = 1

    @property
    def lists(self) -> list[str]:
        return [f"http://{self.id}.example/l{n}.html" for n in range(0, self.articles, PER_LIST)]

    def links(self, url: str) -> tuple[Link, ...]:
        first = int(url.rpartition("/l")[2].removesuffix(".html"))
        numbers = range(first, min(first + PER_LIST, self.articles))
        return tuple(Link(url=self.address(n), title=self.title(n)) for n in numbers)

    def address(self, number: int) -> str:
        return f"http://{self.id}.example/a/{number}.html"

    def title(self, number: int) -> str:
        return f"{TOWNS[number % 10]}镇第{number}号志愿服务活动"

    def article(self, url: str) -> Article:
        number = int(url.rpartition("/")[2].removesuffix(".html"))
        town = TOWNS[number % 10]
        return Article(
            url=url,
            title=self.title(number),
            body=f"{town}镇第{number}支志愿服务队{self.edition * 100 + number}人走上街头。\n"
            f"他们在{town}镇{number}号广场为居民义诊、修理家电，忙到第{number}天傍晚。",
            published_at=date(2025, 1, 1) + timedelta(days=number % 300),
            source="云川日报",
            evidence={"published_at": Evidence(rule="byline", text="时间")},
        )

    def page(self, url: str) -> bytes:
        if url in self.lists:
            return "".join(link.url for link in self.links(url)).encode()
        article = self.article(url)
        return f"<h1>{article.title}</h1><p>{article.body}</p>".encode()


def answer(leased: Leased, body: bytes, *, at: datetime | None = None, status: int = 200) -> Visit:
    """Return the visit of a page as received, before anybody read it."""
    at = at or datetime.now(UTC)
    exchange = Exchange(
        url=leased.url,
        fetched_at=at,
        request_headers=((b"User-Agent", b"wenming"),),
        status=status,
        headers=((b"Content-Type", b"text/html; charset=utf-8"), (b"Server", b"synthetic")),
        body=body,
        ip="127.0.0.1",
    )
    return Visit(
        url_id=leased.url_id,
        kind=leased.kind,
        fetched_at=at,
        status=status,
        sha256=sha256(body).hexdigest() if status != 304 else None,
        bytes=len(body),
        etag='"1"',
        exchanges=(exchange,) if leased.kind == "article" else (),
    )


def visit(site: Site, leased: Leased) -> Visit:
    found = answer(leased, site.page(leased.url))
    if leased.kind == "list":
        return replace(found, links=site.links(leased.url))
    return replace(found, article=site.article(leased.url), charset="utf-8")


def crawl(
    home: Home,
    site: Site,
    *,
    sweep: bool = False,
    batch: int = 20,
    on_fetch: Callable[[str], None] = lambda url: None,
    on_commit: Callable[[Iterable[str]], None] = lambda urls: None,
    reserve: int = 0,
) -> int:
    """Crawl the whole site as the crawler would, and return the run's id."""
    home.make()
    with runs.site_lock(home, site.id), closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id=site.id, title="云川文明网", region="云川省")])
        kind: runs.Kind = "sweep" if sweep else "manual"
        run_id = runs.begin(db, site.id, kind, now=datetime.now(UTC))
        archivist = Archivist(db, home, site.id, run_id, reserve=reserve)
        seeds = [Link(url=url, kind="list", again=True) for url in site.lists]
        with writing(db):
            frontier.add(db, site.id, seeds, run_id=run_id, now=datetime.now(UTC))
        while leased := frontier.lease(
            db, site.id, run_id=run_id, limit=batch, now=datetime.now(UTC), sweep=sweep
        ):
            for one in leased:
                on_fetch(one.url)
                archivist.add(visit(site, one))
            archivist.flush()
            on_commit(one.url for one in leased)
        archivist.close()
        runs.finish(db, run_id, "ok", now=datetime.now(UTC))
        return run_id


if __name__ == "__main__":
    import sys
    from pathlib import Path

    crawl(Home(Path(sys.argv[1])), Site(articles=int(sys.argv[2])), sweep=True)
