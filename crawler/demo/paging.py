"""How a list leads to its further articles: one function for each family of sites.

``script``     TRS: a call of ``createPageHTML`` writes the links; there is no anchor
``anchors``    links to the further pages
``dataproxy``  大汉 JCMS: all items arrive as records, the first in the page, the rest by request
``unit``       大汉, newer: the first items are in the page, the rest arrive as JSON
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from crawler.demo.addresses import page_path

Paging = Literal["script", "anchors", "dataproxy", "unit"]

PER_PAGE = 6
PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def call_script(count: int, number: int, stem: str) -> str:
    """Return the call that writes the pager of page ``number`` (from 0) of ``count``."""
    call = f'createPageHTML({count}, {number}, "{stem}", "shtml");'
    return f'<script type="text/javascript">{call}</script>'


def link_pages(count: int, number: int) -> str:
    """Return links to all pages but the one they are on."""
    others = (other for other in range(count) if other != number)
    return " ".join(f'<a href="{page_path("index.shtml", k)}">{k + 1}</a>' for k in others)


def embed_records(slug: str, items: Sequence[str]) -> str:
    """Return the first records, and the call that asks for the rest."""
    call = (
        f'$("#list_{slug}").jpage({{dataStore: dataStore, totalRecord: {len(items)}, '
        f"proxyUrl: '{PROXY}', perPage: {PER_PAGE}, "
        f"ajaxParam: {{columnid: '{slug}', unitid: '1', webid: '1', appid: '1'}}}});"
    )
    return (
        f'<div id="list_{slug}"></div>\n'
        f'<script type="text/xml"><datastore>{_recordset(items[:PER_PAGE])}</datastore></script>\n'
        f'<script type="text/javascript">{call}</script>'
    )


def embed_unit(slug: str, items: Sequence[str]) -> str:
    """Return the element that names the address of the further items."""
    asked = {"parseType": "buildstatic", "webId": "1", "pageId": slug, "pageType": "column"}
    pages = -(-len(items) // PER_PAGE)
    return (
        f'<div class="page-list" count="{len(items)}" pages="{pages}" url="{UNIT}"'
        f' querydata="{escape(json.dumps(asked))}"></div>'
    )


def answer(target: str, form: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """Return text and media type of the answer to a request for items, if it is one.

    ``lists`` has the items of each channel by its slug. Fields come with the address or the form.
    """
    parts = urlsplit(target)
    fields = {name: values[0] for name, values in parse_qs(f"{parts.query}&{form}").items()}
    try:
        if parts.path == PROXY:
            return _answer_proxy(fields, lists), "text/xml"
        if parts.path == UNIT:
            return _answer_unit(fields, lists), "application/json"
    except (KeyError, ValueError):  # a field is missing or no number
        return None
    return None


def _answer_proxy(fields: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> str:
    items = lists[fields["columnid"]]
    first, last = int(fields["startrecord"]), int(fields["endrecord"])
    records = _recordset(items[max(first, 1) - 1 : last])
    return f"<datastore><totalrecord>{len(items)}</totalrecord>{records}</datastore>"


def _answer_unit(fields: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> str:
    items = lists[fields["pageId"]]
    page = json.loads(fields["paramJson"])
    size = int(page["pageSize"])
    start = (int(page["pageNo"]) - 1) * size
    html = f"<ul>{''.join(items[start : start + size])}</ul>"
    data = {"html": html, "total": len(items)}
    return json.dumps({"success": True, "code": "200", "data": data}, ensure_ascii=False)


def _recordset(items: Sequence[str]) -> str:
    records = "".join(f"<record><![CDATA[{item}]]></record>" for item in items)
    return f"<recordset>{records}</recordset>"
