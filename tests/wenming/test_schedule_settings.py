"""What operators may set, and that what we ship for them says the same."""

import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.alerts import Channel
from scheduler.settings import Settings
from storage.home import Home
from wenming.alerting import read_channels
from wenming.config import Config, load
from wenming.errors import ConfigurationError
from wenming.schedule import read_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SHIPPED = DEPLOY / "wenming.toml"


def config(**tables: object) -> Config:
    return Config(home=Home(Path("data")), home_is_default=True, **tables)  # type: ignore[arg-type]


def test_a_home_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wenming.toml").write_text('home = "~/archive"', encoding="utf-8")
    assert load(file=tmp_path / "wenming.toml").home.root == Path.home() / "archive"
    monkeypatch.setenv("WENMING_HOME", "~/other")
    assert load().home.root == Path.home() / "other"


@pytest.mark.parametrize("is_relative", [True, False])
def test_a_home_whose_name_sqlite_does_not_open_is_refused_wherever_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_relative: bool
) -> None:
    folder = tmp_path / os.fsdecode("档案".encode("gbk"))
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WENMING_HOME", "data" if is_relative else str(folder / "data"))
    with pytest.raises(ConfigurationError, match="is no UTF-8"):
        load()


def test_a_file_may_begin_with_the_mark_of_windows(tmp_path: Path) -> None:
    (tmp_path / "wenming.toml").write_text("[schedule]\nat_once = 2", encoding="utf-8-sig")
    assert load(file=tmp_path / "wenming.toml").schedule == {"at_once": 2}


def test_a_level_of_logs_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMING_LOG_LEVEL", "debug")
    assert load().crawl_environment()["WENMING_LOG_LEVEL"] == "DEBUG"


def test_kinds_of_attachments_may_have_blanks_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMING_ATTACHMENTS", "pdf, doc ,image")
    assert load().crawl_environment()["WENMING_ATTACHMENTS"] == "pdf,doc,image"


def test_no_attachments_at_all_may_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "wenming.toml").write_text("attachments = []", encoding="utf-8")
    assert load(file=tmp_path / "wenming.toml").crawl_environment()["WENMING_ATTACHMENTS"] == ""


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("[schedule]\nat_once = 0", "wenming.toml: [schedule] at_once is a number above 0"),
        ("[schedule]\nat_once = 0.5", "at_once is a whole number"),
        ("[schedule]\nfresh_hours = nan", "fresh_hours is a number above 0"),
        ("[schedule]\nmemory_mb = 1e30", "at most 1,000,000"),
        ("[schedule]\njitter = 1801", "jitter is seconds"),
        ("[schedule]\nsites = 3", "[schedule.sites.NAME]"),
        ("[schedule]\nslowest_hours = 0.1", "must be"),
        ("[schedule.sites.hubei]\ndaily = 1", "cannot be"),
        ("[schedule.sites.hubei]\nprice = 0", "wenming.toml: [schedule.sites.hubei] price is a"),
        ("[alerts]\nurl = 'x'", "[[alerts.channels]]"),
        ("[[alerts.channels]]\nurl = ''", "wenming.toml: [[alerts.channels]] needs a url"),
        ("capture_lists = 'yes'", "wenming.toml: capture_lists is 1 or 0"),
        ("daily_requests = 'many'", "wenming.toml: daily_requests is a number"),
        ("log_level = 'verbose'", "wenming.toml: log_level is one of DEBUG"),
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(
    tmp_path: Path, table: str, complaint: str
) -> None:
    (tmp_path / "wenming.toml").write_text(table, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(complaint)):
        _read_all(load(file=tmp_path / "wenming.toml"))


def test_a_variable_that_makes_no_sense_is_named_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wenming.toml").write_text("log_level = 'info'", encoding="utf-8")
    monkeypatch.setenv("WENMING_LOG_LEVEL", "loud")
    with pytest.raises(ConfigurationError, match="WENMING_LOG_LEVEL is one of"):
        load(file=tmp_path / "wenming.toml")


def _read_all(read: Config) -> None:
    read_settings(read)
    read_channels(read)


def test_the_shipped_configuration_says_what_holds_without_it() -> None:
    with_file, without = read_settings(load(file=SHIPPED)), read_settings(config())
    for name in Settings.__slots__:
        if name != "environment":
            assert getattr(with_file, name) == getattr(without, name)


def test_the_shipped_configuration_names_every_key() -> None:
    text = re.sub(r"^# (?=[\w\[]+)", "", SHIPPED.read_text(encoding="utf-8"), flags=re.M)
    tables = tomllib.loads(text.partition("\n")[2].partition("\n")[2])
    settings = read_settings(config(schedule=tables["schedule"]))
    assert settings.limits("hubei").slowest == timedelta(hours=6)
    assert settings.limits("hunan").slowest == timedelta(hours=12)
    assert {"url", "name"} <= tables["alerts"]["channels"][0].keys()


def test_no_jitter_at_all_may_be_asked_for() -> None:
    assert read_settings(config(schedule={"jitter": 0})).jitter == 0


def test_channels_are_read_with_their_owners() -> None:
    table = {"channels": [{"url": "json://a.example"}, {"url": "json://b.example", "sites": ["x"]}]}
    everything, owner = read_channels(config(alerts=table))
    assert everything.is_for("anything")
    assert owner.is_for("x")
    assert not owner.is_for("y")


def test_the_environment_names_channels_for_containers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMING_ALERTS", "json://a.example  wecombot://KEY")
    assert read_channels(config()) == [Channel("json://a.example"), Channel("wecombot://KEY")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_handbook_names_every_cause_outcome_and_exit_code(language: str) -> None:
    from scheduler.alerts import WORDS

    text = (DEPLOY.parent / "docs" / f"operators.{language}.md").read_text(encoding="utf-8")
    outcomes = ("ok", "partial", "failed", "crashed", "interrupted", "skipped", "misfired")
    assert all(f"`{outcome}`" in text for outcome in outcomes)
    assert [cause for cause in WORDS if cause not in text and cause != "scheduler"] == []
    assert all(
        re.search(rf"^\| {code}\b|[,、] {code}\b|、{code}\b", text, re.M) for code in range(11)
    )
