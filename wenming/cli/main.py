"""The command ``wenming``: finds the verb, sets the stage, tells errors in one line.

Modules of commands are imported when their verb is called, as Scrapy, sqlite-utils and Datasette
cost up to half a second each.
"""

import codecs
import os
import sys
from importlib import import_module
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import Any

import click

from wenming.errors import NobodyReads, hear_no_signals, tell

# The verbs in the order of ``--help``: where each lives, and what it says of itself there.
VERBS = {
    "demo": ("wenming.cli.demo:demo", "Crawl the built-in demo site, show what the archive holds."),
    "crawl": ("wenming.cli.crawl:crawl", "Crawl sites now, or any site from one of its pages."),
    "sites": ("wenming.cli.sites:sites", "List the sites; pause, resume or remove some."),
    "status": ("wenming.cli.status:status", "Show on one screen how every site is."),
    "runs": ("wenming.cli.runs:runs", "Show what ran, how it ended and why."),
    "search": ("wenming.cli.search:search", "Find articles."),
    "show": ("wenming.cli.show:show", "Show one article, its history and its reprints."),
    "explain": ("wenming.cli.history:explain", "Say why an address was fetched or not."),
    "withdrawn": ("wenming.cli.history:withdrawn", "List what the sites took down."),
    "suppress": ("wenming.cli.suppress:suppress", "Take an article out of everything shown."),
    "reread": ("wenming.cli.history:reread", "Read the stored pages again with today's rules."),
    "export": ("wenming.cli.export:export", "Write articles as CSV, JSON Lines or Parquet."),
    "serve": ("wenming.cli.web:serve", "Serve the web page: search, reprints, SQL."),
    "schedule": ("wenming.cli.schedule:schedule", "Crawl every site when it is due."),
    "alerts": ("wenming.cli.alerts:alerts", "Prove that an alert arrives."),
    "new-site": (
        "wenming.cli.newsite:new_site",
        "Draft the spider of a site from one of its lists.",
    ),
    "rehearse": (
        "wenming.cli.newsite:rehearse",
        "Change a site's saved pages and see what comes of it.",
    ),
    "read": ("wenming.cli.read:read", "Read one saved page and say why each field is what it is."),
    "tidy": ("wenming.cli.tidy:tidy", "Clean one text and say what was repaired."),
    "backup": ("wenming.cli.keep:backup", "Copy everything to a second place, crawls running."),
    "restore": ("wenming.cli.keep:restore", "Make an archive of a backup."),
    "verify": ("wenming.cli.keep:verify", "Prove that the archive is whole."),
    "doctor": ("wenming.cli.keep:doctor", "Examine the installation."),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, attribute = VERBS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:  # click knows only commands that are imported
            from difflib import get_close_matches

            if not (like := get_close_matches(args[0], VERBS)):
                raise
            meant = " or ".join(like)
            raise click.UsageError(f"{error.message} Did you mean {meant}?", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would make an error of it
            raise NobodyReads from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, text) for verb, (_, text) in VERBS.items()])


class Folder(click.Path):
    """A folder; an empty name, as of a variable that is not set, is not the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("it is empty: name a folder", param, ctx)
        if os.fsencode(value).decode("utf-8", "ignore") != str(value):
            self.fail("its name is no UTF-8, and SQLite opens no other", param, ctx)
        return super().convert(value, param, ctx)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=Folder(file_okay=False, path_type=Path),
    help="Folder of the archive.  [env: WENMING_HOME; default: ./data]",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="wenming")
@click.pass_context
def cli(ctx: click.Context, home: Path | None, debug: bool) -> None:
    """The archive of China's provincial civilization websites (文明网).

    Data goes to standard output, talk to standard error. Exit codes: 0 ok, 1 error, 2 usage,
    3 configuration, 4 another crawl holds the site, 5 some sites failed, 6 all failed, 7 blocked,
    8 disk full, 9 database busy or damaged, 10 interrupted.
    """
    from wenming.config import load

    ctx.obj = load(home)


def main() -> None:
    """Run the command line; every known error ends as one line and its exit code."""
    debug = "--debug" in sys.argv
    _open_what_is_closed()
    _let_talk_be_lost()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            _make_room_for_chinese(stream)
    try:
        sys.exit(cli(prog_name="wenming", standalone_mode=False) or 0)
    except SystemExit:
        raise
    except BaseException as error:
        if isinstance(error, (click.Abort, KeyboardInterrupt)):
            hear_no_signals()
        if debug:
            raise
        sys.exit(tell(error))


def _make_room_for_chinese(stream: TextIOWrapper) -> None:
    """Write UTF-8 where a locale knows no encoding, and escape what the one that it has lacks.

    GBK has no 𠮷 and no emoji, and one of them would end a list.
    """
    name = codecs.lookup(stream.encoding).name
    if name == "ascii":  # only click would print what we show, and not what rich shows
        stream.reconfigure(encoding="utf-8")
    elif name != "utf-8":
        codecs.register_error("escape", _escaped)
        stream.reconfigure(errors="escape")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return the lacking characters as JSON writes them, for it may be JSON that is printed."""
    import json

    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


class _Talk(FileIO):
    """Standard error that loses what cannot be written.

    Talk decides nothing: a full disk or a dead collector of logs ends no crawl, and no exit code.
    """

    def write(self, said: Any) -> int:
        try:
            return super().write(said) or len(said)
        except OSError:
            return len(said)


def _let_talk_be_lost() -> None:
    talk = sys.stderr
    if talk is sys.__stderr__ and isinstance(talk, TextIOWrapper):
        raw = BufferedWriter(_Talk(talk.fileno(), "w", closefd=False))
        sys.stderr = TextIOWrapper(raw, talk.encoding, talk.errors, line_buffering=True)


def _open_what_is_closed() -> None:
    """Read nothing and write nowhere where we were started without the standard streams.

    Or the next file that is opened would get the number of standard error, be it the archive's.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            os.dup2(opened, number)
            if opened > 2:
                os.close(opened)
            os.set_inheritable(number, True)  # it may have had the number at once
            setattr(sys, name, open(number, mode, encoding="utf-8"))  # noqa: SIM115  # to the end
