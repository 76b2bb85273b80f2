"""Options that several commands share, and the kinds of values that they take."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from storage.database import Database


class Text(click.ParamType[str]):
    """Text that a check lets pass; its ValueError says what is wrong."""

    def __init__(self, name: str, check: Callable[[str], object]) -> None:
        self.name = name
        self._check = check

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            self._check(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return value


class Address(Text):
    """An address to be crawled; a host in another script is what its punycode says, as in links."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        value = super().convert(value, param, ctx)
        if value.isascii():
            return value
        from crawler.scope import resolve

        return resolve(value, base=value) or self.fail(f"{value!r} has no host", param, ctx)


class Month(Text):
    """A month, given on as 2025-08 however it was written."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from storage.questions.choice import first_day

        return first_day(super().convert(value, param, ctx))[:7]


def _day(value: str) -> None:
    from storage.questions.choice import first_day

    first_day(value)


def _month(value: str) -> None:
    from storage.questions.choice import first_day, last_day

    with suppress(ValueError):
        if last_day(value) == f"{first_day(value)[:7]}-99":
            return
    raise ValueError(f"no month: {value!r}; write 2025-08")


def _networks(value: str) -> None:
    from wenming.config import check_networks

    check_networks(value)


def _feed(value: str) -> None:
    from storage.exports.feed import check_name

    check_name(value)


def _address(value: str) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{value!r} is no address of a page: http:// or https:// and a host")
    if "@" in parts.netloc:  # not shown again: it may be a secret
        raise ValueError("an address with a user name or password: wenming logs in nowhere")
    _ = parts.port  # raises where it is none


def _which(value: str) -> None:
    from urllib.parse import urlsplit

    if not value:
        raise ValueError("it is empty: give an address or an id")
    try:
        _ = urlsplit(value).port
    except ValueError as error:
        raise ValueError(f"{value!r} is no address: {error}") from error


def _page(value: str) -> None:
    if value:
        _which(value)


MONTH = Month("month", _month)
FEED = Text("name", _feed)
ADDRESS = Address("address", _address)
PAGE = Text("address", _page)
WHICH = Text("address or id", _which)
limit_option = click.option(
    "--limit",
    type=click.IntRange(1),
    callback=lambda ctx, param, value: min(value, sys.maxsize),  # SQLite counts no further
    default=20,
    show_default=True,
    help="No more than so many.",
)
site_option = click.option("--site", help="Of this site only.")
region_option = click.option("--region", help="Of this province only, as 湖北省, 湖北 or 420000.")
allow_private_option = click.option(
    "--allow-private",
    metavar="CIDR",
    type=Text("networks", _networks),
    help="Private addresses that may be crawled.  [env: WENMING_ALLOW_PRIVATE]",
)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options by which articles are chosen, the same for every command."""
    day = Text("day", _day)
    options = [
        site_option,
        region_option,
        click.option("--source", help="With this outlet in the byline (来源)."),
        click.option(
            "--since",
            metavar="DAY",
            type=day,
            help="Published on this day or later: 2025, 2025-08, 2025-08-01.",
        ),
        click.option("--until", metavar="DAY", type=day, help="Published on this day or earlier."),
        click.option("--unique", is_flag=True, help="One article a story: no reprints."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def refuse_empty(question: str | None) -> None:
    """Raise UsageError for a question without anything to look for; None asks for all."""
    from wenming.choosing import is_empty

    if question is not None and is_empty(question):
        raise click.UsageError("the question is empty: it needs a word, of one character or more")


def refuse_nonsense(db: "Database", **chosen: Any) -> None:
    """Raise UsageError for filters that nothing can meet: nothing found would be no answer."""
    from storage.database import location
    from wenming.choosing import objection

    if problem := objection(db, _spiders, **chosen):
        raise click.UsageError(f"{location(db)}: {problem}")


def _spiders() -> list[dict[str, Any]]:
    from dataclasses import asdict

    from crawler.catalogue import site_facts

    return [asdict(site) for site in site_facts()]
