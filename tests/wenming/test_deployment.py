"""Units, containers and configuration name what is there: commands, options, files, numbers."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from scheduler.metrics import Numbers
from scheduler.state import State
from storage.database import open_archive
from storage.home import Home
from wenming.alerting import read_channels
from wenming.cli.main import cli
from wenming.config import VARIABLES, load
from wenming.schedule import read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield where a command of ours is named, and what follows ``wenming``."""
    for unit in sorted(DEPLOY.glob("*.service")):
        program, *arguments = shlex.split(section(unit, "Service")["ExecStart"])
        assert program.endswith("/.venv/bin/wenming")
        yield unit.name, arguments
    image = (DEPLOY / "Containerfile").read_text()
    yield "Containerfile", json.loads(re.search(r"^CMD (.*)", image, re.M)[1])  # type: ignore[index]
    check = json.loads(re.search(r"^HEALTHCHECK.* CMD (.*)", image, re.M)[1])  # type: ignore[index]
    yield "HEALTHCHECK", check[1:]
    compose = (DEPLOY / "compose.yaml").read_text()
    for given in re.findall(r"^    command: \[(.*)\]", compose, re.M):
        yield "compose.yaml", [word.strip().strip('"') for word in given.split(",")]


def section(unit: Path, name: str) -> dict[str, str]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    return dict(parser[name])


@pytest.mark.parametrize(("where", "arguments"), [*commands()], ids=str)
def test_a_command_of_a_deployment_is_one_of_ours(where: str, arguments: list[str]) -> None:
    parse(arguments)


def test_a_wrong_option_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        parse(["schedule", "--metric", "1"])


def parse(arguments: list[str]) -> None:
    name, *options = arguments
    context = click.Context(cli)
    command = cli.get_command(context, name)
    assert command is not None
    command.make_context(name, options, parent=context)


def test_timers_have_their_services_and_homes_are_one() -> None:
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service").exists()
    services = [section(unit, "Service") for unit in DEPLOY.glob("*.service")]
    assert {(one["User"], one["WorkingDirectory"], one["Environment"]) for one in services} == {
        ("wenming", "/var/lib/wenming", "WENMING_HOME=/var/lib/wenming/data")
    }


def test_what_images_copy_and_mount_is_there() -> None:
    image, compose = (DEPLOY / "Containerfile").read_text(), (DEPLOY / "compose.yaml").read_text()
    copied = [word for line in re.findall(r"^COPY (?!--)(.*) \S+$", image, re.M)
              for word in line.split()]  # fmt: skip
    assert {"article", "crawler", "scheduler", "storage", "wenming"} <= set(copied)
    mounted = re.findall(r"- \./(\S+?):", compose)
    missing = [name for name in copied if not (ROOT / name).exists()]
    assert [*missing, *(name for name in mounted if not (DEPLOY / name).exists())] == []


def test_the_image_holds_every_extra_and_nothing_that_only_tests_need() -> None:
    (lock,) = set(re.findall(r"requirements\S*\.lock", (DEPLOY / "Containerfile").read_text()))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    assert set().union(*map(names, extras)) <= pins(lock).keys()
    assert pins(lock).keys().isdisjoint(names(project["dependency-groups"]["dev"]))


def test_a_larger_lock_holds_all_of_the_smaller_one() -> None:
    smaller, full, larger = (pins(f"requirements{of}.lock") for of in ("", "-full", "-dev"))
    assert smaller.items() <= full.items() <= larger.items()


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=~ ]", requirement, maxsplit=1)[0] for requirement in requirements}


def pins(lock: str) -> dict[str, frozenset[str]]:
    """Return what a lock says of each package, by its name: versions, conditions, hashes."""
    found: dict[str, set[str]] = {}
    for block in re.split(r"^(?=\S)", (ROOT / lock).read_text(), flags=re.M):
        found.setdefault(block.partition("==")[0], set()).add(block)
    return {name: frozenset(blocks) for name, blocks in found.items()}


def test_every_setting_is_shown_and_is_one(tmp_path: Path, home: Home) -> None:
    shown = re.sub(r"^# (?=[\w\[])", "", (DEPLOY / "wenming.toml").read_text(), flags=re.M)
    shown = shown.split("\n", 2)[2]  # the first two lines are words
    path = tmp_path / "wenming.toml"
    path.write_text(shown)
    # The address of the demo site is for its own command.
    settings = (VARIABLES.keys() - {"demo_url"}) | {"schedule", "alerts"}
    assert tomllib.loads(shown).keys() == settings
    config = load(home.root, path)
    assert read_settings(config).at_once == 4
    assert len(read_channels(config)) == 2


def test_alarms_of_prometheus_ask_for_numbers_that_we_publish(home: Home) -> None:
    with closing(open_archive(home)) as db:
        page = Numbers(home).text(db, State(looked_at=datetime.now(UTC)), {}).decode()
    asked = set(re.findall(r"\bwenming_\w+", (DEPLOY / "alerts.yml").read_text()))
    assert asked
    assert {name for name in asked if f"# TYPE {name} " not in page} == set()


def test_alarms_of_prometheus_tell_of_trouble_and_of_nothing_else() -> None:
    config, rules = DEPLOY / "prometheus.yml", Path(__file__).with_name("alerts_test.yml")
    for arguments in (["check", "config", str(config)], ["test", "rules", str(rules)]):
        done = ask("promtool", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def test_systemd_finds_nothing_wrong_with_a_unit(tmp_path: Path) -> None:
    for unit in [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]:
        text = unit.read_text().replace("/opt/wenming/.venv/bin/wenming", sys.executable)
        (tmp_path / unit.name).write_text(text)
    said = ask("systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))).stderr
    # It may find fault with the machine's own units too.
    assert [line for line in said.splitlines() if "wenming" in line] == []


def ask(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which(program) is None:
        pytest.skip(f"no {program}")
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)


def test_the_handbook_says_the_same_in_both_languages() -> None:
    english, chinese = (outline(ROOT / "docs" / f"operators.{name}.md") for name in ("en", "zh"))
    assert len(english) > 60
    assert english == chinese


def outline(document: Path) -> list[str]:
    """Return the headings as signs, tables row by row by their code, and what is shown as code."""
    text = document.read_text(encoding="utf-8")
    return [
        line.split()[0] if line.startswith("#") else "".join(sorted(re.findall(r"`[^`]+`", line)))
        for line in text.splitlines()
        if line.startswith(("#", "|"))
    ]


def test_commands_of_the_handbook_are_there() -> None:
    text = (ROOT / "docs" / "operators.en.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:wenming|\| `wenming) ([a-z][a-z-]*)", text, re.M))
    assert {"suppress", "reread", "schedule"} <= named <= set(cli.list_commands(click.Context(cli)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_handbook_installs_every_unit(language: str) -> None:
    text = (ROOT / "docs" / f"operators.{language}.md").read_text(encoding="utf-8")
    (patterns,) = re.findall(r"^cp (.*) /etc/systemd/system/$", text, re.M)
    copied = {path for pattern in patterns.split() for path in ROOT.glob(pattern)}
    assert copied == {*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")}
