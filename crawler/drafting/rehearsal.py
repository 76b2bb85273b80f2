"""What would happen if the site changed: its saved pages, changed on purpose, through our rules.

A change may do no harm, or it must be told by name. What must never be is a wrong article, or fewer
of them, without a word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from article.decode import decode
from article.errors import ArticleError, NotAnArticle
from article.model import Article, published_text
from article.patterns import regex
from article.reading import read_article
from crawler.discovery import read_list
from crawler.drafting.sampling import items_of
from crawler.drafting.saved import Saved, saved_pages
from crawler.listing import ListingSpider
from storage.values.counted import counted

COMPARED = ("title", "published_at", "source", "body")
NAMES = ("author", "editor", "credit")  # which a page may go without
# Evidence that says itself that a field was not where it should be.
BORROWED = ("url", "list", "after", "script", "first line", "window title")
CHALLENGE = "<html><title>安全验证</title><body><p>访问过于频繁，请完成安全验证</p></body></html>"
MISSING = "<html><head><title>404</title></head><body><h1>页面不存在</h1></body></html>"
EMPTY = "<html><head><title></title></head><body></body></html>"

_CLASS = regex(r"""((?:class|id)\s*=\s*["']?)([A-Za-z_][\w-]*)""", re.I)
_LINK = regex(r"<(a|area)\b[^>]*>.*?</\1\s*>", re.I | re.S)
_BYLINE = regex(
    r"""
        # what a reader does not see, or a byline
        <!--.*?--> | <(script|style)\b.*?</\1\s*> | <[^>]*>
        | (?P<printed>
              (?:发布|发表|更新)?(?:时间|日期)?\s*[:：]?\s*20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?
              (?:\s*\d\d?[:：]\d\d(?:[:：]\d\d)?)?
          )
    """,
    re.X | re.I | re.S,
)
_BODY = regex(r"<body\b", re.I)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one change of one page; ``is_right`` unless something is silently wrong."""

    page: str
    change: str
    verdict: str
    is_right: bool


Change = Callable[[str], str | bytes]


def rehearse(spider: ListingSpider, folder: Path) -> Iterator[Outcome]:
    """Yield what each change of each saved page in ``folder`` would come to."""
    for page in saved_pages(folder):
        text, _ = decode(page.html, page.charset, page.url)
        judge = _judge_list if page.kind == "list" else _judge_article
        yield Outcome(page.name, "as saved", *judge(spider, page, page.html, wanted="same"))
        for name, (change, wanted, kinds) in CHANGES.items():
            if page.kind not in kinds:
                continue
            made = change(text)
            html = made if isinstance(made, bytes) else made.encode("utf-8", "replace")
            yield Outcome(page.name, name, *judge(spider, page, html, wanted=wanted))


def _judge_list(
    spider: ListingSpider, page: Saved, html: bytes, *, wanted: str
) -> tuple[str, bool]:
    found = read_list(html, page.url, links=spider.article_links, hosts=spider.hosts())
    urls = {link.url for link in (*found.articles, *found.unsure)}
    lost = len(set(page.expected["articles"]) - urls)
    strange = {link.url for link in items_of(found)} - set(page.expected["articles"])
    if not urls:
        said = _refusal(spider, page, html)
        return f"run partial: {said or 'a list without a link'}", wanted != "same"
    if lost:
        return f"{lost} of {len(page.expected['articles'])} links lost without a word", False
    if strange and wanted == "same":
        more = counted(len(strange), "link")
        return f"{more} more, such as {min(strange)}", False
    return "the same links", True


def _judge_article(
    spider: ListingSpider, page: Saved, html: bytes, *, wanted: str
) -> tuple[str, bool]:
    if said := _refusal(spider, page, html):
        return said, wanted != "same"
    article = read_article(html, page.url, spider.layouts)
    names = (*COMPARED, *NAMES) if wanted == "same" else COMPARED
    found = [_compare(name, article, page.expected) for name in names if name in page.expected]
    differences = [difference for difference in found if difference]
    by = {article.evidence[name].rule for name in ("title", "body") if name in article.evidence}
    if not differences:
        return f"the same article, by {' and '.join(sorted(by))}", True
    is_silent = any(text.startswith("wrong") for text in differences) or (
        len(differences) == 1 and differences[0].endswith(" lines more")
    )
    return "; ".join(differences), wanted == "told" and not is_silent


def _compare(name: str, article: Article, expected: dict[str, Any]) -> str | None:
    """Return how a field differs, None where it does not; "wrong" where nothing tells of it.

    Where a byline is torn apart, its rest and what stands below the text may be taken for text:
    as long as all of the text is there, the field that is missing tells of it.
    """
    wanted = expected[name]
    got = {
        "published_at": published_text(article.published_at),
        "body": article.body.split("\n") if article.body else [],
    }.get(name, getattr(article, name))
    if got == wanted:
        return None
    if not got:
        return f"{name} is missing"
    rule = article.evidence[name].rule if name in article.evidence else "nothing"
    if rule in BORROWED:
        return f"{name} is only from {rule}"
    if name == "body" and _holds_in_order(got, wanted):
        more = len(got) - len(wanted)
        return "body has one line more" if more == 1 else f"body has {more} lines more"
    less = len(wanted) - len(got) if name == "body" and _holds_in_order(wanted, got) else 0
    return f"wrong {name}, by {rule}" + (f": {counted(less, 'line')} fewer" if less else "")


def _holds_in_order(lines: list[str], wanted: list[str]) -> bool:
    rest = iter(lines)
    return all(line in rest for line in wanted)


def _refusal(spider: ListingSpider, page: Saved, html: bytes) -> str | None:
    """Return by which name a page is refused as an article, or None where it is read as one."""
    try:
        read_article(html, page.url, spider.layouts)
    except NotAnArticle as error:
        names = {"blocked": "blocked", "error": "gone", "empty": "error", "list": "error"}
        return f"{names[error.kind]}: {error.reason}"
    except ArticleError as error:
        return f"error: {error.reason}"
    return None


def _renamed(text: str) -> str:
    return _CLASS.sub(r"\1neu-\2", text)


def _without_links(text: str) -> str:
    return _LINK.sub("", text)


def _with_late_date(text: str) -> str:
    body = _BODY.search(text)
    seen = _BYLINE.finditer(text, body.start() if body else 0)
    found = next((one for one in seen if one["printed"]), None)
    if found is None:
        return text
    rest = text[: found.start()] + text[found.end() :]
    return rest.replace("</body>", f"<p>{found[0]}</p></body>", 1)


def _in_gbk(text: str) -> bytes:
    declared = re.sub(r"(charset\s*=\s*[\"']?)[\w-]+", r"\1gb2312", text, flags=re.I)
    return declared.encode("gb18030")


ANY = ("list", "article")
# Each with what it must come to, the same or a difference told by name, and the pages it is for.
CHANGES: dict[str, tuple[Change, str, tuple[str, ...]]] = {
    "classes renamed": (_renamed, "told", ANY),
    "in GBK, declared as gb2312": (_in_gbk, "same", ANY),
    "date moved below the text": (_with_late_date, "told", ("article",)),
    "list without links": (_without_links, "told", ("list",)),
    "challenge page": (lambda text: CHALLENGE, "told", ANY),
    "error page with status 200": (lambda text: MISSING, "told", ANY),
    "empty page": (lambda text: EMPTY, "told", ANY),
}
