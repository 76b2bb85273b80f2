"""Sites that nobody has seen: made from a few choices of markup, addresses and paging.

Deterministic: the same choices make the same site. Nothing here is taken from a real page.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.crawler.generated_lists import Choices, Item, Lists

PLACES = "青石 白河 云溪 松岭 南浦 长桥 东湖 西坪 北原 金沙 银杏 柳林".split()
DEEDS = (
    "志愿者清扫河道 举办家风故事会 开展移风易俗宣讲 评选最美家庭 组织邻里节 修缮村史馆 "
    "慰问环卫工人 开设暑期课堂 发布文明公约 征集公益广告 培训文明交通劝导员 举行升旗仪式"
).split()
SENTENCES = (
    "活动当天一早，居民们就来到广场，帮忙布置桌椅和展板。",
    "负责人说，今后每个月都会安排一次这样的活动，让更多人参加进来。",
    "几位老人讲起过去的日子，年轻人听得入神，不时提问。",
    "据了解，这项工作已经持续三年，参加的人数逐年增加。",
    "孩子们把画好的作品挂在墙上，引来不少人拍照留念。",
    "大家一边干活一边商量，怎样把门前的空地变成小花园。",
    "街道还请来老师，教大家怎样分类投放、怎样节约用水。",
    "活动结束时天已经黑了，许多人还舍不得离开。",
)
NAMES = "要闻 通知公告 文明创建 志愿服务 道德模范 未成年人 文明实践 专题报道".split()


class GeneratedSite(Lists):
    """Every page of a site by its target, and which are articles and lists."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.random = random.Random(repr(choices))
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.lists: set[str] = set()
        self.items: list[Item] = []
        self.records: dict[str, list[Item]] = {}
        self._build()

    @property
    def articles(self) -> set[str]:
        return {item.path for item in self.items}

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        parts = urlsplit(target)
        if parts.path == "/module/web/jpage/dataproxy.jsp":
            return self._dataproxy(dict(parse_qsl(f"{form or parts.query}")), parts.query)
        if parts.path == "/api/articles":
            return self._json(dict(parse_qsl(parts.query)))
        return self.pages.get(target)

    # Addresses

    def _article_path(self, channel: str, number: int, day: str) -> str:
        digits = day.replace("-", "")
        serial = 310_000 + number * 7
        return {
            "trs": f"/{channel}/{digits[:6]}/t{digits}_{serial}.html",
            "hash": f"/{channel}/{digits}/{random.Random(number).getrandbits(128):032x}/c.html",
            "number": f"/{channel}/{serial}.html",
            "short": f"/article/{number + 11}.html",
            "query": f"/show.php?id={serial}",
            "jcms": f"/art/2025/{int(day[5:7])}/{int(day[8:])}/art_{channel[-1]}_{serial}.html",
            "slug": f"/{channel}/{digits[:4]}/huodong-{number:x}z.html",
            "noext": f"/news/detail/{serial}",
        }[self.choices.address]

    def _list_path(self, channel: str, page: int) -> str:
        """Return the target of a list's page, from 1."""
        style, number = self.choices.channel, int("1" + re.sub(r"\D", "", channel))
        if style == "folder":
            return f"/{channel}/" if page == 1 else f"/{channel}/index_{page - 1}.html"
        if style == "index":
            return f"/{channel}/index.html" if page == 1 else f"/{channel}/index_{page}.html"
        if style == "query":
            more = "" if page == 1 else f"&page={page}"
            return f"/list.php?cid={number}{more}"
        if style == "file":
            return f"/{channel}.html" if page == 1 else f"/{channel}_{page}.html"
        return f"/list/{number}.html" if page == 1 else f"/list/{number}_{page}.html"

    # Pages

    def _build(self) -> None:
        choices = self.choices
        tops = [f"lm{index}" for index in range(choices.channels)]
        leaves: dict[str, str] = {}
        number = 0
        for index, top in enumerate(tops):
            if choices.depth == 1:
                leaves[top] = NAMES[index]
                continue
            for part in range(2):
                leaves[
                    f"{top}/zl{part}" if choices.channel in ("folder", "index") else f"{top}{part}"
                ] = f"{NAMES[index]}{'动态' if part else '综述'}"
        self.names = dict(zip(tops, NAMES, strict=False)) if choices.depth > 1 else leaves
        for channel in leaves:
            for _ in range(choices.each):
                self.items.append(self._item(channel, number))
                number += 1
        for item in self.items:
            self._put(item.path, self._article(item))
        for channel in leaves:
            self._put_lists(channel, leaves[channel])
        if choices.depth > 1:
            for top in tops:
                own = {c: n for c, n in leaves.items() if c.startswith(top)}
                links = "".join(
                    f'<li><a href="{self._list_path(c, 1)}">{n}</a></li>' for c, n in own.items()
                )
                self.lists.add(self._list_path(top, 1))
                body = f'<div class="zilanmu"><ul>{links}</ul></div>'
                self._put(self._list_path(top, 1), self._frame(self.names[top], body))
        self.lists.add("/")
        self._put("/", self._frame("首页", self._home(leaves)))
        about = (
            "本网站由云溪市精神文明建设办公室主办，及时发布各地动态，欢迎来信来电提出意见和建议。"
            * 4
        )
        self._put("/about.html", self._frame("关于我们", f"<h1>关于我们</h1><p>{about}</p>"))
        self._put("/jigou/js.html", self._frame("机构介绍", f"<h1>机构介绍</h1><p>{about}</p>"))
        menu = f"document.write('{self._menu()}');".encode()
        self.pages["/js/menu.js"] = ("application/javascript", menu)
        self.pages["/robots.txt"] = ("text/plain", b"User-agent: *\nDisallow: /admin/\n")

    def _item(self, channel: str, number: int) -> Item:
        pick = self.random
        day = f"2025-{1 + number % 9:02d}-{1 + number * 5 % 27:02d}"
        place = pick.choice(PLACES) + pick.choice("市县区镇村")
        title = f"{place}{pick.choice(DEEDS)}（第{number + 1}场）"
        body = [
            "".join(pick.sample(SENTENCES, 3)) + f"编号{number * 37 % 1009}。" for _ in range(3)
        ]
        path = self._article_path(channel, number, day)
        return Item(path, title, day, channel, body)

    def _put(self, target: str, html: str) -> None:
        body = html.encode(self.choices.charset)
        self.pages[target] = ("text/html", body)

    def _frame(self, title: str, body: str) -> str:
        nav = self._menu()
        if self.choices.is_menu_scripted:
            nav = '<script src="/js/menu.js"></script>'
        hot = "".join(
            f'<li><a href="{item.path}">{item.title[:9]}...</a></li>' for item in self.items[3:8]
        )
        side = (
            f'<div class="side"><h3>热门</h3><ul>{hot}</ul></div>' if self.choices.sidebar else ""
        )
        declared = {"gbk": "gb2312"}.get(self.choices.charset, self.choices.charset)
        return (
            f'<!DOCTYPE html><html><head><meta charset="{declared}">'
            f"<title>{title}-云溪文明网</title>"
            '<script src="/js/site.js"></script></head><body><div class="head"><ul class="mainnav">'
            f'<li><a href="/">首页</a></li>{nav}</ul><a href="/search.html">搜索</a>'
            f'<a href="/login">登录</a></div><div class="wrap">{body}{side}</div>'
            '<div class="footer"><a href="/about.html">关于我们</a> '
            '<a href="/sitemap.html">网站地图</a>'
            '<a href="/jigou/js.html">机构介绍</a> <a href="https://www.other.example/">兄弟网站</a>'
            "<p>主办：云溪市文明办</p></div></body></html>"
        )

    def _menu(self) -> str:
        return "".join(
            f'<li><a href="{self._list_path(channel, 1)}">{name}</a></li>'
            for channel, name in self.names.items()
        )

    def _article(self, item: Item) -> str:
        text = "".join(f"<p>　　{paragraph}</p>" for paragraph in item.body)
        near = "".join(
            f'<li><a href="{other.path}">{other.title}</a></li>'
            for other in self.items[:40:13]
            if other is not item
        )
        body = (
            f'<div class="bread">当前位置：<a href="/">首页</a> &gt; 正文</div>'
            f'<h1>{item.title}</h1><div class="info"><span>发布时间：{item.day}</span> '
            f"<span>来源：云溪文明网</span></div>"
            f'<div class="con">{text}</div><div class="xgyd"><h4>相关阅读</h4><ul>{near}</ul></div>'
        )
        return self._frame(item.title, body)

    def _home(self, leaves: dict[str, str]) -> str:
        blocks = []
        for channel, name in leaves.items():
            own = [item for item in self.items if item.channel == channel][:3]
            more = f'<a href="{self._list_path(channel, 1)}" class="more">更多</a>'
            if self.choices.depth > 1:
                more = ""
            rows = "".join(f'<li><a href="{i.path}">{i.title}</a></li>' for i in own)
            blocks.append(f'<div class="box"><h2>{name}{more}</h2><ul>{rows}</ul></div>')
        return "".join(blocks)


@dataclass
class Served:
    """A generated site on loopback, counting what it is asked."""

    site: GeneratedSite
    requests: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> "Served":
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.reply("")

            def do_POST(self) -> None:
                self.reply(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

            def reply(self, form: str) -> None:
                found = served.site.answer(self.path, form)
                served.requests[self.path] += 1
                kind, body = found or ("text/html", "<h1>页面不存在</h1>".encode())
                served.statuses[self.path] = 200 if found else 404
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
