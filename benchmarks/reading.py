"""How well and how fast articles are read: ours, and with ``--peers`` others, on the same pages.

Pages are our own saved ones (tests/pages) and, where they lie beside the project in
../shared/pages, labelled pages of real sites. Each reader runs in a process of its own.
``--check`` exits with 1 when ours falls below a floor.

The peers are not dependencies of the project; in an environment of their own:
``pip install trafilatura readability-lxml newspaper4k gne``.
"""

import argparse
import json
import re
import resource
import signal
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SAVED = ROOT / "tests" / "pages"
SHARED = ROOT.parent / "shared" / "pages"
NEWS = ("magic", "immortal", "misc")
PEERS = "trafilatura readability-lxml newspaper4k gne"
SECONDS = 10  # for one page
COLUMNS = ("n", "F1", "P", "R", "F>.9", "empty", "titleX", "titleL", "date", "source", "author")

# What ours must reach, a little below what it does reach; labels are not all right.
FLOORS = {
    "saved": {
        "F1": 0.99,
        "F>.9": 0.99,
        "titleX": 0.99,
        "date": 0.99,
        "source": 0.99,
        "author": 0.95,
    },
    "news": {
        "F1": 0.98,
        "F>.9": 0.97,
        "titleX": 0.93,
        "date": 0.98,
        "source": 0.92,
        "author": 0.70,
    },
}

Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page and what a reader should find on it; None is not scored."""

    group: str
    name: str
    path: Path
    url: str
    fields: Fields


def saved_pages() -> Iterable[Labelled]:
    """Yield our own saved pages."""
    for folder in sorted(path.parent for path in SAVED.glob("*/*/article.json")):
        expected = json.loads((folder / "article.json").read_text("utf-8"))
        page = json.loads((folder / "page.json").read_text("utf-8"))
        if "not_an_article" not in expected and "layouts" not in page:  # general rules are measured
            fields = {name: expected.get(name) for name in ("title", "source", "author")}
            fields |= {
                "body": "\n".join(expected["body"]),
                "date": (expected["published_at"] or "")[:10],
            }
            name = f"{folder.parent.name}/{folder.name}"
            yield Labelled("saved", name, folder / "page.html", page["url"], fields)


def shared_pages() -> Iterable[Labelled]:
    """Yield the labelled pages of real sites, none where they are not at hand."""
    labels = SHARED / "labels.jsonl"
    for line in labels.read_text("utf-8").splitlines() if labels.exists() else ():
        label = json.loads(line)
        fields = {name: label[name] for name in ("title", "body", "date", "source", "author")}
        path = SHARED / label["set"] / f"{label['id']}.html"
        yield Labelled(label["set"], label["id"], path, label["url"], fields)


# --- readers ------------------------------------------------------------------------------------


def wenming(html: bytes, url: str) -> Fields:
    """Read with our own reader by its general rules."""
    from article.model import published_text
    from article.reading import read_article

    article = read_article(html, url)
    fields: Fields = {
        name: getattr(article, name) for name in ("title", "body", "source", "author")
    }
    return fields | {"date": published_text(article.published_at)}


def trafilatura(html: bytes, url: str) -> Fields:
    """Read with trafilatura, metadata included."""
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=url or None, with_metadata=True)
    if found is None:
        return {}
    page = found.as_dict()
    return {
        "title": page["title"],
        "body": page["text"],
        "date": page["date"],
        "source": page["sitename"],
        "author": page["author"],
    }


def readability(html: bytes, url: str) -> Fields:
    """Read with readability-lxml: title and text."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(_text(html, url))
    body = fromstring(document.summary())
    for element in body.iter("p", "br", "div", "tr", "li"):
        element.tail = "\n" + (element.tail or "")
    return {"title": document.short_title(), "body": body.text_content()}


def newspaper4k(html: bytes, url: str) -> Fields:
    """Read with newspaper4k."""
    from newspaper import Article

    article = Article(url or "http://page.example/", language="zh")
    article.download(input_html=_text(html, url))
    article.parse()
    when = article.publish_date
    return {
        "title": article.title,
        "body": article.text,
        "date": str(when) if when else None,
        "author": " ".join(article.authors),
    }


def gne(html: bytes, url: str) -> Fields:
    """Read with GeneralNewsExtractor."""
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(_text(html, url))
    return {
        "title": found["title"],
        "body": found["content"],
        "date": found["publish_time"],
        "author": found["author"],
    }


READERS: dict[str, Callable[[bytes, str], Fields]] = {
    reader.__name__: reader for reader in (wenming, trafilatura, readability, newspaper4k, gne)
}


def _text(html: bytes, url: str) -> str:
    from article.decode import decode

    return decode(html, url=url)[0]


# --- scores -------------------------------------------------------------------------------------

# Whether credits of one line belong to a text is a matter of taste: they count on neither side.
CREDIT = re.compile(
    r"\W{0,3}(?:责任编辑|責任編輯|责编|責編|编辑|編輯|选稿|校对|审核|[初复终]审|原标题|本文来源|(?:稿件)?来源\s*[:：]|來源\s*[:：])"
    r"[^。！？]{0,60}$|\W{0,3}(?:免责声明|凡注明|凡本网|版权声明)"
)


def folded(text: str | None) -> str:
    """Return a text in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def grams(body: str | None, title: str | None) -> Counter[str]:
    """Return the multiset of 4-grams of a body, without credit lines and the title on top."""
    lines = [
        line for line in re.split(r"[\r\n]+", body or "") if line.strip() and not CREDIT.match(line)
    ]
    if title and lines and folded(lines[0]) == folded(title):
        lines = lines[1:]
    text = folded("\n".join(lines))
    return Counter(text[i : i + 4] for i in range(max(1, len(text) - 3))) if text else Counter()


def letters(text: str | None) -> str:
    """Return letters and numerals only."""
    return re.sub(r"[\W_]+", "", folded(text)).lower()


def marks(label: Fields, found: Fields) -> dict[str, float]:
    """Return the marks of one page for the fields that are labelled."""
    result: dict[str, float] = {}
    if label["body"]:
        result |= _body_marks(label, found)
    if label["title"]:
        wanted, got = letters(label["title"]), letters(found.get("title"))
        near = (
            bool(got)
            and (wanted in got or got in wanted)
            and abs(len(got) - len(wanted)) <= 0.3 * len(wanted)
        )
        exact = folded(label["title"]) == folded(found.get("title"))
        result |= {"titleX": exact, "titleL": exact or near}
    if label["date"]:
        result["date"] = _day(found.get("date")) == label["date"]
    if label["source"]:
        wanted, got = letters(label["source"]), letters(found.get("source"))
        result["source"] = (
            bool(got) and (wanted in got or got in wanted) and abs(len(got) - len(wanted)) <= 6
        )
    if label["author"]:
        wanted_names = set(re.split(r"[\s、,，;；]+", label["author"]))
        names = set(re.split(r"[\s、,，;；]+", found.get("author") or "")) - {""}
        result["author"] = bool(wanted_names & names) and len(names - wanted_names) <= 1
    return result


def _body_marks(label: Fields, found: Fields) -> dict[str, float]:
    wanted, got = grams(label["body"], None), grams(found.get("body"), label["title"])
    common = (wanted & got).total()
    precision = common / got.total() if got else 0.0
    recall = common / wanted.total() if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if common else 0.0
    return {"P": precision, "R": recall, "F1": f1, "F>.9": f1 > 0.9, "empty": got.total() < 7}


def _day(text: str | None) -> str | None:
    found = re.search(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})", text or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None


# --- running ------------------------------------------------------------------------------------


def run(reader: str, pages: list[Labelled]) -> tuple[list[Fields], list[str], float, float]:
    """Return what a reader finds, its errors, its CPU seconds and its peak memory in MB."""
    sys.path.insert(0, str(ROOT))
    read = READERS[reader]
    signal.signal(signal.SIGALRM, _too_long)
    found: list[Fields] = []
    errors: list[str] = []
    seconds = 0.0
    for page in pages:
        html = page.path.read_bytes()
        started = time.process_time()
        signal.alarm(SECONDS)
        try:
            found.append(read(html, page.url))
        except ImportError:
            raise
        except Exception as problem:  # a peer may raise anything
            errors.append(f"{page.group}/{page.name}: {type(problem).__name__}: {problem}"[:160])
            found.append({})
        finally:
            signal.alarm(0)
        seconds += time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found, errors, seconds, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _too_long(*_: Any) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def row(scores: list[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each column over the pages that have it."""
    means: dict[str, float] = {"n": len(scores)}
    for column in COLUMNS[1:]:
        if values := [float(score[column]) for score in scores if column in score]:
            means[column] = statistics.mean(values)
    return means


def measure(reader: str, pages: list[Labelled], *, verbose: bool) -> dict[str, dict[str, float]]:
    """Run one reader in a process of its own, print its table and return its rows."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            found, errors, seconds, peak = pool.submit(run, reader, pages).result()
        except ImportError as missing:
            print(f"\n{reader}: {missing}; pip install {PEERS}")
            return {}
    scored = [(page, marks(page.fields, fields)) for page, fields in zip(pages, found, strict=True)]
    groups = {name: {name} for name in dict.fromkeys(page.group for page in pages)} | {
        "news": set(NEWS)
    }
    rows = {
        name: row([score for page, score in scored if page.group in members])
        for name, members in groups.items()
        if any(page.group in members for page in pages)
    }
    speed = len(pages) / seconds
    print(f"\n{reader}: {speed:.0f} pages per CPU second, {peak:.0f} MB, {len(errors)} errors")
    print("| set | " + " | ".join(COLUMNS) + " |")
    print("|---" * (len(COLUMNS) + 1) + "|")
    for name, means in rows.items():
        cells = (
            f"{means[c]:.3f}" if c in means and c != "n" else str(means.get(c, "-"))
            for c in COLUMNS
        )
        print(f"| {name} | " + " | ".join(cells) + " |")
    if verbose:
        for page, score in sorted(scored, key=lambda pair: pair[1].get("F1", 1))[:10]:
            print(f"  {page.group}/{page.name}  F1 {score.get('F1', 1):.2f}")
        print(*(f"  {error}" for error in errors), sep="\n")
    return rows


def below(rows: dict[str, dict[str, float]]) -> list[str]:
    """Return what misses its floor."""
    return [
        f"{name}: {column} {rows[name][column]:.3f} is below {floor}"
        for name, floors in FLOORS.items()
        for column, floor in floors.items()
        if name in rows and rows[name].get(column, 1) < floor
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--peers", action="store_true", help="measure the peers that are installed too"
    )
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 when ours is below a floor"
    )
    parser.add_argument(
        "--verbose", action="store_true", help="name the worst pages and the errors"
    )
    options = parser.parse_args()
    pages = [*saved_pages(), *shared_pages()]
    rows = {
        reader: measure(reader, pages, verbose=options.verbose)
        for reader in (READERS if options.peers else ["wenming"])
    }
    if options.check and (misses := below(rows["wenming"])):
        sys.exit("\n".join(misses))


if __name__ == "__main__":
    main()
