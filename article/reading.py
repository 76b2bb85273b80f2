"""From the bytes of a page to an article, each field with the evidence that gave it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from article import byline, dates
from article.body import TAIL, Body, find_body
from article.decode import decode
from article.errors import NotAnArticle
from article.layout import Layout
from article.meta import read_enp, read_metas
from article.model import Article, Candidate, Evidence, Image, published_text
from article.page import Page, read_page
from article.title import find_title, key
from article.verdict import judge


def read_article(
    html: bytes,
    url: str,
    layouts: Sequence[Layout] = (),
    *,
    charset: str | None = None,
    listed_title: str | None = None,
    listed_date: str | None = None,
) -> Article:
    """Return the article on a page.

    ``charset`` is that of the HTTP header; ``listed_title`` and ``listed_date`` are what the list
    page that led here shows. Raises NotAnArticle for lists, challenges, error pages and empty pages,
    Undecodable for what is no text.
    """
    text, found_charset = decode(html, charset, url)
    page = read_page(text, url)
    if page is None or not page.lines:
        raise NotAnArticle("empty", "no text at all", url=url)
    metas, enp = read_metas(page.root), read_enp(text)
    body = find_body(page)
    size = sum(len(page.lines[i].text) for i in body.lines) if body else 0
    if verdict := judge(page, size):
        raise NotAnArticle(*verdict, url=url)
    evidence: dict[str, Evidence] = {}
    titles = find_title(page, metas, enp)
    if listed_title:
        titles.append(("list", listed_title))
    if not titles and body:
        titles.append(("first line", page.lines[body.lines[0]].text[:80]))
    if not titles:
        raise NotAnArticle("empty", "no title", url=url)
    title = titles[0][1]
    evidence["title"] = _evidence(titles)
    start = body.start if body else len(page.lines)
    window = _window(page, title, start)
    published = _published(page, body, window, metas, enp, url, listed_date)
    if published:
        evidence["published_at"] = _evidence(
            [(rule, published_text(w) or "") for rule, w in published]
        )
    if not body and not published:
        raise NotAnArticle("empty", "neither text nor date", url=url)
    paragraphs = _paragraphs(page, body, title) if body else []
    around = "\n".join(window)
    after = "\n".join(line.text for line in page.lines[body.end : body.end + 12]) if body else ""
    fields: dict[str, str | None] = {}
    for name, values in {
        "source": [
            ("byline", byline.find_source(around)),
            ("byline:outlet", _outlet(window)),
            ("meta:contentsource", metas.get("contentsource")),
            ("enp", enp.get("sourcename")),
            ("after", byline.find_source(after)),
            ("meta:source", metas.get("source")),
        ],
        "author": [("byline", byline.find_author(around)), ("enp", enp.get("author"))],
        "editor": [
            ("byline", byline.find_editor(around)),
            ("end", byline.find_editor("\n".join(paragraphs[-3:]) + "\n" + after)),
        ],
        "credit": [
            ("end", next((c for p in paragraphs[:-4:-1] if (c := byline.find_credit(p))), None))
        ],
        "channel": [("meta:columnname", metas.get("columnname"))],
    }.items():
        known = [(rule, value) for rule, value in values if value]
        fields[name] = known[0][1] if known else None
        if known:
            evidence[name] = _evidence(known)
    return Article(
        url=url,
        title=title,
        body="\n".join(paragraphs),
        published_at=published[0][1] if published else None,
        images=_images(page, body, url),
        charset=found_charset,
        evidence=evidence,
        **fields,  # type: ignore[arg-type]
    )


def join_pages(first: Article, rest: Sequence[Article]) -> Article:
    """Return one article from its first page and the further ones, in order."""
    bodies = [first.body, *(page.body for page in rest)]
    last = rest[-1] if rest else first
    return replace(
        first,
        body="\n".join(filter(None, bodies)),
        images=tuple(dict.fromkeys(i for page in (first, *rest) for i in page.images)),
        attachments=tuple(dict.fromkeys(a for page in (first, *rest) for a in page.attachments)),
        credit=last.credit or first.credit,
        editor=last.editor or first.editor,
        pages=(),
    )


def _evidence(candidates: list[tuple[str, str]]) -> Evidence:
    (rule, text), *others = candidates
    return Evidence(
        rule=rule,
        text=text,
        others=tuple(Candidate(r, v) for r, v in others),
        conflict=any(key(v) not in key(text) and key(text) not in key(v) for _, v in others),
    )


def _window(page: Page, title: str, start: int) -> list[str]:
    """The lines between the last line that is the title and the first of the body."""
    wanted = key(title)
    lines: list[str] = []
    for index in range(start - 1, max(-1, start - 40), -1):
        line = page.lines[index]
        if wanted and (found := key(line.text)) and (found == wanted or wanted in found):
            return lines[::-1]
        lines.append(line.text)
    return lines[:12][::-1]


def _outlet(window: list[str]) -> str | None:
    for text in window:
        for match in dates.DATE.finditer(dates.fold(text)):
            rest = dates.fold(text)[match.end() :].split()
            if rest and (outlet := byline.find_outlet(rest[0])):
                return outlet
    return next((o for text in window if (o := byline.find_outlet(text))), None)


def _published(
    page: Page,
    body: Body | None,
    window: list[str],
    metas: dict[str, str],
    enp: dict[str, str],
    url: str,
    listed: str | None,
) -> list[tuple[str, dates.When]]:
    found: list[tuple[str, dates.When | None]] = [("byline", dates.find_date("\n".join(window)))]
    if body:
        found.append(
            (
                "body",
                next(
                    (
                        d
                        for i in body.lines[:3]
                        if len(page.lines[i].text) < 80
                        and (d := dates.find_date(page.lines[i].text))
                    ),
                    None,
                ),
            )
        )
    for name in ("pubdate", "publishdate", "article:published_time", "og:published_time"):
        found.append((f"meta:{name}", dates.find_date(metas.get(name, ""))))
    found.append(("enp", dates.find_date(enp.get("date", ""))))
    if body:
        found.append(
            (
                "after",
                dates.find_date(
                    "\n".join(line.text for line in page.lines[body.end : body.end + 8])
                ),
            )
        )
    found.append(("url", dates.url_date(url)))
    found.append(("list", dates.find_date(listed or "")))
    found.append(
        ("page", next((d for line in page.lines[:60] if (d := dates.find_date(line.text))), None))
    )
    return [(rule, when) for rule, when in found if when]


def _paragraphs(page: Page, body: Body, title: str) -> list[str]:
    texts = [page.lines[i].text for i in body.lines]
    wanted = key(title)
    while texts and (
        key(texts[0]) == wanted
        or (len(texts[0]) < 60 and (byline.find_source(texts[0]) or dates.DATE.match(texts[0])))
    ):
        texts.pop(0)
    return [t for t in texts if not (len(t) < 40 and TAIL.match(t))]


def _images(page: Page, body: Body | None, url: str) -> tuple[Image, ...]:
    if not body:
        return ()
    found = []
    for index, element in page.images:
        if body.start <= index <= body.end and (src := element.get("src")):
            try:
                found.append(Image(urljoin(url, src), element.get("alt") or None))
            except ValueError:
                continue
    return tuple(found)
