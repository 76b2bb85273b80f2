"""``wenming alerts``."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from wenming.config import Config
from wenming.errors import ALL_FAILED, OK, SOME_FAILED, ConfigurationError

if TYPE_CHECKING:
    from scheduler.alerts import Channel, Message


@click.group()
def alerts() -> None:
    """Tell people when something is wrong, by e-mail or webhook."""


@alerts.command()
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and where.")
@click.pass_obj
def test(config: Config, dry_run: bool) -> None:
    """Send a test alert through every channel and say whether it arrived."""
    from scheduler.alerts import Message

    title = "wenming: 测试 test"
    body = f"这是一条测试消息。This is a test from the archive at {config.home.root.absolute()}."
    messages = [Message(channel, title, body, {}) for channel in _channels(config)]
    if dry_run:
        for message in messages:
            click.echo(f"{message.channel.label}: {title}\n{body}")
        return
    sys.exit(_send(messages))


@alerts.command()
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and where.")
@click.pass_obj
def check(config: Config, dry_run: bool) -> None:
    """Send an alert where the scheduler shows no life.

    For cron, as the dead do not complain. It goes to the channels without ``sites``; where each has
    some, to all.
    """
    from dataclasses import replace
    from datetime import UTC, datetime

    from scheduler.alerts import load_told, messages, missing_scheduler
    from scheduler.health import Verdict
    from scheduler.state import load_state

    now, state = datetime.now(UTC), load_state(config.home)
    alive = Verdict(state="ok", since=now)
    verdict = alive if state.is_alive(now) else missing_scheduler(state.looked_at, now)
    every = _channels(config)
    owners = {channel.key: replace(channel, sites=frozenset()) for channel in every}
    channels = [channel for channel in every if not channel.sites] or list(owners.values())
    due = messages(channels, {"scheduler": verdict}, {}, load_told(config.home))
    if dry_run:
        for message in due:
            click.echo(f"{message.channel.label}: {message.title}\n{message.body}")
        return
    sys.exit(_send(due, lambda message: _remember(config, message)))


def _remember(config: Config, message: "Message") -> None:
    """Note what one channel knows, whatever becomes of the others, or it would hear it again."""
    from scheduler.alerts import note_told
    from storage.database import storage_errors_at

    with storage_errors_at(config.home.root):
        note_told(config.home, [message])


def _channels(config: Config) -> list["Channel"]:
    from wenming.alerting import read_channels

    if channels := read_channels(config):
        return channels
    raise ConfigurationError("no channel is set: [[alerts.channels]] of wenming.toml")


def _send(
    messages: Sequence["Message"], on_arrival: Callable[["Message"], None] = lambda message: None
) -> int:
    from scheduler.deliver import Delivery

    failed = 0
    for message in messages:
        failure = Delivery(message).wait()
        failed += bool(failure)
        if not failure:
            on_arrival(message)
        click.echo(f"{message.channel.label}: {failure or 'arrived'}", err=True)
    if not failed:
        return OK
    return ALL_FAILED if failed == len(messages) else SOME_FAILED
