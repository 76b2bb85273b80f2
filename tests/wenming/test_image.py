"""The image of deploy/Containerfile is built and run, where an engine has the image it is built on.

``WENMING_BUILD_OPTIONS`` are options of the build, such as a volume with pip's own settings.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deploy" / "Containerfile"
NAME = f"wenming-test-{os.getpid()}"
NO_RIGHTS = shlex.split(
    "--network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges"
)


@dataclass(frozen=True)
class Engine:
    """Docker, or one that is called like it."""

    program: str

    def __call__(self, *arguments: str) -> str:
        done = self.ask(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Without this Podman builds images that know no HEALTHCHECK.
        environment = os.environ | {"BUILDAH_FORMAT": "docker"}
        command = [self.program, *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=900, env=environment)

    def run(self, *arguments: str) -> str:
        return self("run", "--rm", *NO_RIGHTS, "--volume", f"{NAME}:/data", *arguments)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return the engine that built the image; it has nothing of it afterwards."""
    (base,) = set(re.findall(r"^FROM (\S+)", FILE.read_text(), re.M))
    engines = [Engine(name) for name in ("docker", "podman") if shutil.which(name)]
    able = [one for one in engines if one.ask("image", "inspect", base).returncode == 0]
    if not able:
        pytest.skip(f"no docker or podman that has {base}")
    options = shlex.split(os.environ.get("WENMING_BUILD_OPTIONS", ""))
    able[0]("build", *options, "--file", str(FILE), "--tag", NAME, str(ROOT))
    yield able[0]
    able[0].ask("rm", "--force", NAME)
    able[0].ask("volume", "rm", NAME)
    able[0].ask("rmi", NAME)


def test_the_image_crawls_and_exports_without_rights(engine: Engine) -> None:
    engine.run(NAME, "demo")
    engine.run(NAME, "verify")
    engine.run(NAME, "export", "all.parquet")
    assert "ok " in engine.run(NAME, "doctor")


def test_the_image_schedules_is_healthy_and_ends_in_good_order(engine: Engine) -> None:
    sites = json.loads(engine.run(NAME, "sites", "--json"))
    active = shlex.join(site["id"] for site in sites if site["state"] == "active")
    pause = f"for site in {active}; do wenming sites pause $site; done"
    engine.run("--entrypoint", "sh", NAME, "-c", pause)
    engine("run", "--detach", "--name", NAME, *NO_RIGHTS, "--volume", f"{NAME}:/data", NAME)
    check = json.loads(re.search(r"^HEALTHCHECK.* CMD (.*)", FILE.read_text(), re.M)[1])  # type: ignore[index]
    seconds = range(30)
    assert any(is_well(engine, check) for _ in seconds), engine.ask("logs", NAME).stderr
    ask = (
        "from urllib.request import urlopen; print(urlopen('http://127.0.0.1:9808/healthz').status)"
    )
    assert engine("exec", NAME, "python", "-c", ask).strip() == "200"
    engine("stop", "--time", "60", NAME)
    assert engine("inspect", "--format", "{{.State.ExitCode}}", NAME).strip() == "0"


def is_well(engine: Engine, check: list[str]) -> bool:
    time.sleep(1)
    return engine.ask("exec", NAME, *check).returncode == 0
