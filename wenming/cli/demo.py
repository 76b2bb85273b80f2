"""``wenming demo``."""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from storage.home import Home
from wenming.cli.crawl import crawl_one, exit_code
from wenming.config import Config

if TYPE_CHECKING:
    from crawler.demo.server import Demo
    from scheduler.launch import Crawl, Ended

PORT = 8808  # unless somebody else uses it
FOLDER = Path("demo-data")

BY_CHANNEL = """
    select a.channel, count(*) as articles, min(a.published_date) as first,
      max(a.published_date) as last, count(distinct a.source) as sources,
      count(*) filter (where a.story_id <> a.id) as reprints,
      sum(json_array_length(a.repairs)) as repairs
    from articles a
    where a.site = 'demo'
    group by 1 order by 1
"""
STORIES = """
    select count(*) as articles, count(distinct story_id) as stories, sum(chars) as characters,
      max(id) filter (where repairs <> '[]') as repaired,
      max(id) filter (where version > 1) as corrected
    from articles where site = 'demo'
"""


@click.command()
@click.pass_obj
def demo(config: Config) -> None:
    """Serve the demo site on loopback, crawl it twice, show what the archive holds.

    Between the two crawls the site corrects an article; the archive keeps what it said before. The
    archive stays in ./demo-data (or where --home says) for a look at it.
    """
    if config.home_is_default:
        config = replace(config, home=Home(FOLDER))
    with _serve(config) as site:
        click.echo(f"云川文明网 is served at {site.url}", err=True)
        ended = list(_crawls(config, site))
    if all(one.outcome == "ok" for one in ended):
        _report(config)
    sys.exit(exit_code(ended))


def _crawls(config: Config, site: "Demo") -> Iterator["Ended"]:
    if not _is_corrected(config):
        first = crawl_one(_crawl_of(config, site.url))
        yield first
        if first.outcome != "ok":
            return
        click.echo("The site corrects a date; again:", err=True)
    site.change()
    yield crawl_one(_crawl_of(config, site.url))


def _is_corrected(config: Config) -> bool:
    """Say whether an earlier demo was here: the site does not take its correction back."""
    from storage.database import find_archive

    if (db := find_archive(config.home)) is None:
        return False
    with closing(db):
        return next(db.query(STORIES))["corrected"] is not None


def _serve(config: Config) -> "Demo":
    """Serve the site where an earlier demo had it: elsewhere each article would be another."""
    from crawler.demo.server import serve

    known = _port(config)
    try:
        return serve(known or PORT)
    except OSError as error:
        if known is None:
            return serve()
        raise click.ClickException(
            f"{config.home.root} knows the demo site at port {known}, which something else uses: "
            "free it, or delete the folder, or name another by --home"
        ) from error


def _port(config: Config) -> int | None:
    """Return where an earlier demo served the site, None where there was none."""
    from storage.database import find_archive
    from storage.sites import get_site

    if (db := find_archive(config.home)) is None:
        return None
    with closing(db):
        site = get_site(db, "demo")
    return urlsplit(site["home_url"]).port if site and site["home_url"] else None


def _crawl_of(config: Config, url: str) -> "Crawl":
    from scheduler.launch import Crawl

    environment = config.crawl_environment(
        WENMING_DEMO_URL=url, WENMING_ALLOW_PRIVATE="127.0.0.1/32", WENMING_DOWNLOAD_DELAY="0"
    )
    return Crawl(site="demo", home=config.home, environment=environment)


def _report(config: Config) -> None:
    from storage.database import open_read_only
    from wenming.cli.tables import print_table

    with closing(open_read_only(config.home)) as db:
        rows = list(db.query(BY_CHANNEL))
        stories = next(db.query(STORIES))
    title = "{articles} articles, {stories} stories, {characters:,} characters".format(**stories)
    print_table(rows, list(rows[0]), title)
    command = f"{ourselves()} --home {config.home.root}"
    click.echo(
        f"""
Try next:
  {command} show {stories["repaired"]} --notes
  {command} search 文明
  {command} search 志愿服务 --since 2025-01-01
  {command} show {stories["corrected"]} --diff"""
    )


def ourselves() -> str:
    """Return how we were called, so that what is proposed may be typed as it stands."""
    called = Path(sys.argv[0])
    return f"{sys.executable} -m wenming" if called.name == "__main__.py" else str(called)
