"""Where the content systems that several sites share keep the fields of an article."""

from article.layout import Layout

TRS = Layout(title="#title_tex", byline="#time_tex", body=".TRS_Editor", editor=".editor_tex")
"""TRS WCM as 中国文明网 and its stations have it."""

TRS_TABLES = Layout(title="span.newsh", body=".TRS_Editor")
"""TRS WCM in a frame of tables: the byline is spread over cells, the text nested twice."""

TRS_VARIANTS = (
    Layout(title=".tt-tit", published=".tt-rq", source=".tt-ly"),
    Layout(title=".dc-title", byline=".dc-title02"),
    Layout(title=".pannel-title", byline=".R-date"),
    Layout(title=".trs_title"),
    Layout(title=".detail-title"),
)
"""Other frames of the national site; their text is found by general rules."""

XINHUA = Layout(title="#title", byline="#time", body="#detail", editor="#articleEdit .editor")
"""The content system of Xinhua, on the national site since about 2023."""

JIANGXI = Layout(title="div.title h1", byline="div.title p", body="#text p")
"""江西文明网 in 2017."""
