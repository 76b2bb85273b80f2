"""What the names of elements tell: where content systems keep the text, and what is never text."""

import re

CONTAINER_IDS = frozenset(
    """UCAP-CONTENT zoom zoomcon ozoom vsb_content easysiteText ivs_content js_content js_article
    endText artibody artical_real rwb_zw p-detail detailContent cmsArticleContent czfxcontent
    info_content fontzoom BodyLabel mainText Cnt-Main-Article-QQ articleText contentText
    article_inbox ContentBody NewsContent newsContent text_content TRS_AUTOADD detail tex""".lower().split()
)
CONTAINER_CLASS = re.compile(
    r"TRS_Editor|TRS_UEDITOR|trs_editor_view|Custom_UnionStyle|post_text|post_body|news_txt|left_zw|"
    r"rich_media_content|u-mainText|pages_content|article[-_]content|entry-content|main-txt|"
    r"show_text|text_con_left_|j-fontContent|content-article|m-txt-article|easysite-news-text",
    re.I,
)
NEGATIVE = re.compile(
    r"comment|footer|foot_|copyright|sidebar|relat|recommend|xgxw|xgwd|hotnews|rank|share|bdshare|"
    r"(?<![a-z])nav|menu|crumb|toolbar|pagenav|editorinfo|statement|disclaimer|qrcode|ewm|"
    r"(?<![a-z])tags?(?![a-z])|login|popup|(?<![a-z])mask|banner|advert|adbox|(?<![a-z])ad_|guanggao",
    re.I,
)
DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.I)


def is_container(label: str) -> bool:
    """Whether class and id, joined by a space with the id last, are those of a known text container."""
    return label.rpartition(" ")[2].lower() in CONTAINER_IDS or bool(CONTAINER_CLASS.search(label))


def is_negative(label: str) -> bool:
    """Whether class or id name something beside the text, such as a footer or a share bar."""
    return bool(NEGATIVE.search(label))


def is_hidden(style: str) -> bool:
    """Whether an inline style keeps an element from being shown."""
    return bool(DISPLAY_NONE.search(style))
