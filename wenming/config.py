"""Where the archive is and how we crawl: command line beats environment beats ``wenming.toml``."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from storage.home import Home
from wenming.errors import ConfigurationError

FILE = Path("wenming.toml")
TABLES = ("schedule", "alerts")  # read by the commands of the scheduled job
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Keys of wenming.toml and the variables that beat them.
VARIABLES = {
    "home": "WENMING_HOME",
    "allow_private": "WENMING_ALLOW_PRIVATE",
    "download_delay": "WENMING_DOWNLOAD_DELAY",
    "capture_lists": "WENMING_CAPTURE_LISTS",
    "user_agent": "WENMING_USER_AGENT",
    "contact": "WENMING_CONTACT",
    "daily_requests": "WENMING_DAILY_REQUESTS",
    "attachments": "WENMING_ATTACHMENTS",
    "log_level": "WENMING_LOG_LEVEL",
    "demo_url": "WENMING_DEMO_URL",
}


@dataclass(frozen=True, slots=True)
class Config:
    """What a command needs to know; ``environment`` is what a crawl's process is started with."""

    home: Home
    home_is_default: bool
    environment: dict[str, str] = field(default_factory=dict)
    schedule: dict[str, Any] = field(default_factory=dict)
    alerts: dict[str, Any] = field(default_factory=dict)

    def crawl_environment(self, allow_private: str | None = None, **more: str) -> dict[str, str]:
        """Return the whole environment of a crawl, with what a command line says on top."""
        if allow_private:
            more[VARIABLES["allow_private"]] = allow_private
        settings = {"WENMING_HOME": str(self.home.root), **self.environment, **more}
        return {**os.environ, **settings, "PYTHONUTF8": "1"}


def load(home: Path | None = None, file: Path = FILE) -> Config:
    """Return the configuration; raises ConfigurationError where the file makes no sense."""
    tables = _from_file(file)
    known = {key: _plain(value) for key, value in tables.items() if key not in TABLES} | {
        key: os.environ[name] for key, name in VARIABLES.items() if os.environ.get(name)
    }
    if "log_level" in known:
        known["log_level"] = known["log_level"].upper()
    if "attachments" in known:
        known["attachments"] = ",".join(kind.strip() for kind in known["attachments"].split(","))
    _refuse_nonsense(known)
    # A shell knows what ~ is; a unit file and wenming.toml do not.
    root = home or Path(known.get("home", "data")).expanduser()
    _refuse_unnameable(root)
    return Config(
        home=Home(root),
        home_is_default=home is None and "home" not in known,
        environment={VARIABLES[key]: value for key, value in known.items() if key != "home"},
        schedule=tables.get("schedule", {}),
        alerts=tables.get("alerts", {}),
    )


def _refuse_unnameable(root: Path) -> None:
    """Raise ConfigurationError for a home that is no UTF-8, be it by the working folder's name."""
    try:
        name = os.fsencode(root.absolute())
    except FileNotFoundError:  # the working folder was deleted
        return
    if name.decode("utf-8", "ignore").encode() != name:
        raise ConfigurationError(f"the home {name!r} is no UTF-8, and SQLite opens no other")


def _refuse_nonsense(known: Mapping[str, str]) -> None:
    """Raise ConfigurationError for a value that the crawl's process could make nothing of."""
    if known.get("home") == "":
        raise ConfigurationError(
            f"{FILE}: home is empty: name a folder, or leave it out for ./data"
        )
    delay = known.get("download_delay", "0")
    try:
        is_delay = 0 <= float(delay) < float("inf")
    except ValueError:
        is_delay = False
    if not is_delay:
        raise ConfigurationError(f"{_named('download_delay')} is seconds, not {delay!r}")
    requests = known.get("daily_requests", "0")
    if not (requests.isascii() and requests.isdecimal()):
        name = _named("daily_requests")
        raise ConfigurationError(f"{name} is a number, 0 for as many as it takes, not {requests!r}")
    if (level := known.get("log_level", LEVELS[0])) not in LEVELS:
        name = _named("log_level")
        raise ConfigurationError(f"{name} is one of {', '.join(LEVELS)}, not {level!r}")
    if (lists := known.get("capture_lists", "0")) not in ("0", "1"):
        name = _named("capture_lists")
        raise ConfigurationError(f"{name} is 1 or 0, in {FILE} true or false, not {lists!r}")
    _refuse_unknown_kinds(known.get("attachments", ""))
    try:
        check_networks(known.get("allow_private", ""))
    except ValueError as error:
        raise ConfigurationError(f"{_named('allow_private')}: {error}") from error


def _named(key: str) -> str:
    """Return what a setting is called where it was set."""
    variable = VARIABLES[key]
    return variable if os.environ.get(variable) else f"{FILE}: {key}"


def _refuse_unknown_kinds(kinds: str) -> None:
    """Raise ConfigurationError for a kind of attachments that none would be fetched of."""
    if not kinds:
        return
    from article.markup.media import KINDS  # with lxml, which few commands need

    known = {*KINDS.values(), "image"}
    if unknown := sorted(set(kinds.split(",")) - known):
        raise ConfigurationError(
            f"{_named('attachments')}: no kind {', '.join(map(repr, unknown))}; "
            f"kinds are {', '.join(sorted(known))}"
        )


def check_networks(text: str) -> None:
    """Raise ValueError where text is no list of addresses and networks, separated by commas."""
    for network in text.split(","):
        ip_network(network.strip() or "127.0.0.1")


def _from_file(file: Path) -> dict[str, Any]:
    if not os.path.lexists(file):  # what a link misses is no file that says nothing
        return {}
    try:
        # With the mark that editors on Windows put first.
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from error
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from error
    known = (*VARIABLES, *TABLES)
    if unknown := sorted(table.keys() - set(known)):
        raise ConfigurationError(
            f"{file}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )
    for name in TABLES:
        if not isinstance(table.get(name, {}), dict):
            raise ConfigurationError(f"{file}: {name} is a table: [{name}]")
    return table


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
