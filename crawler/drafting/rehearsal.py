"""What would happen if the site changed: its saved pages, changed on purpose, through our rules.

A change may do no harm, or it must be told by name. What must never be is a wrong article, or fewer
of them, without a word.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from article.decode import decode
from article.errors import ArticleError, NotAnArticle
from article.layout import Layout, select
from article.model import Article, published_text
from article.patterns import regex
from article.reading import read_article
from crawler.discovery import read_list
from crawler.drafting.sampling import items_of
from crawler.drafting.saved import Saved, saved_pages
from crawler.listing import ListingSpider
from crawler.lists.jsonvalues import loads
from crawler.lists.links.anchors import parse
from storage.values.counted import counted

COMPARED = ("title", "published_at", "source", "body")
NAMES = ("author", "editor", "credit")  # which a page may go without
# Evidence that says itself that a field was not where it should be.
BORROWED = ("url", "list", "after", "script", "first line", "window title")
CHALLENGE = "<html><title>安全验证</title><body><p>访问过于频繁，请完成安全验证</p></body></html>"
MISSING = "<html><head><title>404</title></head><body><h1>页面不存在</h1></body></html>"
EMPTY = "<html><head><title></title></head><body></body></html>"

_CLASS = regex(r"""((?:class|id)\s*=\s*["']?)([A-Za-z_][\w-]*)""", re.I)
_LINK = regex(
    r"""
        <(a|item|entry)\b[^>]*>.*?</\1\s*> | <area\b[^>]*>  # items and entries are those of feeds
        | \son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*')  # what a click does
    """,
    re.X | re.I | re.S,
)
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
    pages = list(saved_pages(folder))
    yield from _unused(spider.layouts, [page for page in pages if page.kind == "article"])
    for page in pages:
        text, _ = decode(page.html, page.charset, page.url)
        judge = _judge_list if page.kind == "list" else _judge_article
        yield Outcome(page.name, "as saved", *judge(spider, page, page.html, wanted="same"))
        for name, (change, wanted, kinds) in CHANGES.items():
            if page.kind not in kinds:
                continue
            made = change(text)
            if made == text:
                yield Outcome(page.name, name, "the page has nothing to change", True)
                continue
            html = made if isinstance(made, bytes) else made.encode("utf-8", "replace")
            changed = replace(page, charset=None)  # a header that is wrong by now would be no test
            yield Outcome(page.name, name, *judge(spider, changed, html, wanted=wanted))


def _unused(layouts: Sequence[Layout], pages: Sequence[Saved]) -> Iterator[Outcome]:
    """Yield the fields for which no layout finds anything: the general rules may hide that."""
    roots = [parse(decode(page.html, page.charset, page.url)[0]) for page in pages]
    for field in ("title", "byline", "body", "editor") if roots else ():
        declared = [css for layout in layouts if (css := getattr(layout, field))]
        if declared and not any(select(root, css) for root in roots for css in declared):
            said = " nor ".join(map(repr, declared))
            yield Outcome(
                "articles", "as saved", f"none has the {field} of a layout: {said}", False
            )


def _judge_list(
    spider: ListingSpider, page: Saved, html: bytes, *, wanted: str
) -> tuple[str, bool]:
    links, hosts = spider.article_links, spider.hosts()
    found = read_list(html, page.url, links=links, hosts=hosts, charset=page.charset)
    urls = {link.url for link in (*found.articles, *found.unsure)}
    lost = set(page.expected["articles"]) - urls
    strange = {link.url for link in items_of(found)} - set(page.expected["articles"])
    if not urls:
        said = _refusal(spider, page, html)
        return f"run partial: {said or 'a list without a link'}", wanted != "same"
    if lost:
        of_all = f"{len(lost)} of {counted(len(page.expected['articles']), 'link')}"
        return f"{of_all} lost without a word, such as {min(lost)}", False
    if strange and wanted == "same":
        more = counted(len(strange), "link")
        return f"{more} more, such as {min(strange)}", False
    return "the same links", True


def _judge_article(
    spider: ListingSpider, page: Saved, html: bytes, *, wanted: str
) -> tuple[str, bool]:
    if said := _refusal(spider, page, html):
        return said, wanted != "same"
    article = read_article(html, page.url, spider.layouts, charset=page.charset)
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
    said = counted(less, "line") + " fewer" if less else "" if name == "body" else got
    return f"wrong {name}, by {rule}" + (f": {said}" if said else "")


def _holds_in_order(lines: list[str], wanted: list[str]) -> bool:
    rest = iter(lines)
    return all(line in rest for line in wanted)


def _refusal(spider: ListingSpider, page: Saved, html: bytes) -> str | None:
    """Return by which name a page is refused as an article, or None where it is read as one."""
    try:
        read_article(html, page.url, spider.layouts, charset=page.charset)
    except NotAnArticle as error:
        names = {"blocked": "blocked", "error": "gone", "empty": "error", "list": "error"}
        return f"{names[error.kind]}: {error.reason}"
    except ArticleError as error:
        return f"error: {error.reason}"
    return None


def _renamed(text: str) -> str:
    return _CLASS.sub(r"\1neu-\2", text)


def _without_links(text: str) -> str:
    held = loads(text)
    return _LINK.sub("", text) if held is None else json.dumps(_emptied(held), ensure_ascii=False)


def _emptied(value: Any) -> Any:
    """Return what JSON says without the items of its lists."""
    if isinstance(value, dict):
        return {name: _emptied(inner) for name, inner in value.items()}
    return [] if isinstance(value, list) else value


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
