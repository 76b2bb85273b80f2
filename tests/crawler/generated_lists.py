"""How the lists of generated sites look, turn their pages, and arrive by request."""

import json
import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What makes a site: see the functions that take each apart."""

    name: str = ""
    markup: str = "ul"
    dates: str = "full"
    address: str = "trs"
    channel: str = "folder"
    paging: str = "trs"
    depth: int = 1
    channels: int = 3
    each: int = 13
    size: int = 6
    charset: str = "utf-8"
    sidebar: bool = True
    is_menu_scripted: bool = False
    seed: int = 1


@dataclass
class Item:
    """An article of a generated site."""

    path: str
    title: str
    day: str
    channel: str
    body: list[str]


class Lists:
    """The lists of a site; what makes the site itself is in ``GeneratedSite``."""

    choices: Choices
    items: list[Item]
    lists: set[str]
    pages: dict[str, tuple[str, bytes]]
    records: dict[str, list[Item]]

    def _list_path(self, channel: str, page: int) -> str:
        raise NotImplementedError

    def _frame(self, title: str, body: str) -> str:
        raise NotImplementedError

    def _put(self, target: str, html: str) -> None:
        raise NotImplementedError

    def _row(self, item: Item) -> str:
        title = item.title if len(item.title) < 14 else f"{item.title[:12]}..."
        date = {
            "full": f"<span>{item.day}</span>",
            "slash": f"<span>[{item.day.replace('-', '/')}]</span>",
            "short": f"<span>{item.day[5:]}</span>",
            "split": f"<em><b>{item.day[8:]}</b>{item.day[:7]}</em>",
            "none": "",
        }[self.choices.dates]
        link = f'<a href="{item.path}" title="{item.title}" target="_blank">{title}</a>'
        match self.choices.markup:
            case "ul":
                return f"<li>{link}{date}</li>"
            case "table":
                return f"<tr><td>·</td><td>{link}</td><td>{date}</td></tr>"
            case "dl":
                return f"<dd>{date}{link}</dd>"
            case "cards":
                return (
                    f'<div class="item"><a href="{item.path}"><img src="/i/{item.day}.jpg"></a><h3>'
                    f'<a href="{item.path}">{item.title}</a></h3><p>{item.body[0]}</p>{date}'
                    f'<a href="{item.path}">[详细]</a></div>'
                )
            case "block":
                return (
                    f'<a class="row" href="{item.path}"><h4>{item.title}</h4>'
                    f"<p>{item.body[0][:40]}</p>{date}</a>"
                )
            case "onclick":
                return f"<li onclick=\"window.open('{item.path}')\"><p>{item.title}</p>{date}</li>"
        raise ValueError(self.choices.markup)

    def _rows(self, items: list[Item]) -> str:
        rows = "".join(map(self._row, items))
        tag = {"ul": "ul", "table": "table", "dl": "dl", "onclick": "ul"}.get(
            self.choices.markup, "div"
        )
        return f'<{tag} class="liebiao">{rows}</{tag}>'

    def _put_lists(self, channel: str, name: str) -> None:
        items = sorted((i for i in self.items if i.channel == channel), key=lambda i: i.day)[::-1]
        size, paging = self.choices.size, self.choices.paging
        count = -(-len(items) // size)
        self.records[channel] = items
        if paging.startswith(("dataproxy", "json")):
            target = self._list_path(channel, 1)
            self.lists.add(target)
            self._put(target, self._frame(name, self._scripted(channel, items)))
            return
        for page in range(1, count + 1):
            target = self._list_path(channel, page)
            self.lists.add(target)
            shown = self._rows(items[(page - 1) * size :][:size])
            pager = self._pager(channel, page, count)
            self._put(target, self._frame(name, f"{shown}<div class='fy'>{pager}</div>"))
        if self.choices.channel == "folder":
            self.pages[f"/{channel}/index.html"] = self.pages[self._list_path(channel, 1)]

    def _pager(self, channel: str, page: int, count: int) -> str:
        path = lambda number: self._list_path(channel, number)  # noqa: E731
        stem = path(1).rpartition("/")[2].removesuffix(".html") or "index"
        match self.choices.paging:
            case "trs":
                return f'<script>createPageHTML({count}, {page - 1}, "{stem}", "html");</script>'
            case "trs-quoted":
                return f"<script>createPageHTML('{count}','{page - 1}','{stem}','html');</script>"
            case "trs-id":
                call = f'createPageHTML("page_div",{count}, {page - 1},"{stem}","html",90);'
                return f"<script>{call}</script>"
            case "trs-inline":
                link = f'<a href=\\"{stem}"+"_" + nextPage + "."+"html\\">下一页</a>'
                return (
                    f"<script>var currentPage = {page - 1};//from 0\n"
                    "var prevPage = currentPage-1\nvar nextPage = currentPage+1\n"
                    f"var countPage = {count}\n"
                    f'if(currentPage!=(countPage-1)) document.write("{link}");</script>'
                )
            case "next":
                ahead = f'<a href="{path(page + 1)}">下一页</a>' if page < count else "下一页"
                back = f'<a href="{path(page - 1)}">上一页</a>' if page > 1 else ""
                return f'<a href="{path(1)}">首页</a>{back}{ahead}<a href="{path(count)}">尾页</a>'
            case "numbers":
                shown = range(max(1, page - 2), min(count, page + 2) + 1)
                return "".join(
                    f"<b>{n}</b>" if n == page else f'<a href="{path(n)}">{n}</a>' for n in shown
                )
            case "select":
                options = "".join(
                    f'<option value="{path(n)}"{" selected" if n == page else ""}>第{n}页</option>'
                    for n in range(1, count + 1)
                )
                return f'<select onchange="location.href=this.value">{options}</select>'
            case "form":
                cid = re.sub(r"\D", "", path(1))
                turn = f'<a href="javascript:turn({page + 1})">下一页</a>' if page < count else ""
                return f"""<form id="f" action="/list.php"><input type="hidden" name="cid"
value="{cid}"><input type="hidden" name="page" value="{page}"></form>{turn}
<script>function turn(n){{ $("[name=page]").val(n); $("#f").submit(); }}</script>"""
            case "function":
                total = f"<span>共{count}页 第{page}页</span>"
                pattern = path(2).rpartition("/")[2]
                before, after = re.split(r"2(?=\D*$)", pattern)
                return f"""{total}<a href="javascript:go({page + 1})">&gt;&gt;</a>
<script>function go(n){{ location.href = "{before}" + n + "{after}"; }}</script>"""
            case "template":
                pattern = re.sub(r"2(?=\D*$)", "{page}", path(2))
                options = f'pageCount:{count},current:{page},link:"{pattern}"'
                return f'<div id="pg"></div><script>new Pager({{el:"#pg",{options}}});</script>'
        raise ValueError(self.choices.paging)

    # Lists that arrive by request

    def _scripted(self, channel: str, items: list[Item]) -> str:
        size, total = self.choices.size, len(items)
        proxy, api = "/module/web/jpage/dataproxy.jsp", f"/api/articles?channel={channel}"
        match self.choices.paging:
            case "dataproxy":
                held = f"<recordset>{self._records(items[:size])}</recordset>"
                fields = f"page=1&appid=1&webid=3&path=/&columnid={channel}&unitid=88"
                group = f'<nextgroup><![CDATA[<a href="{proxy}?{fields}"></a>]]></nextgroup>'
                options = f"totalRecord:{total},perPage:{size},proxyUrl:'{proxy}'"
                return (
                    f'<script type="text/xml"><datastore>{group}{held}</datastore></script>'
                    f'<div id="u1"></div><script>$("#u1").jpage({{{options}}});</script>'
                )
            case "dataproxy-bare":
                address = f"{proxy}?startrecord=1&endrecord={size}&perpage={size}"
                fields = f'"columnid":"{channel}","unitid":"88","webid":"3","appid":"1"'
                call = f'$.ajax({{type:"POST",url:"{address}",data:{{{fields}}},success:show}})'
                return f"<script>var perpage={size};{call};</script>"
            case "json-ids":
                name = f"/js/list-{channel.replace('/', '-')}.js"
                call = f'$.getJSON("{api}&ids=1&page="+p+"&size={size}", show)'
                row = """h += '<a href="/show.php?id=' + one.id + '">' + one.title + '</a>'"""
                script = f"var p = 1; {call}; function show(d) {{ d.each(one => {row}) }}"
                self.pages[name] = ("text/javascript", script.encode())
                self.lists.add(name)
                return f'<div id="app"></div><script src="{name}"></script>'
            case "json-fetch":
                call = f'fetch("{api}&page=1&size={size}").then(r=>r.json()).then(show)'
                return f'<div id="app"></div><script>var page=1;{call}</script>'
            case "json-ajax":
                fields = f'channel:"{channel}",page:p,size:{size}'
                call = f'$.ajax({{url:"/api/articles",type:"GET",data:{{{fields}}},success:show}})'
                return f"<script>function load(p){{{call}}} load(1);</script>"
            case "json-concat":
                call = f'$.getJSON("{api}&size={size}&page="+p,function(d){{show(d)}})'
                return f"<script>var p=1;{call}</script>"
            case "json-attribute":
                return f'<div data-source="{escape(api)}&amp;page=1&amp;size={size}"></div>'
            case "json-offset":
                return f"<script>const api = `{api}&offset=0&limit={size}`; load(api)</script>"
            case "json-files":
                count = -(-total // size)
                for page in range(count):
                    shown = self._plain(items[page * size :][:size])
                    data = {"code": 0, "pages": count, "list": shown}
                    target = f"/data/{channel}_{page + 1}.json"
                    self.pages[target] = ("application/json", as_json(data))
                    self.lists.add(target)
                return f'<script>$.get("/data/{channel}_1.json", show)</script>'
        raise ValueError(self.choices.paging)

    def _records(self, items: list[Item]) -> str:
        return "".join(f"<record><![CDATA[{self._row(item)}]]></record>" for item in items)

    def _plain(self, items: list[Item]) -> list[dict[str, Any]]:
        return [
            {"id": n, "title": i.title, "url": i.path, "publishTime": f"{i.day} 08:00:00"}
            for n, i in enumerate(items)
        ]

    def _dataproxy(self, fields: dict[str, str], query: str) -> tuple[str, bytes] | None:
        fields = {**dict(parse_qsl(query)), **fields}
        items = self.records.get(fields.get("columnid", ""))
        if items is None or "unitid" not in fields:
            return None
        first, last = int(fields["startrecord"]), int(fields["endrecord"])
        total = f"<totalrecord>{len(items)}</totalrecord>"
        held = f"<recordset>{self._records(items[first - 1 : last])}</recordset>"
        return "text/xml", f"<datastore>{total}{held}</datastore>".encode()

    def _json(self, fields: dict[str, str]) -> tuple[str, bytes] | None:
        items = self.records.get(fields.get("channel", ""))
        if items is None:
            return None
        size = int(fields.get("size") or fields.get("limit") or 10)
        start = (
            int(fields["offset"]) if "offset" in fields else (int(fields.get("page", 1)) - 1) * size
        )
        shown = self._plain(items[start : start + size])
        if "ids" in fields:
            ids = [re.sub(r"\D", "", item.path) for item in items[start : start + size]]
            shown = [{"id": i, "title": row["title"]} for i, row in zip(ids, shown, strict=True)]
        data = {"code": 200, "data": {"total": len(items), "rows": shown}}
        return "application/json", as_json(data)


def as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
