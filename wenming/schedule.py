"""The tables ``[schedule]`` of ``wenming.toml`` as settings of the scheduler."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import click

from scheduler.cadence import Limits
from scheduler.settings import Settings
from wenming.config import FILE, Config
from wenming.errors import ConfigurationError

_NUMBERS = {
    "at_once": int,
    "fresh_hours": float,
    "sweep_hours": float,
    "memory_mb": int,
    "least_free_mb": int,
    "jitter": int,
}
_WHERE = f"{FILE}: [schedule]"
_MOST = 1_000_000  # of anything: beyond lie numbers that neither clocks nor kernels know
_BOUNDS = ("quickest_minutes", "slowest_hours", "daily", "price")


def read_settings(config: Config) -> Settings:
    """Return the settings; raises ConfigurationError with the key that makes no sense.

    ``[schedule.sites.NAME]`` gives a site bounds of its own.
    """
    table = dict(config.schedule)
    table.pop("metrics", None)  # an address, see read_address
    own = table.pop("sites", {})
    if not isinstance(own, dict):
        raise ConfigurationError(f"{_WHERE} sites are tables: [schedule.sites.NAME]")
    _refuse_unknown(table, (*_NUMBERS, *_BOUNDS), _WHERE)
    bounds = _limits(Limits(), table, _WHERE)
    cadences = {}
    for site, values in own.items():
        _refuse_unknown(values, _BOUNDS, f"{FILE}: [schedule.sites.{site}]")
        cadences[site] = _limits(bounds, values, f"{FILE}: [schedule.sites.{site}]")
    numbers = {
        name: _of_kind(kind, table, name, _WHERE)
        for name, kind in _NUMBERS.items()
        if name in table
    }
    settings = replace(
        Settings(),
        **numbers,
        cadence=bounds,
        cadences=cadences,
        environment=config.crawl_environment(),
    )
    quickest = min(limits.quickest for limits in (bounds, *cadences.values()))
    if timedelta(seconds=settings.jitter) > quickest:
        # A visit that comes so late would swallow the next.
        raise ConfigurationError(
            f"{_WHERE} jitter is seconds, at most those between two visits: "
            f"{settings.jitter} s are more than {quickest}"
        )
    return settings


def read_address(config: Config, asked: str | None = None) -> tuple[str, int] | None:
    """Return host and port of /metrics, as ``asked`` or set; None where neither is."""
    given = asked or config.schedule.get("metrics")
    if given is None:
        return None
    host, _, port = str(given).rpartition(":")
    if not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        if asked:
            raise click.UsageError(f"{asked!r} is no [HOST:]PORT")
        raise ConfigurationError(f"{_WHERE} metrics is [HOST:]PORT, not {given!r}")
    return host or "127.0.0.1", int(port)


def _limits(base: Limits, table: Mapping[str, Any], where: str) -> Limits:
    given: dict[str, Any] = {}
    if "quickest_minutes" in table:
        given["quickest"] = timedelta(minutes=_number(table, "quickest_minutes", where))
    if "slowest_hours" in table:
        given["slowest"] = timedelta(hours=_number(table, "slowest_hours", where))
    if "daily" in table:
        given["daily"] = _of_kind(int, table, "daily", where)
    if "price" in table:
        given["price"] = _number(table, "price", where)
    try:
        return replace(base, **given)
    except ValueError as error:
        raise ConfigurationError(f"{where}: {error}") from error


def _of_kind(kind: type[int] | type[float], table: Mapping[str, Any], name: str, where: str) -> Any:
    if name == "jitter" and table[name] == 0:
        return 0
    value = _number(table, name, where)
    if kind is int and not value.is_integer():
        raise ConfigurationError(f"{where} {name} is a whole number, not {value!r}")
    return kind(value)


def _number(table: Mapping[str, Any], name: str, where: str) -> float:
    value = table[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= _MOST:
        raise ConfigurationError(
            f"{where} {name} is a number above 0, at most {_MOST:,}, not {value!r}"
        )
    return float(value)


def _refuse_unknown(table: object, known: tuple[str, ...], where: str) -> None:
    if not isinstance(table, dict):
        raise ConfigurationError(f"{where} is a table")
    if unknown := sorted(table.keys() - set(known)):
        raise ConfigurationError(
            f"{where}: unknown {', '.join(unknown)}; known are {', '.join(known)}"
        )
