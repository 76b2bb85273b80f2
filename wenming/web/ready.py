"""The ready questions: SQL that answers what analysts ask most, each in a file of ``queries``."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

_HEADINGS = {
    "zh": (
        "现成的问题",
        "由 `wenming/web/queries` 生成，请勿手改。网页上各有一页；也可在任何 SQLite 工具里运行，"
        "如 `sqlite3 -readonly data/archive.db`，参数用 `.parameter set :q \"'志愿服务'\"` 给出。",
    ),
    "en": (
        "Ready questions",
        "Made from `wenming/web/queries`; do not edit. Each has its page on the web; they run in "
        "any SQLite tool too, as `sqlite3 -readonly data/archive.db`, parameters set by "
        "`.parameter set :q \"'志愿服务'\"`.",
    ),
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A question, what it asks, and its SQL."""

    name: str
    zh: str
    en: str
    sql: str


def ready_questions() -> Iterator[Ready]:
    """Yield all, by name."""
    folder = files("wenming.web").joinpath("queries")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".sql"):
            zh, en, sql = file.read_text(encoding="utf-8").split("\n", 2)
            yield Ready(
                file.name.removesuffix(".sql"),
                zh.removeprefix("-- zh: "),
                en.removeprefix("-- en: "),
                sql,
            )


def markdown(language: Literal["zh", "en"]) -> str:
    """Return all questions as a document."""
    title, introduction = _HEADINGS[language]
    parts = [f"# {title}\n\n{introduction}\n"]
    for ready in ready_questions():
        asks = ready.zh if language == "zh" else ready.en
        parts.append(f"\n## {ready.name}\n\n{asks}\n\n```sql\n{ready.sql}```\n")
    return "".join(parts)
