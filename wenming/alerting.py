"""The table ``[alerts]`` of ``wenming.toml`` as channels."""

import os
from typing import Any

from scheduler.alerts import Channel
from wenming.config import FILE, Config
from wenming.errors import ConfigurationError

VARIABLE = "WENMING_ALERTS"  # addresses, separated by blanks: for containers


def read_channels(config: Config) -> list[Channel]:
    """Return the channels; raises ConfigurationError with the key that makes no sense."""
    if urls := os.environ.get(VARIABLE, "").split():
        return [Channel(url) for url in urls]
    table = dict(config.alerts)
    channels = table.pop("channels", [])
    if table or not isinstance(channels, list):
        raise ConfigurationError(f"{FILE}: [alerts] holds a list: [[alerts.channels]]")
    return [_channel(fields) for fields in channels]


def _channel(fields: Any) -> Channel:
    url = fields.get("url") if isinstance(fields, dict) else None
    if not isinstance(url, str) or not url.strip():
        raise ConfigurationError(f"{FILE}: [[alerts.channels]] needs a url, as Apprise writes it")
    if unknown := sorted(fields.keys() - {"url", "sites", "name"}):
        raise ConfigurationError(
            f"{FILE}: [[alerts.channels]]: unknown {', '.join(unknown)}; known are url, sites, name"
        )
    sites = fields.get("sites", [])
    if not isinstance(sites, list) or not all(isinstance(site, str) for site in sites):
        raise ConfigurationError(f"{FILE}: [[alerts.channels]] sites is a list of names")
    return Channel(url, frozenset(sites), str(fields.get("name", "")))
