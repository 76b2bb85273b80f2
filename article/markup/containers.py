"""What the names of elements tell: where content systems keep the text, and what is never text."""

import re
from functools import lru_cache

from article.patterns import regex

# Ids and parts of class names of text elements, collected from real pages; in lower case, as these
# and the following are found faster so.
_CONTAINER_IDS = frozenset(
    """ucap-content zoom zoomcon ozoom vsb_content easysitetext ivs_content js_content js_article
    endtext artibody artical_real rwb_zw p-detail detailcontent cmsarticlecontent czfxcontent
    info_content fontzoom bodylabel maintext cnt-main-article-qq articletext contenttext
    article_inbox contentbody newscontent text_content trs_autoadd detail tex""".split()
)
_CONTAINER_CLASS = regex(
    r"""
        trs_editor | trs_ueditor | custom_unionstyle | post_text | post_body | news_txt
        | left_zw | rich_media_content | u-maintext | pages_content | article[-_]content
        | entry-content | main-txt | show_text | text_con_left_ | j-fontcontent
        | content-article | m-txt-article | easysite-news-text
    """,
    re.X,
)
_NEGATIVE = regex(
    r"""
        comment | footer | foot_ | (?<![a-z])(?:foot|ft)(?![a-z]) | copyright
        | (?<!has[-_])(?<!no[-_])(?<!with[-_])sidebar | relat(?!ive) | recommend | xgxw | xgwd
        | hotnews | rank | share | (?<![a-z])nav | menu | crumb | toolbar | pagenav | editorinfo
        | statement | disclaimer | qrcode | ewm | (?<![a-z])tags?(?![a-z]) | login | popup
        | (?<![a-z])mask | banner | advert | adbox | (?<![a-z])ad_ | guanggao
    """,
    re.X,
)
_OF_READERS = regex("comment|player", re.I)
_DISPLAY_NONE = regex(r"display\s*:\s*none", re.I)
_NO_SIZE = regex(r"font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|\Z)", re.I)


@lru_cache(maxsize=4096)
def is_container(label: str) -> bool:
    """Whether classes and id (the last word, after a space) are those of a known text element."""
    if label == " ":
        return False
    label = label.lower()
    return label.rpartition(" ")[2] in _CONTAINER_IDS or _CONTAINER_CLASS.search(label) is not None


@lru_cache(maxsize=4096)
def is_negative(label: str) -> bool:
    """Whether class or id name something beside the text, such as a footer or a share bar."""
    return _NEGATIVE.search(label.lower()) is not None


@lru_cache(maxsize=4096)
def is_box(label: str) -> bool:
    """Whether class or id name a box that may stand inside a text's element and is no text."""
    return label != " " and (is_negative(label) or is_of_readers(label))


def is_of_readers(label: str) -> bool:
    """Whether class or id name what readers say or play, which may be longer than the text."""
    return _OF_READERS.search(label) is not None


@lru_cache(maxsize=1024)
def is_hidden(style: str) -> bool:
    """Whether an inline style keeps an element from being shown.

    ``visibility:hidden`` is not enough: WeChat hides its articles so until a script has run.
    """
    return _DISPLAY_NONE.search(style) is not None


@lru_cache(maxsize=1024)
def has_no_size(style: str) -> bool:
    """Whether an inline style shrinks words to nothing, as sites do with what only copies show."""
    return _NO_SIZE.search(style) is not None
