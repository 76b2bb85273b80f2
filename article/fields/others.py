"""Day, editor, credit and channel of an article, which few rules of their own tell."""

from collections.abc import Iterator

from article.facts.brackets import read_brackets
from article.facts.candidates import Found
from article.facts.channel import find_channel, find_filed
from article.facts.credit import find_credit, find_issue
from article.facts.dates import When, find_date
from article.facts.editor import find_editor
from article.facts.names import read_persons
from article.facts.published import published_candidates
from article.facts.values import clean_persons
from article.fields.selected import selected
from article.markup.cells import EDITOR, find_cell
from article.markup.meta import Said
from article.markup.page import Page
from article.text.locating import Parts

AFTER = 15  # lines after the text in which its editor may be named


def published(page: Page, said: Said, parts: Parts, listed: str | None) -> Iterator[Found[When]]:
    """Yield publish dates."""
    for text in selected(page, parts, "published"):
        if when := find_date(text):
            yield Found("layout", when, text)
    found = published_candidates(page, parts.byline, said, parts.start, parts.end, listed)
    yield from found
    if not found and (issue := find_issue(parts.paragraphs)) and (when := find_date(issue)):
        yield Found("issue", when, issue)


def editors(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the editor (责任编辑) from the byline or from below the text."""
    for text in selected(page, parts, "editor"):
        if value := find_editor(text) or clean_persons(text):
            yield Found("layout", value, text)
    if parts.byline.editor:
        yield Found("byline", parts.byline.editor, parts.byline.text)
    last = parts.kept[-1] if parts.kept else parts.end
    below = page.lines[last : parts.end + AFTER]
    # Who checked a text (初审编辑) is asked last.
    for line in sorted(below, key=lambda line: "审编" in line.text):
        if value := find_editor(line.text):
            yield Found("end", value, line.text)
            return
    bracketed = read_brackets(parts.paragraphs[-1]) if parts.paragraphs else None
    if bracketed and (value := find_editor(bracketed)):
        yield Found("end", value, bracketed)
        return
    if any("编" in line.text and len(line.text) < 10 for line in below):
        cell = find_cell(below, EDITOR) or ""
        if names := read_persons(cell):
            yield Found("label", " ".join(names), cell)


def end_credits(parts: Parts) -> Iterator[Found[str]]:
    """Yield who is credited in brackets at the end of the text."""
    if value := find_credit(parts.paragraphs):
        yield Found("end", value, parts.paragraphs[-1][-80:])


def channels(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield names of the channel."""
    if name := said.metas.get("columnname"):
        yield Found("meta:columnname", name, name)
    if crumb := find_channel(page, parts.title, parts.start):
        yield Found("breadcrumb", *crumb)
    if name := find_filed(parts.byline.text):
        yield Found("byline", name, parts.byline.text)
