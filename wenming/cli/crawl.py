"""``wenming crawl``."""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click

from storage.values.counted import brought
from wenming.cli.options import ADDRESS, allow_private_option
from wenming.cli.progress import crawl_progress, tell_people, tell_readers
from wenming.config import Config
from wenming.errors import (
    ALL_FAILED,
    BLOCKED,
    DISK_FULL,
    INTERRUPTED,
    LOCKED,
    OK,
    SOME_FAILED,
    verdict,
)

if TYPE_CHECKING:
    from crawler.listing import ListingSpider
    from scheduler.launch import Crawl, Ended


@click.command()
@click.argument("site", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every active site.")
@click.option("--sweep", is_flag=True, help="Walk all lists and look at old articles again.")
@click.option("--limit", type=click.IntRange(1), help="Stop after so many articles of a site.")
@click.option("--url", type=ADDRESS, help="A page of any site: its home page or a list.")
@click.option("--name", help="What the site of --url is called from now on.")
@allow_private_option
@click.option("--dry-run", is_flag=True, help="Only say where each crawl would begin; ask nobody.")
@click.option("--json", "as_json", is_flag=True, help="Print the runs as one JSON array.")
@click.pass_obj
def crawl(
    config: Config,
    site: Sequence[str],
    every: bool,
    sweep: bool,
    limit: int | None,
    url: str | None,
    name: str | None,
    allow_private: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Crawl sites now, each in a process of its own, one after the other.

    A crawl reads lists until it meets what it knows and fetches what is new; --sweep looks at
    everything again. Ctrl-C ends it cleanly and loses nothing. After 24 hours it ends by itself.
    """
    environment = config.crawl_environment(allow_private)
    if bool(url) + bool(site) + every != 1:
        raise click.UsageError("name sites, or --all, or --url")
    if name and not url:
        raise click.UsageError("--name is for a site of --url")
    with _terminated_as_interrupted():  # to look for the sites may take a second already
        from wenming.known import without_making

        with without_making(config, dry_run=dry_run) as here:
            home = here.home if dry_run else config.home
            what = {"sweep": sweep, "limit": limit, "environment": environment, "home": home}
            crawls = (
                [_by_address(here, url, name, what)] if url else _by_name(here, site, every, what)
            )
            if dry_run:
                _tell_plans([_plan(one) for one in crawls], as_json)
                return
        ended = [crawl_one(one, tell_readers) for one in crawls]
    with verdict(exit_code(ended)):
        if as_json:
            from wenming.cli.tables import print_json

            print_json(one.run for one in ended if one.run)


def _plan(what: "Crawl") -> dict[str, Any]:
    """Return what a crawl would begin with, as far as the archive and the spider know it."""
    from datetime import UTC, datetime

    from crawler.catalogue import spider_loader
    from crawler.scope import host_of, is_within
    from storage.database import find_archive
    from storage.frontier import due

    if what.address:
        seeds, hosts = [what.address], [host_of(what.address)]
    else:
        spider = cast("ListingSpider", spider_loader().load(what.site)())
        seeds, hosts = [link.url for link in spider.seeds()], [*spider.hosts()]
    plan = {"site": what.site, "seeds": seeds, "lists": 0, "articles": 0}
    if db := find_archive(what.home):
        with closing(db):
            is_ours = partial(is_within, hosts=hosts)
            known = due(db, what.site, now=datetime.now(UTC), sweep=what.sweep, is_ours=is_ours)
        plan |= {"lists": known["list"], "articles": known["article"]}
    return plan


def _tell_plans(plans: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    from storage.values.counted import counted
    from wenming.cli.tables import print_json

    if as_json:
        print_json(plans)
        return
    for plan in plans:
        known = f"{counted(plan['lists'], 'list')} and {counted(plan['articles'], 'article')}"
        seeds = " ".join(plan["seeds"]) or "its home page"
        click.echo(f"{plan['site']}: {known} due; begins at {seeds}")


def _by_address(config: Config, url: str, name: str | None, what: Mapping[str, Any]) -> "Crawl":
    import re
    from urllib.parse import urlsplit

    from scheduler.launch import Crawl

    host = urlsplit(url).netloc.rpartition("@")[2]
    site = name or re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip("-")
    if not re.fullmatch(r"[\w.-]{1,64}", site) or site.startswith("."):
        raise click.UsageError(f"{site!r} is no name: letters, digits, - and . only")
    if (owner := _owner(config, url)) not in (None, site):
        raise click.UsageError(f"{url} belongs to the site {owner!r}: crawl {owner}")
    _see_whose_name(config, site, host)
    return Crawl(site=site, address=url, **what)


def _see_whose_name(config: Config, site: str, host: str) -> None:
    """Refuse the name of a spider; say so where a name had another host until now."""
    from urllib.parse import urlsplit

    from wenming.known import known_sites

    with known_sites(config.home) as (_, known):
        row = known.get(site)
    if row is None:
        return
    if row["origin"] == "spider":
        raise click.UsageError(f"{site!r} is a site with a spider of its own: take another --name")
    if (before := row["home_url"]) and urlsplit(before).netloc.rpartition("@")[2] != host:
        click.echo(f"{site} was {before} until now, and goes on from the new address", err=True)


def _owner(config: Config, url: str) -> str | None:
    """Return the site that an address was found for, if the archive knows it."""
    from storage.database import find_archive
    from storage.frontier import find

    if (db := find_archive(config.home)) is None:
        return None
    with closing(db):
        row = find(db, url)
    return str(row["site"]) if row else None


def _by_name(
    config: Config, names: Sequence[str], every: bool, what: Mapping[str, Any]
) -> list["Crawl"]:
    from scheduler.launch import Crawl
    from wenming.known import known_sites, why_not

    with known_sites(config.home) as (db, known):
        if every:
            names = [site for site, row in known.items() if row["state"] == "active"]
            if not names:
                click.echo("no site is active", err=True)
        for name in names:
            problem = why_not(db, name, known) or (None if every else _taken(config, name, known))
            if problem:
                raise click.UsageError(problem)
    return [
        Crawl(site=name, address=_address(known.get(name)), **what) for name in dict.fromkeys(names)
    ]


def _taken(config: Config, name: str, known: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return why a spider could ask for nothing: all its lists were found for another site."""
    from crawler.catalogue import spider_loader

    if name not in known or known[name]["origin"] != "spider" or name == "demo":
        return None
    spider = cast("ListingSpider", spider_loader().load(name)())
    urls = [link.url for link in spider.seeds()]
    owners = {url: _owner(config, url) for url in urls}
    if not urls or not all(owner not in (None, name) for owner in owners.values()):
        return None
    owner = owners[urls[0]]
    return f"{urls[0]} belongs to the site {owner!r} already: give the spider that name"


def _address(row: Mapping[str, Any] | None) -> str | None:
    return row["home_url"] if row and row["origin"] == "address" else None


def crawl_one(what: "Crawl", tell_end: Callable[..., None] = tell_people) -> "Ended":
    """Crawl with a line of progress on a terminal, and say on standard error how it ended."""
    from scheduler.launch import Ended
    from scheduler.launch import crawl as run_crawl
    from storage.errors import SiteLocked

    try:
        with crawl_progress(what.site) as tell:
            ended = run_crawl(what, tell)
    except SiteLocked as error:
        ended = Ended(None, LOCKED, str(error))
        tell_end(f"Error: {error}", site=what.site, levelname="ERROR")
        return ended
    run = ended.run or {}
    line = f"{what.site}: {ended.outcome}, {brought(run)}"
    reason = run.get("reason") or (ended.code and ended.last_word)
    line += f": {explained(reason)}" if reason else ""
    level = "INFO" if ended.outcome == "ok" else "WARNING"
    tell_end(line, site=what.site, run_id=run.get("id"), levelname=level)
    return ended


def explained(reason: object) -> str:
    """Return why a crawl failed, with what to do where that is known."""
    if "a private address is refused" in str(reason):
        return f"{reason}; --allow-private names those that are not"
    return str(reason)


def exit_code(ended: Sequence["Ended"]) -> int:
    """Return the exit code that a list of crawls deserves."""
    failed = [one for one in ended if one.outcome not in ("ok", "partial")]
    if not failed:
        return OK
    if any(one.outcome == "interrupted" for one in failed):
        return INTERRUPTED
    reasons = [str((one.run or {}).get("reason") or "") for one in failed]
    if any(one.code == DISK_FULL for one in failed):
        return DISK_FULL
    if all(one.code == LOCKED and one.run is None for one in failed):
        return LOCKED
    if len(failed) < len(ended):
        return SOME_FAILED
    return BLOCKED if all(reason.startswith("blocked") for reason in reasons) else ALL_FAILED


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Make SIGTERM, and the end of the terminal, end a crawl as Ctrl-C does."""

    def interrupt(signum: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    heard = [signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.getsignal(number) for number in heard}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
