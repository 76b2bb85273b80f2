"""Our own pages: the search, one article, hits as CSV."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette import NotFound, Response

from article.model import BEIJING
from storage.database import Database
from storage.exports.formats import guard
from storage.lookup import find_article, list_reprints, list_versions
from storage.search import Sort, count, search, tally
from storage.sites import list_sites
from wenming.changes import changed_lines
from wenming.choosing import is_empty, joins_words, leaves_out_only, no_text_has, objection
from wenming.web.archives import archives

PAGE, LAST_PAGE, IN_CSV = 20, 500, 1000
_STYLE = Path(__file__).with_name("static") / "wenming.css"
_FILTERS = ("site", "region", "source", "since", "until")
# What the archive has in English, as the dictionary of its columns names it.
_NAMES = {
    "first": "首次 first",
    "cosmetic": "排版 cosmetic",
    "editorial": "文字 editorial",
    "substantive": "实质 substantive",
    "reread": "重新读取 reread",
    "exact": "相同 exact",
    "near": "相近 near",
    "contains": "包含 contains",
    "template": "同一格式 template",
}
# Marks of the snippet that no text has: private use, cleaned away on the way in.
_OPEN, _CLOSE = "\ue000", "\ue001"


async def search_page(datasette: Any, request: Any) -> Any:
    """Show the box and what the question in it finds."""
    asked, chosen, sort = request.args.get("q") or "", _chosen(request), _sort(request)
    page = min(max(1, _number(request.args.get("page"))), LAST_PAGE)
    found = await _ask(datasette, lambda db: _found(db, asked, chosen, sort, page))
    again = {"q": asked, **chosen, "sort": sort if sort == "rank" else None}
    context = {
        "asked": asked,
        "chosen": chosen,
        "sort": sort,
        "page": page,
        "in_csv": IN_CSV,
        "database": _database(datasette),
        "link": lambda **more: "/?" + urlencode(_without_empty({**again, **more})),
        "csv": "/hits.csv?" + urlencode(_without_empty(again)),
        **found,
    }
    html = await datasette.render_template("search.html", context, request=request)
    return Response.html(html, status=400 if "error" in found else 200)


async def article_page(datasette: Any, request: Any) -> Any:
    """Show one article, its versions and its reprints."""
    which = request.url_vars["id"]

    def read(db: Database) -> dict[str, Any] | None:
        article = find_article(db, which)
        return article and {
            "article": article,
            "link": _safe_link(article["url"]),
            "sites": {site["id"]: site["title"] for site in list_sites(db) if site["title"]},
            "versions": _with_changes(list_versions(db, article["id"])),
            "reprints": list_reprints(db, article["id"]),
            "names": _NAMES,
            "moment": _moment,
        }

    found = await _ask(datasette, read)
    if found is None:
        raise NotFound(f"no article {which}")
    return Response.html(await datasette.render_template("article.html", found, request=request))


async def hits_as_csv(datasette: Any, request: Any) -> Any:
    """Give what a question finds as CSV without the texts, safe to open in a spreadsheet."""
    asked, chosen, sort = request.args.get("q") or "", _chosen(request), _sort(request)

    def find(db: Database) -> list[dict[str, Any]]:
        _refuse_nonsense(db, asked, chosen)
        found = search(db, asked, sort=sort, limit=IN_CSV, marks=("", ""), **chosen)
        _refuse_signs(db, asked, found)
        return found

    try:
        rows = await _ask(datasette, find)
    except ValueError as problem:
        return Response.text(str(problem), status=400)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows[0] if rows else ["id"])
    writer.writerows(map(guard, row.values()) for row in rows)
    return Response(
        "\ufeff" + text.getvalue(),
        headers={"content-disposition": 'attachment; filename="wenming.csv"'},
        content_type="text/csv; charset=utf-8",
    )


async def style_sheet() -> Any:
    """Give the style of our pages."""
    return Response(_STYLE.read_text(encoding="utf-8"), content_type="text/css; charset=utf-8")


def _found(
    db: Database, asked: str, chosen: dict[str, Any], sort: Sort, page: int
) -> dict[str, Any]:
    sites = {site["id"]: site for site in list_sites(db)}
    if not (asked.strip() or chosen):
        return {"sites": sites}
    try:
        _refuse_nonsense(db, asked, chosen)
        shown = search(db, asked, sort=sort, limit=PAGE * page, marks=(_OPEN, _CLOSE), **chosen)
        _refuse_signs(db, asked, shown)
    except ValueError as problem:
        return {"sites": sites, "error": str(problem)}
    total = count(db, asked, **chosen)
    return {
        "sites": sites,
        "rows": [row | {"parts": _parts(row["snippet"])} for row in shown[PAGE * (page - 1) :]],
        "total": total,
        "leaves_out_only": not total and leaves_out_only(asked),
        "joins_words": not total and joins_words(asked),
        "first": PAGE * (page - 1) + 1,
        "is_last": page == LAST_PAGE or total <= PAGE * page,
        "years": _bars(tally(db, asked, "year", **chosen)),
        "by_site": sorted(tally(db, asked, "site", **chosen).items(), key=lambda item: -item[1]),
    }


def _refuse_nonsense(db: Database, asked: str, chosen: dict[str, Any]) -> None:
    if is_empty(asked):
        raise ValueError("没有要找的词 the question is empty")
    try:
        problem = objection(db, **chosen)
    except ValueError as no_day:
        problem = str(no_day)
    if problem:
        raise ValueError(f"筛选条件有误 {problem}")


def _refuse_signs(db: Database, asked: str, found: list[dict[str, Any]]) -> None:
    if not found and no_text_has(db, asked):
        raise ValueError(
            f"没有文章含有这些符号 there is no word in {asked!r}, no text has these signs"
        )


def _parts(snippet: str) -> list[tuple[str, bool]]:
    """Divide a snippet into pieces, with whether each is a word that was sought."""
    pieces = []
    for part in snippet.split(_OPEN):
        word, closed, rest = part.rpartition(_CLOSE)
        pieces += [(word, True)] if closed else []
        pieces.append((rest, False))
    return pieces


def _with_changes(versions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to each version what changed since the one before, as ``wenming show --diff`` has it."""
    pairs = zip([None, *versions], versions, strict=False)
    return [row | {"lines": changed_lines(old, row) if old else []} for old, row in pairs]


def _bars(years: dict[str, int]) -> list[tuple[str, int, int]]:
    """Return year, number and height of a bar from 1 to 60, every year between them included."""
    if not years:
        return []
    most = max(years.values())
    span = range(int(min(years)), int(max(years)) + 1)
    counts = [(f"{year:04d}", years.get(f"{year:04d}", 0)) for year in span]
    return [(year, number, -(-60 * number // most)) for year, number in counts][-40:]


def _chosen(request: Any) -> dict[str, Any]:
    chosen = {name: request.args.get(name).strip() for name in _FILTERS if request.args.get(name)}
    if request.args.get("unique"):
        chosen["unique"] = True
    return chosen


def _sort(request: Any) -> Sort:
    return "rank" if request.args.get("sort") == "rank" else "newest"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _moment(stamp: str) -> str:
    """Return a time as people in China read it; a day stays one."""
    if len(stamp) == len("2025-08-01"):
        return stamp
    return f"{datetime.fromisoformat(stamp).astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _safe_link(url: str) -> str | None:
    return url if urlsplit(url).scheme in ("http", "https") else None


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _database(datasette: Any) -> str:
    return archives(datasette)[0]


async def _ask(datasette: Any, question: Callable[[Database], Any]) -> Any:
    database = datasette.get_database(_database(datasette))
    return await database.execute_fn(lambda connection: question(Database(connection)))
