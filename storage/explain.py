"""Why an address was fetched or not, what became of it and what comes next."""

from typing import Any

from storage import frontier, suppress
from storage.database import Database
from storage.lookup import find_address
from storage.values.counted import counted
from storage.values.urlkey import url_key

Row = dict[str, Any]


def explain(db: Database, which: str) -> Row:
    """Return everything that the archive knows of an address in any of its spellings, or of an id.

    Keys: ``url``, ``url_key``, ``known``; of a known one also the columns of ``urls``,
    ``discovered`` (run and list), ``visits``, ``observations``, ``withdrawn_at``, ``versions``,
    ``suppressions``, and ``next``, a sentence on what comes next. Raises StorageError for the id of
    no article.
    """
    url = find_address(db, which)
    row = frontier.find(db, url)
    if row is None:
        return {
            "url": url,
            "url_key": url_key(url),
            "known": False,
            "next": "no list showed it yet",
        }
    url_id = row["id"]
    return {
        **row,
        "known": True,
        "discovered": {
            "at": row["discovered_at"],
            "run": row["discovered_by"],
            "list": row["found_on"],
        },
        "visits": _visits(db, url_id),
        "observations": list(
            db.query("select seen_at, what from observations where url_id = ? order by 1", [url_id])
        ),
        "withdrawn_at": _withdrawn_at(db, url_id),
        "versions": list(
            db.query(
                "select a.id as article_id, v.version, v.seen_at, v.change, v.title, a.state "
                "from versions v join articles a on a.id = v.article_id where a.url_id = ? "
                "and a.id not in (select article_id from suppressed) order by v.version",
                [url_id],
            )
        ),
        "suppressions": list(
            db.query("select * from suppressions where url_id = ? order by id", [url_id])
        ),
        "next": _next(db, row),
    }


def _visits(db: Database, url_id: int) -> list[Row]:
    return list(
        db.query(
            "select c.id as capture_id, c.fetched_at, c.run_id, r.kind as run_kind, c.status, "
            "c.outcome, c.reason, c.bytes, c.refers_to, c.warc_file, c.warc_offset "
            "from captures c left join runs r on r.id = c.run_id where c.url_id = ? order by c.id",
            [url_id],
        )
    )


def _withdrawn_at(db: Database, url_id: int) -> str | None:
    row = db.execute("select withdrawn_at from articles where url_id = ?", [url_id]).fetchone()
    return row[0] if row else None


def _next(db: Database, row: Row) -> str:
    """Say what comes next, in the words of the frontier's rules."""
    state, due = row["state"], row["next_check_at"]
    if row["part_of"]:
        first = db.execute("select url from urls where id = ?", [row["part_of"]]).fetchone()
        return f"a further page: fetched together with {first[0]}"
    if state == "ignored":
        standing = suppress.find_standing(db, row["id"])
        return f"never again: suppressed, {standing['reason']}" if standing else "never again"
    if state == "leased":
        return f"run {row['leased_by']} has taken it"
    if state == "pending":
        return "fetched by the next run"
    if due is None:
        return "asked again when a list or a sweep asks for it"
    times = counted(row["attempts"], "time")
    why = {
        "held": "to see whether it changed; sooner if a list shows another title or date",
        "failed": f"as it failed {times} in a row; a run by hand asks at once",
        "blocked": f"as the site refused {times} in a row",
        "gone": f"to see whether it is back; gone {times} in a row",
    }
    return f"asked again after {due}, {why[state]}"
