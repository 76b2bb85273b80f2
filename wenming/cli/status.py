"""``wenming status``."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from article.model import BEIJING
from storage.values.counted import counted
from wenming.cli.tables import console, json_option, print_json
from wenming.config import Config
from wenming.errors import ERROR, OK, verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from scheduler.health import Verdict
    from scheduler.state import State
    from storage.database import Database

ROOM = 120  # characters: a narrower terminal gets names for titles, and reasons below the table
NEW = "never visited"
_COUNTS = {
    "articles": "articles", "in 24 h": "new_day", "in 7 d": "new_week", "errors": "errors_week",
}  # fmt: skip
_COLUMNS = ("site", "health", "last run", "outcome", "next run", *_COUNTS, "why")
_SPARED = ("in 24 h", "next run", "errors", "in 7 d", "articles")  # the first is missed least
_STYLES = {
    "ok": "green", "quiet": "cyan", "degraded": "yellow", "broken": "bold red", "blocked": "red",
    "paused": "dim",
}  # fmt: skip


@click.command()
@click.option("--check", is_flag=True, help="Exit with 1 where the scheduler shows no life.")
@json_option
@click.pass_obj
def status(config: Config, check: bool, as_json: bool) -> None:
    """Show on one screen how every site is: state, last and next run, new articles, errors."""
    from scheduler.instance import is_scheduled
    from scheduler.state import load_state
    from storage.history.overview import overview

    state, now = load_state(config.home), datetime.now(UTC)
    # Whoever stays holds the lock: the heartbeat would be believed for minutes after a kill.
    alive = state.is_alive(now) and (not state.stays or is_scheduled(config.home))
    following = state.next if alive else {}
    with closing(_open(config)) as db:
        verdicts = _verdicts(config, db, now, alive=alive)
        sites = [_as_it_stands(config, db, site) for site in overview(db, now=now)]
        rows = [_row(site, following, verdicts) for site in sites]
    with verdict(ERROR if check and not alive else OK):
        if as_json:
            print_json(rows)
        else:
            life = _life(state, rows, alive=alive)
            _print(config, rows, life, now)


def _open(config: Config) -> "Database":
    """Open the archive; one that was begun by an address is told first which sites there are."""
    from storage.database import open_read_only
    from storage.errors import ArchiveUnwritable

    db = open_read_only(config.home)
    if db.execute("select 1 from sites where origin = 'spider' limit 1").fetchone():
        return db
    db.close()
    from wenming.known import known_sites

    with suppress(ArchiveUnwritable), known_sites(config.home):
        pass
    return open_read_only(config.home)


def _verdicts(
    config: Config, db: "Database", now: datetime, *, alive: bool
) -> dict[str, "Verdict"]:
    """Return what the scheduler found; where it is not there to look, what it would find."""
    from scheduler.planner import Planner
    from scheduler.watch import Watch
    from storage.sites import list_sites
    from wenming.schedule import read_settings

    watch = Watch(config.home, Planner(read_settings(config)))
    if not alive:
        watch.look(db, list_sites(db), now=now)
    return watch.verdicts


def _as_it_stands(config: Config, db: "Database", site: dict[str, Any]) -> dict[str, Any]:
    """Return a site whose last run is told as dead where nobody has closed it yet."""
    from storage.runs import as_it_stands, get

    if site["last_outcome"] != "running" or (run := get(db, site["last_run"])) is None:
        return site
    run = as_it_stands(config.home, db, run)
    return {**site, "last_outcome": run["outcome"], "last_reason": run["reason"]}


def _row(
    site: Mapping[str, Any],
    following: Mapping[str, datetime],
    verdicts: Mapping[str, "Verdict"],
) -> dict[str, Any]:
    verdict = verdicts.get(site["id"])
    reason = verdict.reason if verdict else None
    if site["last_run"] is None and not reason:
        reason = NEW
    next_run = following.get(site["id"]) if site["state"] == "active" else None
    return {
        **site,
        "health": "paused" if site["state"] == "paused" else verdict.state if verdict else None,
        "since": verdict.since.isoformat() if verdict else None,
        "cause": verdict.cause if verdict else None,
        "reason": reason,
        "evidence": list(verdict.runs) if verdict else [],
        "running": site["last_outcome"] == "running",
        "next_run_at": next_run.isoformat() if next_run else None,
    }


def _life(state: "State", rows: Sequence[Mapping[str, Any]], *, alive: bool) -> str:
    if state.looked_at is None:
        return "[yellow]the scheduler never ran here[/]"
    if alive:
        crawls = counted(sum(row["running"] for row in rows), "crawl")
        return f"[green]the scheduler is alive[/], {crawls} running"
    return f"[bold red]no sign of the scheduler[/] since {_local(state.looked_at)}"


def _print(config: Config, rows: list[dict[str, Any]], life: str, now: datetime) -> None:
    output = console(width=160)
    narrow = output.width < ROOM
    output.print(_headline(config, rows, life), highlight=False)
    output.print(fitting(output, rows, now, narrow=narrow))
    for row in rows if narrow else ():
        if (why := _why(row)) not in ("", NEW):
            click.echo(f"{row['id']}: {why}")


def _headline(config: Config, rows: list[dict[str, Any]], life: str) -> str:
    free = shutil.disk_usage(config.home.root).free
    articles = sum(row["articles"] for row in rows)
    return (
        f"{life} · {counted(len(rows), 'site')}, {counted(articles, 'article')} · "
        f"{_size(config.home.size)} used, {_size(free)} free"
    )


def _size(count: int) -> str:
    """Return a number of bytes in its largest unit.

    >>> _size(1_500_000), _size(80 * 2**30)
    ('1.4 MB', '80.0 GB')
    """
    return f"{count / 2**30:.1f} GB" if count >= 2**30 else f"{count / 2**20:.1f} MB"


def fitting(
    output: "Console", rows: list[dict[str, Any]], now: datetime, *, narrow: bool
) -> "Table":
    """Return the table, where a terminal is narrow without what can best be spared."""
    wide = output.options.update(width=ROOM)
    for spared in range(len(_SPARED)):
        table = _table(rows, now, narrow=narrow, without=_SPARED[:spared])
        if not narrow or output.measure(table, options=wide).maximum <= output.width:
            return table
    return _table(rows, now, narrow=narrow, without=_SPARED)


def _table(
    rows: list[dict[str, Any]], now: datetime, *, narrow: bool, without: Sequence[str]
) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1 if narrow else 2, 0, 0))
    left_out = {*without, "why"} if narrow else {*without}
    names = [name for name in _COLUMNS if name not in left_out]
    for name in names:
        if name == "why":
            table.add_column(name, overflow="fold")
        else:
            table.add_column(name, justify="right" if name in _COUNTS else "left", no_wrap=True)
    for row in rows:
        cells = _cells(row, now, narrow=narrow)
        table.add_row(*(cells[name] for name in names))
    return table


def _cells(row: Mapping[str, Any], now: datetime, *, narrow: bool) -> dict[str, "Text"]:
    from rich.text import Text

    health = "new" if _is_new(row) else row["health"] or "–"
    return {
        "site": Text(row["id"] if narrow else f"{row['title'] or row['id']} ({row['id']})"),
        "health": Text(health, style=_STYLES.get(health, "")),
        "last run": Text(_ago(row["last_run_at"], now)),
        "outcome": Text(row["last_outcome"] or "–"),
        "next run": Text("now" if row["running"] else _ahead(row["next_run_at"], now)),
        **{name: Text(f"{row[column]:,}") for name, column in _COUNTS.items()},
        "why": Text(_why(row)),
    }


def _is_new(row: Mapping[str, Any]) -> bool:
    """Say whether nothing is known of a site yet, good or bad: "ok" would be a promise."""
    came_to_nothing = row["last_outcome"] == "failed" and not row["articles"]
    return row["reason"] == NEW or (row["health"] == "ok" and came_to_nothing)


def _why(row: Mapping[str, Any]) -> str:
    if row["reason"] == NEW:
        return NEW
    if row["health"] == "paused" and row["note"]:
        return str(row["note"])
    if row["health"] not in (None, "ok"):
        return f"{row['cause']}: {row['reason']}" if row["reason"] else str(row["note"] or "")
    return str(row["last_reason"] or "")


def _ago(stored: str | None, now: datetime) -> str:
    """Return how far away a moment is, in its largest unit.

    >>> _ago("2025-08-01T08:00:00+00:00", datetime(2025, 8, 1, 11, 30, tzinfo=UTC))
    '3 h ago'
    """
    if stored is None:
        return "–"
    away = now - datetime.fromisoformat(stored)
    seconds = abs(away.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            number = f"{seconds // size:.0f} {unit}"
            return f"{number} ago" if away > timedelta(0) else f"in {number}"
    return "now"


def _ahead(stored: str | None, now: datetime) -> str:
    """Return when a run begins; one that is late waits for a place."""
    is_late = stored is not None and datetime.fromisoformat(stored) <= now
    return "due" if is_late else _ago(stored, now)


def _local(when: datetime) -> str:
    return when.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
