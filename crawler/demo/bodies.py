"""Paragraphs become markup, in the habits of each design's editor."""

from collections.abc import Callable, Iterator
from html import escape

from crawler.demo.articles import ExpectedArticle, Image
from crawler.demo.mirror import damage

INDENT = "\u3000\u3000"


def render_body(article: ExpectedArticle, page: int) -> str:
    """Return the markup of the pictures and paragraphs on one page of an article."""
    paragraph = PARAGRAPHS[article.layout]
    blocks = [paragraph(text, article) for text in article.parts[page]]
    if page == 0:
        # Pictures follow the first paragraph, which tells what they show.
        blocks[1:1] = [line for image in article.images for line in _picture(image)]
    return "\n".join(blocks)


def _picture(image: Image) -> Iterator[str]:
    name = image.path.rpartition("/")[2]
    yield f'<p align="center"><img src="./{name}" OLDSRC="{name}" alt="" border="0"></p>'
    if image.caption:
        yield f'<p class="caption" align="center">{escape(image.caption)}</p>'


def _trs(text: str, article: ExpectedArticle) -> str:
    """Word's text as the editor of TRS keeps it: indented by spaces, in runs, with empty lines."""
    if len(text) % 3:
        return f'<p align="justify">{INDENT}{_linked(text, article)}</p>'
    middle = len(text) // 2
    runs = f'<span lang="EN-US">{escape(text[:middle])}</span><font>{escape(text[middle:])}</font>'
    return f"<p>{INDENT}{runs}</p>\n<p>{INDENT}</p>"


def _xinhua(text: str, article: ExpectedArticle) -> str:
    return f'<p style="text-indent: 2em;">{_linked(text, article)}</p>'


def _jingchu(text: str, article: ExpectedArticle) -> str:
    return f"<p>&emsp;&emsp;{_linked(text, article)}</p>"


def _mirror(text: str, article: ExpectedArticle) -> str:
    return f"<p>{escape(damage(text))}</p>"


def _linked(text: str, article: ExpectedArticle) -> str:
    """Make the line of an attachment its link."""
    for file in article.attachments:
        if text.endswith(file.title):
            name = file.path.rpartition("/")[2]
            label = text.removesuffix(file.title)
            return f'{label}<a href="./{name}" target="_blank">{escape(file.title)}</a>'
    return escape(text)


PARAGRAPHS: dict[str, Callable[[str, ExpectedArticle], str]] = {
    "trs": _trs,
    "xinhua": _xinhua,
    "jingchu": _jingchu,
    "mirror": _mirror,
}
