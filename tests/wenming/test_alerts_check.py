"""The alarm about a scheduler that is gone: ``wenming alerts check``, as cron calls it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.alerts import Message
from scheduler.state import State, save_state
from storage.home import Home
from wenming.cli.main import cli

OPS = '[[alerts.channels]]\nname = "ops"\nurl = "json://127.0.0.1:9/ops"\n'
OTHERS = '[[alerts.channels]]\nname = "others"\nurl = "json://127.0.0.1:9/others"\n'
OWNER = '[[alerts.channels]]\nname = "owner"\nurl = "json://127.0.0.1:9/owner"\nsites = ["hubei"]\n'

Check = Callable[[], Result]


class Post:
    """Takes every letter but those to ``unreachable``."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.unreachable = ""

    def deliver(self, message: Message) -> "Post":
        self._name = message.channel.name
        return self

    def wait(self) -> str:
        if self._name == self.unreachable:
            return "no route"
        self.arrived.append(self._name)
        return ""


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    post = Post()
    monkeypatch.setattr("scheduler.deliver.Delivery", post.deliver)
    return post


@pytest.fixture
def check(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    monkeypatch.chdir(tmp_path)
    return lambda: CliRunner().invoke(cli, ["--home", str(home.root), "alerts", "check"])


def test_who_was_told_hears_nothing_twice_though_another_cannot_be_reached(
    check: Check, post: Post, tmp_path: Path
) -> None:
    (tmp_path / "wenming.toml").write_text(OPS + OTHERS, encoding="utf-8")
    post.unreachable = "others"
    assert [check().exit_code for _ in range(3)] == [5, 6, 6]
    assert post.arrived == ["ops"]
    post.unreachable = ""
    assert [check().exit_code for _ in range(2)] == [0, 0]
    assert post.arrived == ["ops", "others"]


@pytest.mark.parametrize(("table", "told"), [(OPS + OWNER, ["ops"]), (OWNER, ["owner"])])
def test_somebody_hears_of_a_dead_scheduler_always_and_owners_only_where_nobody_else_would(
    check: Check, post: Post, tmp_path: Path, table: str, told: list[str]
) -> None:
    (tmp_path / "wenming.toml").write_text(table, encoding="utf-8")
    assert check().exit_code == 0
    assert post.arrived == told


def test_a_sign_of_life_from_the_future_is_none(
    check: Check, post: Post, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "wenming.toml").write_text(OPS, encoding="utf-8")
    save_state(home, State(looked_at=datetime.now(UTC) + timedelta(days=3)))
    assert check().exit_code == 0
    assert post.arrived == ["ops"]
