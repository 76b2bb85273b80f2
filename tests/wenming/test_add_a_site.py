"""The document "add a site", step by step, in a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.server import Demo, serve

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "add-a-site.en.md").read_text(encoding="utf-8")
PARTS = ("article", "storage", "crawler", "scheduler", "wenming", "tests", "pyproject.toml")


@pytest.fixture(scope="module")
def site() -> Iterator[Demo]:
    with serve() as site:
        yield site


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, site: Demo) -> Path:
    """A copy in which a site was drafted, and confirmed as if by hand."""
    copy = tmp_path_factory.mktemp("project")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    done = call(copy, "-m", "wenming", "new-site", "example", f"{site.url}zyfw/")
    assert done.returncode == 0, done.stderr
    for about in copy.glob("tests/pages/example/*/page.json"):
        page = json.loads(about.read_text(encoding="utf-8"))
        about.write_text(json.dumps({**page, "confirmed": True}), encoding="utf-8")
    return copy


def call(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(project),
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DOWNLOAD_DELAY": "0",
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_what_is_drafted_is_what_the_document_lists(project: Path) -> None:
    named = re.findall(r"^\| `([^`]+example[^`]+)`(?:, `([^`]+)`)?", DOCUMENT, re.M)
    assert [first for first, _ in named] == [
        "crawler/spiders/example.py",
        "tests/pages/example/list/",
        "tests/pages/example/article-1/",
    ]
    assert all((project / first).exists() for first, _ in named)
    assert (project / "tests/pages/example/article-2").exists()


def test_the_rehearsal_finds_nothing_silently_wrong(project: Path) -> None:
    done = call(project, "-m", "wenming", "rehearse", "example")
    assert done.returncode == 0, done.stdout
    (header,) = (line for line in DOCUMENT.splitlines() if line.startswith("page   "))
    assert done.stdout.split("\n")[0].split() == header.split()
    told = dict(re.findall(r"^(?:list|article-1) +(.+?)  +True   (.+)$", DOCUMENT, re.M))
    assert len(told) == 3
    for change, verdict in told.items():
        assert re.search(rf"{re.escape(change)} +True +{re.escape(verdict)}\n", done.stdout), change


def test_the_tests_that_it_names_pass(project: Path) -> None:
    (command,) = re.findall(r"^\$ pytest (.+)$", DOCUMENT, re.M)
    done = call(
        project, "-m", "pytest", "-p", "no:cacheprovider", "-k", "example", *command.split()
    )
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 15


def test_the_new_site_is_crawled_by_its_name(project: Path) -> None:
    done = call(project, "-m", "wenming", "crawl", "example", "--limit", "4", "--json")
    assert done.returncode == 0, done.stderr
    (run,) = json.loads(done.stdout)
    assert (run["outcome"], run["articles_new"]) == ("ok", 4)
