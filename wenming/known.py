"""The sites that can be named: those of the archive, brought up to date by what spiders say."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from crawler.catalogue import site_facts, spider_loader
from storage.database import Database, open_archive, storage_errors_at
from storage.home import Home
from storage.sites import get_site, list_sites, save_sites
from wenming.choosing import what_then
from wenming.config import Config

NO_SPIDER = "no spider"  # instead of a state: nobody can crawl it, its articles stay


@contextmanager
def known_sites(home: Home) -> Iterator[tuple[Database, dict[str, dict[str, Any]]]]:
    """Open an archive and give its sites by name; of one whose spider is gone, ``note`` says so."""
    facts, broken = site_facts(), spider_loader()
    spiders = {"demo", *(site.id for site in facts)}
    with closing(open_archive(home)) as db:
        save_sites(db, facts)
        rows = {row["id"]: row for row in list_sites(db)}
        for name, row in rows.items():
            if row["origin"] == "spider" and name not in spiders:
                gone = f"its spider is gone; `wenming sites remove {name}` forgets it"
                note = broken.why_not(name) or gone
                row |= {"state": NO_SPIDER, "note": note}
        yield db, rows


@contextmanager
def without_making(config: Config, *, dry_run: bool = True) -> Iterator[Config]:
    """Give a passing archive to look at where none is yet: names may be wrong, a run be dry."""
    with storage_errors_at(config.home.database):
        is_there = config.home.is_begun
    if is_there:
        yield config
        return
    if dry_run:
        click.echo(f"no archive at {config.home.database} yet: this would make one", err=True)
    with TemporaryDirectory(prefix="wenming-") as folder:
        yield replace(config, home=Home(Path(folder)))


def why_not(db: Database, name: str, rows: dict[str, dict[str, Any]]) -> str | None:
    """Return why a name cannot be crawled, None where it can."""
    if name in rows:
        row = rows[name]
        return f"{name}: {row['note']}" if row["state"] == NO_SPIDER else None
    if get_site(db, name):
        return f"{name} was removed; `wenming sites resume {name}` brings it back"
    if name == "demo":
        return None
    return (
        spider_loader().why_not(name) or f"unknown site {name!r}; {what_then(name, rows.values())}"
    )
