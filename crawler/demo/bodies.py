"""Paragraphs become markup, in the habits of each design's editor."""

from collections.abc import Callable
from html import escape

from crawler.demo.articles import ExpectedArticle, Image
from crawler.demo.mirror import damage

INDENT = "\u3000\u3000"


def render_body(article: ExpectedArticle, page: int) -> str:
    """Return the markup of the pictures and paragraphs on one page of an article."""
    paragraph = PARAGRAPHS[article.layout]
    captioned = {image.caption: image for image in article.images if image.caption}
    blocks = [
        _captioned(captioned[text]) if text in captioned else paragraph(text, article)
        for text in article.parts[page]
    ]
    if page == 0:
        # Pictures without a caption follow the first paragraph, which tells what they show.
        blocks[1:1] = [_picture(image) for image in article.images if not image.caption]
    return "\n".join(blocks)


def _captioned(image: Image) -> str:
    caption = escape(image.caption or "")
    return f'{_picture(image)}\n<p class="caption" align="center">{caption}</p>'


def _picture(image: Image) -> str:
    name = image.path.rpartition("/")[2]
    return f'<p align="center"><img src="./{name}" OLDSRC="{name}" alt="" border="0"></p>'


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
