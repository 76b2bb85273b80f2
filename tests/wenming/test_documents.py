"""Documents that are made from the program say what it says."""

import re
import runpy
from pathlib import Path

import click
import pytest

from wenming.cli.main import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CHINESE = [
    ROOT / "README.zh.md",
    ROOT / "deploy" / "wenming.toml",
    ROOT / "storage" / "exports" / "dictionary.tsv",
    *(path for path in sorted(DOCS.glob("*.zh.md")) if path.stem != "glossary.zh"),
    *sorted((ROOT / "wenming" / "web" / "templates").iterdir()),
    *sorted((ROOT / "wenming" / "web" / "queries").glob("*.sql")),
]


@pytest.mark.parametrize(
    "name", ["data-dictionary.en", "data-dictionary.zh", "queries.en", "queries.zh"]
)
def test_a_generated_document_is_up_to_date(name: str) -> None:
    made = runpy.run_path(str(DOCS / "generate.py"))["documents"]()
    path = DOCS / f"{name}.md"
    assert path.read_text(encoding="utf-8") == made[path], "run python docs/generate.py"


def _disused() -> list[str]:
    rows = (line.split("|") for line in (DOCS / "glossary.zh.md").read_text("utf-8").splitlines())
    words = [word for row in rows if len(row) == 6 for word in row[4].strip().split("、") if word]
    return words[words.index("不用") + 2 :]


@pytest.mark.parametrize("path", CHINESE, ids=lambda path: path.name)
def test_chinese_texts_keep_to_the_glossary(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("档案库", "")
    assert [word for word in _disused() if word in text] == []


def test_every_document_is_listed_and_every_link_leads_somewhere() -> None:
    listed = (DOCS / "README.md").read_text(encoding="utf-8")
    documents = [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "README.zh.md"]
    assert [
        p.name for p in DOCS.glob("*.md") if p.name != "README.md" and p.name not in listed
    ] == []
    for path in documents:
        for link in re.findall(r"\]\(([^):#]+)[^):]*\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name} links to {link}"


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.??.md")), ids=lambda path: path.name)
def test_a_document_leads_to_its_other_language(path: Path) -> None:
    name, language, _ = path.name.split(".")
    other, word = {"en": ("zh", "中文"), "zh": ("en", "English")}[language]
    assert path.read_text(encoding="utf-8").splitlines()[2] == f"[{word}]({name}.{other}.md)"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verb_and_option_is_documented(language: str) -> None:
    readme = ROOT / ("README.md" if language == "en" else "README.zh.md")
    text = "".join(p.read_text("utf-8") for p in [readme, *DOCS.glob(f"*.{language}.md")])
    spoken = set(re.findall(r"--[a-z-]+", text))
    for verb in cli.list_commands(click.Context(cli)):
        assert re.search(rf"(?:`|wenming |make |scheduler ){verb}\b", text), verb
        assert _options(cli.get_command(click.Context(cli), verb)) <= spoken, verb


def _options(command: click.Command | None) -> set[str]:
    assert command is not None
    options = (p for p in command.params if isinstance(p, click.Option))
    named = {max(option.opts, key=len) for option in options}
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return named.union(*map(_options, below)) - {"--help"}
