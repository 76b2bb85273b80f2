"""Search: exact against a plain scan, and its cost.

``--articles 300000`` is the full size; ``--keep FILE`` keeps the archive and uses it again.
"""

import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median

from corpus import CITIES, documents
from table import Measure, finish, show

from article.canonical import searchable
from storage.care.probe import prove
from storage.database import Database, open_archive, writing
from storage.home import Home
from storage.questions.question import Question, parse
from storage.search import count, find, search

BATCH = 1000
SCANNED = 20_000  # articles that a plain scan is compared on
FIRST_DAY = date(2005, 1, 1)


def main() -> None:
    """Build an archive, or use one, and measure."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--words", type=int, default=240, help="compared with a plain scan")
    options.add_argument("--keep", type=Path, help="folder of the archive")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(chosen.keep or Path(folder))
        db = open_archive(home)
        built = build(db, chosen.articles)
        prove(db)
        held = show("Exactness", exactness(db, chosen.words))
        held &= show(f"Cost, {chosen.articles:,} articles", cost(db))
        held &= show("Size", size(db, built))
    finish(held)


def build(db: Database, articles: int) -> float | None:
    """Fill an empty archive; return the CPU milliseconds an article took, None if it was full."""
    (held,) = db.execute("select count(*) from articles").fetchone()
    if held:
        return None
    random = Random(2)
    with writing(db):
        db.execute("insert into sites (id, region, added_at) values ('bench', '湖北省', '')")
    made = documents(articles)
    begun = generating = 0.0
    while True:
        start = time.process_time()
        batch = [document for document, _ in zip(made, range(BATCH))]  # noqa: B905
        generating += time.process_time() - start
        start = time.process_time()
        with writing(db):
            for document in batch:
                # A backfill: what arrives late is often old.
                day = FIRST_DAY + timedelta(days=random.randrange(7600))
                _insert(db, document.number + 1, document.title, document.body, day.isoformat())
        begun += time.process_time() - start
        if len(batch) < BATCH:
            return begun / articles * 1000


def _insert(db: Database, number: int, title: str, body: str, day: str) -> None:
    db.execute(
        "insert into urls (id, url, url_key, site, kind, discovered_at) "
        "values (?, ?, ?, 'bench', 'article', '')",
        [number, f"http://b.example/{number}", f"//b.example/{number}"],
    )
    db.execute(
        "insert into articles (id, url, url_id, site, title, published_at, published_date, body, "
        "chars, content_hash, first_seen_at, last_seen_at, last_changed_at, story_id) "
        "values (?, ?, ?, 'bench', ?, ?, ?, ?, ?, '', '', '', '', ?)",
        [number, f"http://b.example/{number}", number, title, day, day, body, len(body), number],
    )


def exactness(db: Database, words: int) -> Iterator[Measure]:
    """Compare with a plain scan: pieces of the texts, as they stand and as a person types them."""
    random = Random(3)
    texts = [
        (id_, title.lower(), body.lower())
        for id_, title, body in db.execute(
            "select id, title, body from articles order by id limit ?", [SCANNED]
        )
    ]
    for name, change in CHANGES.items():
        right = found = there = 0
        for length in range(1, 13):
            for _ in range(max(1, words // 12 // len(CHANGES))):
                word = change(_piece(random, texts, length))
                truth = _scan(texts, word)
                answer = {id_ for id_ in find(db, _quoted(word)) if id_ <= texts[-1][0]}
                right += len(truth & answer)
                found += len(answer)
                there += len(truth)
        yield Measure(f"recall, 1 to 12 characters, {name}", right / max(1, there), least=1)
        yield Measure(f"precision, {name}", right / max(1, found), least=1)


def _quoted(word: str) -> Question:
    return parse(f'"{word}"')


def _piece(random: Random, texts: list[tuple[int, str, str]], length: int) -> str:
    while True:
        _, title, body = random.choice(texts)
        text = title if random.random() < 0.1 else body
        at = random.randrange(max(1, len(text) - length))
        piece = text[at : at + length]
        if piece == piece.strip() and not set('"“”＂\n') & set(piece) and piece:
            return piece


def _scan(texts: list[tuple[int, str, str]], word: str) -> set[int]:
    forms = {word.lower(), searchable(word)}
    return {
        id_ for id_, title, body in texts if any(form in title or form in body for form in forms)
    }


def _full_width(word: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in word)


def _traditional(word: str) -> str:
    from opencc import OpenCC

    converted: str = OpenCC("s2tw").convert(word)
    return converted


CHANGES: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "typed in capitals": str.upper,
    "typed full-width": _full_width,
    "typed in traditional script": _traditional,
}


def cost(db: Database) -> Iterator[Measure]:
    """Time what people ask, each word once, after a first one that fills the cache."""
    random = Random(4)
    pairs = [word for word in _vocabulary(db, 2) if count(db, word)]
    longer = [word for word in _vocabulary(db, 4) if count(db, word)]
    random.shuffle(pairs)
    questions: list[tuple[str, Callable[[str], object], list[str], float | None]] = [
        ("count, 2 characters", lambda word: count(db, word), pairs, 5),
        ("newest 20, 2 characters", lambda word: search(db, word), pairs, 10),
        ("ranked 20, 2 characters", lambda word: search(db, word, sort="rank"), pairs, 100),
        ("count, 4 characters", lambda word: count(db, word), longer, None),
        ("newest 20, 4 characters", lambda word: search(db, word), longer, 10),
        ("newest 20, one a story", lambda word: search(db, word, unique=True), pairs, None),
        ("newest 20, until 2015", lambda word: search(db, word, until="2015"), pairs, None),
        ("newest 20, two words", lambda word: search(db, f"{word} 志愿"), pairs, None),
        ("newest 20, one character", lambda word: search(db, word[0]), pairs, None),
    ]  # fmt: skip
    for name, ask, words, most in questions:
        times = sorted(_milliseconds(ask, word) for word in words[:40])
        yield Measure(f"{name}: p50", median(times), "ms", most=most)
        yield Measure(f"{name}: slowest of {len(times)}", times[-1], "ms")


def _vocabulary(db: Database, length: int) -> list[str]:
    """Return words of the archive: pieces of its titles that occur in several."""
    words: dict[str, int] = {}
    for (title,) in db.execute("select title from articles order by id limit 4000"):
        for at in range(len(title) - length + 1):
            piece = title[at : at + length]
            if piece.isalpha():
                words[piece] = words.get(piece, 0) + 1
    cities = [city for city in CITIES if len(city) == length]
    return [*cities, *(word for word, times in words.items() if times > 20)][:200]


def _milliseconds(ask: Callable[[str], object], word: str) -> float:
    start = time.process_time()
    ask(word)
    return (time.process_time() - start) * 1000


def size(db: Database, built: float | None) -> Iterator[Measure]:
    """Weigh the index against the text, and say what an article cost to insert."""
    (text,) = db.execute(
        "select sum(length(cast(title as blob)) + length(cast(body as blob))) from articles"
    ).fetchone()
    (index,) = db.execute("select sum(length(block)) from articles_fts_data").fetchone()
    yield Measure("bytes of the index / bytes of the text", index / text, most=1.9)
    if built is not None:
        yield Measure("insert with index, 1,000 a transaction", built, "ms")


if __name__ == "__main__":
    main()
