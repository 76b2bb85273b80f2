"""Write the documents that are made from the program: data dictionary, ready questions."""

from pathlib import Path
from typing import Literal

from storage.database import Database
from storage.exports import dictionary
from storage.schema import migrate
from wenming.web import ready

HERE = Path(__file__).parent
OTHER = {"zh": "[English]({}.en.md)", "en": "[中文]({}.zh.md)"}


def documents() -> dict[Path, str]:
    """Return what each file must say."""
    db = Database(memory=True)
    migrate(db)
    languages: tuple[Literal["zh", "en"], ...] = ("zh", "en")
    return {
        HERE / f"{name}.{language}.md": text.replace(
            "\n\n", f"\n\n{OTHER[language].format(name)}\n\n", 1
        )
        for language in languages
        for name, text in {
            "data-dictionary": dictionary.markdown(db, language),
            "queries": ready.markdown(language),
        }.items()
    }


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
