"""``wenming withdrawn``, ``explain``, ``reread``: what became of pages, and why."""

from collections.abc import Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import click

from storage.values.counted import counted
from wenming.cli.keep import progress
from wenming.cli.options import MONTH, WHICH, refuse_nonsense, region_option, site_option
from wenming.cli.tables import json_option, local, print_json, print_table
from wenming.config import Config
from wenming.errors import DATABASE, OK, verdict

if TYPE_CHECKING:
    from storage.reread import Report


@click.command()
@click.option("--month", metavar="YYYY-MM", type=MONTH, help="Taken down in that month, +08:00.")
@region_option
@site_option
@json_option
@click.pass_obj
def withdrawn(
    config: Config, month: str | None, region: str | None, site: str | None, as_json: bool
) -> None:
    """List what the sites took down, by month and province; the last good text stays readable.

    One failure proves nothing: a page counts as withdrawn when it was gone for more than a quarter
    of the last 14 days. Refusals and timeouts are no evidence. What the site still shows at another
    address was moved: "stands at" names it.
    """
    from storage.database import open_read_only
    from storage.withdrawal import list_withdrawn

    with closing(open_read_only(config.home)) as db:
        refuse_nonsense(db, site=site, region=region)
        rows = list_withdrawn(db, month=month, region=region, site=site)
    if as_json:
        print_json(rows)
    else:
        columns = ("month", "region", "site", "id", "title", "published_at", "last_seen_at")
        print_table(rows, (*columns, "stands_at"))


@click.command()
@click.argument("which", metavar="URL-or-id", type=WHICH)
@json_option
@click.pass_obj
def explain(config: Config, which: str, as_json: bool) -> None:
    """Say when and by whom an address was found, what every visit brought, when it is due next."""
    from storage.database import open_read_only
    from storage.explain import explain as explained

    with closing(open_read_only(config.home)) as db:
        facts = explained(db, which)
    if as_json:
        print_json([facts])
    else:
        _print_explained(facts)


def _print_explained(facts: Mapping[str, Any]) -> None:
    click.secho(facts["url"], bold=True)
    if not facts["known"]:
        click.echo(f"unknown: {facts['next']}")
        return
    found = facts["discovered"]
    by = f"run {found['run']}" if found["run"] else "hand"
    where = f" on {found['list']}" if found["list"] else ""
    since = facts["withdrawn_at"]
    withdrawn = f", withdrawn since {local(since)}" if since else ""
    click.echo(f"{facts['kind']} of {facts['site']}, {facts['state']}{withdrawn}")
    click.echo(f"found {local(found['at'])} by {by}{where}")
    if facts["listed_at"]:
        click.echo(f"last listed {local(facts['listed_at'])} as {facts['link_title'] or '–'}")
    for stone in facts["suppressions"]:
        lifted = f"; lifted {_told_of_lift(stone)}" if stone["lifted_at"] else ""
        click.echo(f"suppressed {told(stone)}{lifted}")
    _print_visits(facts)
    click.echo(f"next: {local(facts['next'])}")


def told(stone: Mapping[str, Any]) -> str:
    """Return since when, by whose word and why something is suppressed."""
    since = local(stone["suppressed_at"])
    return f"{since} by {stone['suppressed_by']}: {stone['reason']}"


def _told_of_lift(stone: Mapping[str, Any]) -> str:
    by = f" by {stone['lifted_by']}" if stone["lifted_by"] else ""
    why = f": {stone['lift_reason']}" if stone["lift_reason"] else ""
    return f"{local(stone['lifted_at'])}{by}{why}"


def _print_visits(facts: Mapping[str, Any]) -> None:
    changes = {row["seen_at"]: row for row in facts["versions"]}
    visits = [(visit["fetched_at"], _visited(visit, changes)) for visit in facts["visits"]]
    missed = [
        (seen["seen_at"], "on no list of a sweep any more")
        for seen in facts["observations"]
        if seen["what"] == "unlisted"
    ]
    for at, said in sorted([*visits, *missed], key=itemgetter(0)) if missed else visits:
        click.echo(f"  {local(at)}  {said}")


def _visited(visit: Mapping[str, Any], changes: Mapping[str, Mapping[str, Any]]) -> str:
    version = changes.get(visit["fetched_at"])
    parts = [
        f"status {visit['status']}" if visit["status"] else None,
        visit["outcome"],
        visit["reason"],
        f"version {version['version']} ({version['change']})" if version else None,
    ]
    return f"run {visit['run_id']}  {', '.join(filter(None, parts))}"


@click.command()
@site_option
@click.option("--dry-run", is_flag=True, help="Only report what would change.")
@json_option
@click.pass_obj
def reread(config: Config, site: str | None, dry_run: bool, as_json: bool) -> None:
    """Read the stored pages again with today's rules; nothing is fetched.

    What reads differently becomes a version of kind reread. Interrupted, it goes on where it was.
    Ends with exit code 9 where pages are lost.
    """
    from crawler.rereading import Rereader
    from storage.database import open_archive, open_read_only
    from storage.reread import reread as read_again
    from storage.runs import site_lock
    from storage.sites import list_sites

    open_read_only(config.home).close()
    with ExitStack() as stack:
        db = stack.enter_context(closing(open_archive(config.home)))
        sites = {row["id"]: row for row in list_sites(db)}
        refuse_nonsense(db, site=site)
        if not dry_run:
            for name in [site] if site else sorted(sites):
                stack.enter_context(site_lock(config.home, name))
        tell = stack.enter_context(progress("Reading"))
        report = read_again(
            db,
            config.home,
            Rereader(sites),
            site=site,
            dry_run=dry_run,
            now=datetime.now(UTC),
            on_progress=lambda done, total: tell("", done, total),
        )
    with verdict(DATABASE if report.missing else OK):
        if as_json:
            from dataclasses import asdict

            print_json([asdict(report)])
        else:
            _print_report(report, dry_run=dry_run)
        if report.missing:
            click.echo(
                "What has no page was not read; `wenming verify` names what is lost.", err=True
            )


def _print_report(report: "Report", *, dry_run: bool) -> None:
    verb = "would get" if dry_run else "got"
    click.echo(f"{counted(report.read, 'article')} read: {report.changed} {verb} a new version, "
               f"{report.unchanged} as before")  # fmt: skip
    click.echo(
        f"{report.found} found in pages that could not be read, {report.unreadable} not readable "
        f"by today's rules, {report.missing} without a page"
    )
    for kind in ("gained", "lost", "altered"):
        for name, count in sorted(getattr(report, kind).items()):
            click.echo(f"  {kind} {name}: {count}, as {report.examples[f'{kind} {name}'][0]}")
