"""Reprints: quality on a corpus with known truth, and cost as the archive grows.

``--articles 30000 --archive 1000000`` is the full size.
"""

import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from corpus import Document, documents
from table import Measure, finish, show

from article.fingerprint import fingerprint
from storage import reprints
from storage.database import Database, open_archive, writing
from storage.home import Home

BATCH = 100  # articles a transaction, as a crawl saves them
TIMED = 2000
KEYS = 30  # of an article of usual length


def main() -> None:
    """Measure both."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=12_000)
    options.add_argument("--archive", type=int, default=150_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    made = list(documents(chosen.articles, chosen.seed))
    with tempfile.TemporaryDirectory() as folder:
        db = _archive(Path(folder) / "quality")
        arrive(db, made)
        held = show(f"Quality, {chosen.articles:,} articles", quality(db, made))
    small, large = (cost(size, chosen.seed + 1) for size in (10_000, chosen.archive))
    held &= show("Cost of an article with 10,000 in the archive", small.values())
    bounds = [
        Measure("features, lookup and insert", _total(large), "ms", most=1.2),
        Measure("that, times the cost at 10,000", _total(large) / _total(small), most=2),
    ]
    held &= show(
        f"Cost of an article with {chosen.archive:,} in the archive", [*large.values(), *bounds]
    )
    finish(held)


def _archive(root: Path) -> Database:
    db = open_archive(Home(root))
    for trigger in db.query("select name from sqlite_master where type = 'trigger'"):
        db.execute(f"drop trigger {trigger['name']}")  # the index of words is another benchmark
    db.execute("insert into sites (id, added_at) values ('bench', '')")
    return db


def arrive(db: Database, made: Iterable[Document], first_id: int = 1) -> float:
    """Save articles in batches; return the CPU seconds of their marks and links."""
    spent = 0.0
    batch: list[Document] = []
    for document in made:
        batch.append(document)
        if len(batch) == BATCH:
            spent += _save(db, batch, first_id)
            batch = []
    return spent + _save(db, batch, first_id)


def _save(db: Database, batch: list[Document], first_id: int) -> float:
    spent = 0.0
    with writing(db):
        for document in batch:
            id_ = document.number + first_id
            start = time.process_time()
            marks = fingerprint(document.body, document.title)
            content_hash = marks.content_hash
            spent += time.process_time() - start
            _insert(db, id_, document, content_hash)
            start = time.process_time()
            reprints.link(db, id_, marks)
            spent += time.process_time() - start
    return spent


def _insert(db: Database, id_: int, document: Document, content_hash: str) -> None:
    db.execute(
        "insert into urls (id, url, url_key, site, kind, discovered_at) "
        "values (?, ?, ?, 'bench', 'article', '')",
        [id_, f"http://b.example/{id_}", f"//b.example/{id_}"],
    )
    db.execute(
        "insert into articles (id, url, url_id, site, title, body, chars, content_hash, "
        "first_seen_at, last_seen_at, last_changed_at) "
        "values (?, ?, ?, 'bench', ?, ?, ?, ?, ?, '', '')",
        [
            id_, f"http://b.example/{id_}", id_, document.title, document.body,
            len(document.body), content_hash, f"{id_:012}",
        ],
    )  # fmt: skip


def quality(db: Database, made: list[Document]) -> Iterator[Measure]:
    """Compare what was linked with what the corpus knows."""
    by_id = {document.number + 1: document for document in made}
    found, pairs, right = set(), 0, 0
    wrong_notices = set()
    for later, earlier in db.execute(
        "select article_id, of_id from reprints where relation <> 'template'"
    ):
        one, other = by_id[later], by_id[earlier]
        pairs += 1
        if one.story == other.story:
            right += 1
            found.add(later)
        elif one.city and other.city and one.city != other.city:
            wrong_notices.add(later)
    there, met = Counter[str](), Counter[str]()
    for id_, document in by_id.items():
        if document.story != document.number:
            there[document.kind] += 1
            met[document.kind] += id_ in found
    for kind in sorted(there):
        yield Measure(f"recall, {kind}", met[kind] / there[kind])
    yield Measure("recall, pooled", met.total() / there.total(), least=0.993)
    yield Measure("precision of pairs, pooled", right / pairs, least=0.995)
    notices = sum(document.city is not None for document in made)
    yield Measure(
        "notices linked to another city's", 100 * len(wrong_notices) / notices, "%", most=0.3
    )
    stories = dict(db.execute("select id, story_id from articles").fetchall())
    correct = sum(stories[id_] == document.story + 1 for id_, document in by_id.items())
    yield Measure("articles with the right story", correct / len(made))


def cost(size: int, seed: int) -> dict[str, Measure]:
    """Time articles that arrive when ``size`` are there, most of them by their keys alone."""
    with tempfile.TemporaryDirectory() as folder:
        db = _archive(Path(folder))
        made = list(documents(2 * TIMED, seed))
        _fill(db, size - TIMED)
        arrive(db, made[:TIMED])  # so that the timed ones have something to be compared with
        with (
            _timed("_holders", "_candidates") as lookup,
            _timed("compare", "_marks_of") as comparing,
        ):
            spent = arrive(db, made[TIMED:])
        (weight,) = db.execute(
            "select (select count(*) from fingerprints) * 1.0 / ?", [size + TIMED]
        ).fetchone()
    each = 1000 / TIMED
    return {
        "all": Measure("all, with comparing and grouping", spent * each, "ms"),
        "lookup": Measure("lookup", lookup.spent * each, "ms"),
        "comparing": Measure("comparing with candidates", comparing.spent * each, "ms"),
        "keys": Measure("keys an article", weight),
    }


def _total(parts: dict[str, Measure]) -> float:
    return parts["all"].value - parts["comparing"].value


def _fill(db: Database, articles: int) -> None:
    """Insert the keys of so many articles that share nothing, in the order of the keys."""
    random = np.random.default_rng(9)
    keys = random.integers(0, 2**63 - 1, articles * KEYS)
    keys.sort()
    owners = random.integers(10**9, 10**9 + articles, len(keys))
    with writing(db):
        for start in range(0, len(keys), 100_000):
            chunk = slice(start, start + 100_000)
            db.conn.executemany(
                "insert or ignore into fingerprints (key, article_id) values (?, ?)",
                zip(keys[chunk].tolist(), owners[chunk].tolist(), strict=True),
            )


@dataclass
class _Timer:
    spent: float = 0.0  # CPU seconds


@contextmanager
def _timed(*names: str) -> Iterator[_Timer]:
    """Time all calls of functions of ``storage.reprints``."""
    timer = _Timer()
    plain = {name: getattr(reprints, name) for name in names}

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            start = time.process_time()
            result = function(*arguments)
            timer.spent += time.process_time() - start
            return result

        return timed

    for name, function in plain.items():
        setattr(reprints, name, around(function))
    try:
        yield timer
    finally:
        for name, function in plain.items():
            setattr(reprints, name, function)


if __name__ == "__main__":
    main()
