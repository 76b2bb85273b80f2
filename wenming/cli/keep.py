"""``wenming backup``, ``restore``, ``verify`` and ``doctor``: keeping an archive for good."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from article.model import BEIJING
from storage.values.counted import counted
from wenming.cli.tables import json_option, print_json
from wenming.config import Config
from wenming.errors import DATABASE, ERROR, OK, ConfigurationError, verdict

if TYPE_CHECKING:
    from storage.care.doctor import Diagnosis

COLOURS = {"ok": "green", "warning": "yellow", "failure": "red"}


@click.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the backup, best on another disk.  [default: backups in the home]",
)
@click.option("--keep", type=click.IntRange(1), default=14, show_default=True, metavar="N",
              help="Keep the newest N copies of the database.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only list the WARC files that would be copied.")
@click.pass_obj
def backup(config: Config, folder: Path | None, keep: int, dry_run: bool) -> None:
    """Copy the database and every WARC file that the backup lacks; crawls may run meanwhile."""
    from storage.care import backup as storage
    from storage.database import open_read_only

    open_read_only(config.home).close()
    folder = folder or config.home.backups
    if dry_run:
        for name in storage.missing(config.home, folder):
            click.echo(name)
        return
    with progress("Copying") as tell:
        copied = storage.backup(
            config.home, folder, now=datetime.now(UTC), keep=keep, on_progress=tell
        )
    click.echo(copied.database)
    click.echo(
        f"{counted(copied.files, 'WARC file')} copied, {copied.bytes / 2**20:.1f} MB", err=True
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--database",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An older copy of the database, by its name in FOLDER or its path.  [default: the newest]",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be restored.")
@click.pass_obj
def restore(config: Config, folder: Path, database: Path | None, dry_run: bool) -> None:
    """Make an archive of the backup FOLDER, in a home that is empty; nothing is overwritten."""
    from storage.care import backup as storage

    database = database and _copy_of(folder, database)
    with progress("Copying") as tell:
        restored = storage.restore(
            folder,
            config.home,
            database=database,
            dry_run=dry_run,
            now=datetime.now(UTC),
            on_progress=tell,
        )
    if dry_run:
        click.echo(
            f"{restored.database} and {counted(restored.files, 'WARC file')} would be restored"
        )
        return
    click.echo(config.home.database)
    click.echo(
        f"restored {restored.database.name} and {counted(restored.files, 'WARC file')}; "
        "`wenming verify` proves it",
        err=True,
    )


def _copy_of(folder: Path, named: Path) -> Path:
    """Return a copy of the database that is named as it is in its folder, or by its path."""
    for copy in (folder / named, named):
        if copy.is_file():
            return copy
    raise click.BadParameter(f"{named} is not there, nor in {folder}", param_hint="'--database'")


@click.command()
@json_option
@click.pass_obj
def verify(config: Config, as_json: bool) -> None:
    """Prove that the archive is whole: digests, offsets, revisits, references, index, counts.

    Ends with exit code 9 where something is wrong.
    """
    from dataclasses import asdict

    from storage.care.verify import verify as findings_of

    with progress("Verifying") as tell:
        findings = list(findings_of(config.home, tell))
    told = counted(len(findings), "finding") if findings else "the archive is whole"
    with verdict(DATABASE if findings else OK):
        if as_json:
            print_json(map(asdict, findings))
        else:
            for finding in findings:
                click.echo(f"{finding.check}: {finding.where}: {finding.what}")
        click.echo(told, err=True)


@click.command()
@json_option
@click.pass_obj
def doctor(config: Config, as_json: bool) -> None:
    """Examine the installation: libraries, SQLite, permissions, disk, clock, spiders, settings."""
    from dataclasses import asdict

    from storage.care.doctor import examine
    from wenming.libraries import examine_libraries

    now = datetime.now(UTC)
    diagnoses = [
        examine_libraries(),
        *examine(config.home, now=now),
        _spiders(),
        _configuration(config),
        _contact(config),
        _holidays(now.astimezone(BEIJING).date()),
    ]
    with verdict(ERROR if any(one.verdict == "failure" for one in diagnoses) else OK):
        if as_json:
            print_json(map(asdict, diagnoses))
        else:
            for one in diagnoses:
                sign = click.style(f"{one.verdict:8}", fg=COLOURS[one.verdict])
                advice = f" – {one.advice}" if one.advice else ""
                click.echo(f"{sign} {one.check}: {one.what}{advice}")


def _spiders() -> "Diagnosis":
    from crawler.catalogue import site_facts, spider_loader
    from storage.care.doctor import Diagnosis

    site_facts()  # some spiders load, and cannot tell what their site is
    loader = spider_loader()
    if said := "; ".join(f"{module} does not load: {why}" for module, why in loader.broken.items()):
        return Diagnosis("spiders", "failure", said, "mend the module; all other sites are crawled")
    return Diagnosis("spiders", "ok", counted(len(loader.list()), "spider"))


def _configuration(config: Config) -> "Diagnosis":
    """Say what the scheduler, which begins later and unseen, would make of the configuration."""
    from crawler.catalogue import site_facts
    from storage.care.doctor import Diagnosis
    from storage.database import open_read_only
    from storage.sites import list_sites
    from wenming.alerting import read_channels
    from wenming.schedule import read_address, read_settings

    try:
        read_address(config)
        settings, channels = read_settings(config), read_channels(config)
    except ConfigurationError as error:
        return Diagnosis("configuration", "failure", error.format_message(), "mend wenming.toml")
    named = set(settings.cadences).union(*(channel.sites for channel in channels))
    unknown = named - {site.id for site in site_facts()}
    if unknown and config.home.database.exists():
        with closing(open_read_only(config.home)) as db:
            unknown -= {site["id"] for site in list_sites(db)}
    if unknown:
        what = f"names sites that nobody knows: {', '.join(sorted(unknown))}"
        return Diagnosis("configuration", "warning", what, "`wenming sites` lists them")
    return Diagnosis("configuration", "ok", counted(len(channels), "alert channel"))


def _contact(config: Config) -> "Diagnosis":
    from storage.care.doctor import Diagnosis

    if said := config.environment.get("WENMING_USER_AGENT"):
        return Diagnosis("contact", "ok", f"sites are told {said}")
    if said := config.environment.get("WENMING_CONTACT"):
        return Diagnosis("contact", "ok", f"sites are told to write to {said}")
    return Diagnosis("contact", "warning", "no site is told whom to write to", "set contact")


def _holidays(today: date) -> "Diagnosis":
    from scheduler.holidays import TABLE, complaints, last_known_year
    from storage.care.doctor import Diagnosis

    if said := complaints(today):
        advice = f"install a newer version, or mend {TABLE}"
        return Diagnosis("holidays", "warning", "; ".join(said), advice)
    return Diagnosis("holidays", "ok", f"known up to {last_known_year()}")


@contextmanager
def progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar on a terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda name, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(name: str, done: int, total: int) -> None:
            bar.update(task, description=f"{what} {name}", completed=done, total=total)

        yield tell
