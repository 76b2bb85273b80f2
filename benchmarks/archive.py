"""The archive: what a page costs on the disk, what one more article costs, who waits for whom.

``--articles 1000000 --seconds 120`` is the full size, about an hour. Articles that only fill the
archive have bodies cut to 160 characters and the keys of a thousand others, moved by a constant, so
that the tables are as large as with real ones; those that are measured are whole. The processor's
time of the WARC file's fsync and of the commit is in the cost.
"""

import gzip
import multiprocessing
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean, median

from corpus import documents, report
from crawls.news_site import Site, article_path
from table import Measure, finish, show

from article.fingerprint import Fingerprint, fingerprint
from article.model import Article
from storage import frontier, runs, sites
from storage.archive import Archivist
from storage.database import Database, open_archive, open_read_only, writing
from storage.home import Home
from storage.values.stamp import stamp
from storage.values.visit import Exchange, Link, Visit
from storage.warc.writer import WarcWriter

POINTS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
MEASURED = 600  # articles at each size
FILL = 2_000  # articles in a transaction of filling
FIRST_DAY = date(2005, 1, 1)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
_64_BITS = 2**63 - 1


def main() -> None:
    """Measure it all and say whether the bounds hold."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--seconds", type=float, default=10, help="of everybody at once")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        held = show("Raw archive, request and response", raw(Path(folder)))
        title = f"One more article, whole, in an archive of {chosen.articles:,} shortened ones"
        held &= show(title, growth(Path(folder), chosen.articles))
        title = f"4 crawls, 1 scheduler, 2 readers for {chosen.seconds:g} s"
        held &= show(title, contention(Path(folder), chosen.seconds))
    finish(held)


def raw(folder: Path) -> Iterator[Measure]:
    """Write 600 pages as received, uncompressed and gzipped, and count bytes and time."""
    site = Site(5000)
    pages = [site.page(article_path(n)).replace("{charset}", "utf-8") for n in range(600)]
    bodies = [page.encode() for page in pages]
    size = mean(map(len, bodies)) / 1024
    yield Measure("a page", size, "KB")
    for name, change in (("plain", bytes), ("sent gzipped", gzip.compress)):
        writer = WarcWriter(folder, name.split()[0], 1)
        exchanges = [_exchange(f"http://a.example/{n}", change(b)) for n, b in enumerate(bodies)]
        begun = time.process_time()
        places = [writer.write(exchange) for exchange in exchanges]
        spent = (time.process_time() - begun) * 1000 / len(places)
        (path,) = folder.glob(f"{name.split()[0]}*.open")
        kept = path.stat().st_size / len(places) / 1024
        writer.close(places[-1].end)
        # The bound is of pages of 36 KB; what there is to compress grows with the page.
        yield Measure(f"{name}: kept of each", kept, "KB", most=15 * size / 36)
        yield Measure(f"{name}: to write each", spent, "ms", most=0.75 * size / 36)


def growth(folder: Path, articles: int) -> Iterator[Measure]:
    """Measure at 10,000, 30,000, … and at the end what 600 more articles cost."""
    home = Home(folder / "growth")
    with closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id="bench"), sites.SiteFacts(id="fill")])
        log = home.database.with_name("archive.db-wal")
        pool = _pool()
        costs: dict[int, float] = {}
        held = peak = 0
        for point in sorted({p for p in POINTS if p < articles} | {articles}):
            while held < point:
                held += _fill(db, held, min(FILL, point - held), pool)
            costs[point] = _one_more(home, db, point)
            peak = max(peak, log.stat().st_size)
            yield Measure(f"one more at {point:,}", costs[point], "ms")
        smallest = min(costs)
        yield Measure(
            f"one more at {articles:,}, over {smallest:,}",
            costs[articles] / costs[smallest],
            "×",
            most=2,
        )
        db.execute("pragma wal_checkpoint(truncate)")
        yield Measure("the database, of each (shortened)", home.database.stat().st_size / held, "B")
        yield Measure("the log at its peak while measured", peak / 2**20, "MB", most=256)


def _one_more(home: Home, db: Database, point: int) -> float:
    """Return the CPU milliseconds of each of some whole articles, marks not counted."""
    random = Random(point)
    db.execute("pragma wal_checkpoint(truncate)")
    with runs.site_lock(home, "bench"):
        run_id = runs.begin(db, "bench", "manual", now=datetime.now(UTC))
        archivist = Archivist(db, home, "bench", run_id, reserve=0)
        urls = [f"http://bench.example/{point}/{n}.html" for n in range(MEASURED)]
        with writing(db):
            links = [Link(url=url) for url in urls]
            frontier.add(db, "bench", links, run_id=run_id, now=NOW)
        leased = frontier.lease(db, "bench", run_id=run_id, limit=MEASURED, now=NOW)
        visits = [_visit(one.url_id, one.url, random) for one in leased]
        spent = []
        for batch in range(0, MEASURED, 100):
            begun = time.process_time()
            for visit in visits[batch : batch + 100]:
                archivist.add(visit)
            archivist.flush()
            spent.append((time.process_time() - begun) * 10)
        archivist.close()
        runs.finish(db, run_id, "ok", now=datetime.now(UTC))
    return median(spent)


def _visit(url_id: int, url: str, random: Random) -> Visit:
    title, body = report(random)
    article = Article(
        url=url,
        title=title,
        body=body,
        source="云川日报",
        published_at=FIRST_DAY + timedelta(days=random.randrange(7500)),
    )
    page = f"<h1>{title}</h1><p>{body}</p>".encode() * 4
    return Visit(
        url_id=url_id,
        kind="article",
        fetched_at=NOW,
        status=200,
        sha256=sha256(page).hexdigest(),
        bytes=len(page),
        exchanges=(_exchange(url, page),),
        article=article,
        fingerprint=fingerprint(body, title),
    )


def _exchange(url: str, body: bytes) -> Exchange:
    coding = ((b"Content-Encoding", b"gzip"),) if body[:2] == b"\x1f\x8b" else ()
    return Exchange(
        url=url,
        fetched_at=NOW,
        request_headers=(
            (b"Accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            (b"Accept-Language", b"zh-CN"),
            (b"User-Agent", b"wenming (+https://archive.example/robot)"),
            (b"Accept-Encoding", b"gzip, deflate, br, zstd"),
        ),
        status=200,
        headers=(
            (b"Date", b"Mon, 02 Mar 2026 08:00:00 GMT"),
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Server", b"nginx/1.22.1"),
            (b"Last-Modified", b"Fri, 01 Aug 2025 08:40:00 GMT"),
            (b"Etag", b'"688c7d40-9090"'),
            *coding,
        ),
        body=body,
        ip="127.0.0.1",
    )


Pool = list[tuple[str, str, Fingerprint]]


def _pool() -> Pool:
    return [
        (document.title, document.body[:160], fingerprint(document.body, document.title))
        for document in islice(documents(1000), 1000)
    ]


def _fill(db: Database, held: int, count: int, pool: Pool) -> int:
    """Insert shortened articles with everything that a visit writes beside them."""
    random = Random(held)
    at = stamp(NOW)
    (last,) = db.execute("select coalesce(max(id), 0) from urls").fetchone()
    articles, keys = [], []
    for url_id in range(last + 1, last + 1 + count):
        title, body, marks = random.choice(pool)
        day = (FIRST_DAY + timedelta(days=random.randrange(7500))).isoformat()
        shift = random.getrandbits(63)
        url = f"http://fill.example/{url_id}.html"
        articles.append(
            {
                "id": url_id, "url": url, "key": url.removeprefix("http:"), "title": title,
                "day": day, "body": body, "chars": len(body), "hash": f"{shift:032x}", "at": at,
                "sha256": sha256(url.encode()).hexdigest(), "offset": url_id * 13_000,
            }
        )  # fmt: skip
        keys += [((key ^ shift) & _64_BITS, url_id) for key in dict.fromkeys(marks.keys)]
    with writing(db):
        for statement in _FILL:
            db.conn.executemany(statement, articles)
        db.conn.executemany("insert into fingerprints (key, article_id) values (?, ?)", keys)
    return count


_FILL = (
    "insert into urls (id, url, url_key, site, kind, state, discovered_at, visited_at, "
    "next_check_at) values (:id, :url, :key, 'fill', 'article', 'held', :at, :at, :at)",
    "insert into captures (url_id, fetched_at, status, outcome, sha256, bytes, charset, "
    "warc_file, warc_offset, warc_length) values (:id, :at, 200, 'new', :sha256, 36000, 'utf-8', "
    "'fill-000001-0001.warc.gz', :offset, 13000)",
    "insert into articles (id, url, url_id, site, title, published_at, published_date, body, "
    "chars, content_hash, first_seen_at, last_seen_at, last_changed_at, story_id) values (:id, "
    ":url, :id, 'fill', :title, :day, :day, :body, :chars, :hash, :at, :at, :at, :id)",
    "insert into versions (article_id, version, seen_at, title, content_hash, change) "
    "values (:id, 1, :at, :title, :hash, 'first')",
)


def contention(folder: Path, seconds: float) -> Iterator[Measure]:
    """Let seven processes work on one archive, and count what went wrong and who waited."""
    home = Home(folder / "contention")
    open_archive(home).close()
    until = time.monotonic() + seconds
    context = multiprocessing.get_context("fork")
    found = context.SimpleQueue()
    work: list[Callable[[], None]] = [
        *(lambda n=n: _crawl(home, n, until, found) for n in range(4)),  # type: ignore[misc]
        lambda: _schedule(home, until),
        *(lambda: _read(home, until, found) for _ in range(2)),
    ]
    children = [context.Process(target=one) for one in work]
    for child in children:
        child.start()
    reports = [found.get() for _ in range(6)]
    for child in children:
        child.join()
    waits = sorted(wait for kind, waits in reports if kind == "read" for wait in waits)
    saved = sum(count for kind, count in reports if kind == "crawl")
    with closing(open_read_only(home)) as db:
        (articles,) = db.execute("select count(*) from articles").fetchone()
        (captures,) = db.execute("select count(*) from captures").fetchone()
    failed = sum(child.exitcode != 0 for child in children)
    log = home.database.with_name("archive.db-wal")
    yield Measure("processes that failed, by a lock or else", failed, "", most=0)
    yield Measure("articles saved", articles, "", least=1)
    yield Measure("visits acknowledged and not there", saved - captures, "", most=0)
    yield Measure("reads", len(waits), "", least=100)
    yield Measure("a read, median", median(waits) * 1000, "ms")
    yield Measure(
        "a read, 99 in 100 (by the clock)", waits[int(len(waits) * 0.99)] * 1000, "ms", most=50
    )
    yield Measure("the log afterwards", log.stat().st_size / 2**20 if log.exists() else 0, "MB")


def _crawl(home: Home, number: int, until: float, found: "multiprocessing.SimpleQueue") -> None:  # type: ignore[type-arg]
    """Save whole articles as fast as they can be made, a batch of a hundred a transaction."""
    site, random, saved = f"site{number}", Random(number), 0
    with runs.site_lock(home, site), closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id=site)])
        run_id = runs.begin(db, site, "manual", now=datetime.now(UTC))
        archivist = Archivist(db, home, site, run_id, reserve=0)
        while time.monotonic() < until:
            with writing(db):
                links = [Link(url=f"http://{site}.example/{saved + n}.html") for n in range(100)]
                frontier.add(db, site, links, run_id=run_id, now=NOW)
            for one in frontier.lease(db, site, run_id=run_id, limit=100, now=NOW):
                archivist.add(_visit(one.url_id, one.url, random))
                saved += 1
            archivist.flush()
        archivist.close()
        runs.finish(db, run_id, "ok", now=datetime.now(UTC))
    found.put(("crawl", saved))


def _schedule(home: Home, until: float) -> None:
    """Write small rows now and then, as the scheduler does."""
    while time.monotonic() < until:
        with closing(open_archive(home)) as db:
            for run in runs.history(db, limit=5):
                runs.beat(db, run["id"], now=datetime.now(UTC))
        time.sleep(0.1)


def _read(home: Home, until: float, found: "multiprocessing.SimpleQueue") -> None:  # type: ignore[type-arg]
    questions = (
        "select id, title from articles order by published_date desc, id desc limit 20",
        "select rowid from articles_fts where articles_fts match '\"志愿\"' "
        "order by rowid desc limit 20",
        "select * from articles where id = 7",
        "select * from runs order by id desc limit 50",
    )
    waits = []
    with closing(open_read_only(home)) as db:
        while time.monotonic() < until:
            for question in questions:
                begun = time.monotonic()
                db.execute(question).fetchall()
                waits.append(time.monotonic() - begun)
            time.sleep(0.02)
    found.put(("read", waits))


if __name__ == "__main__":
    main()
