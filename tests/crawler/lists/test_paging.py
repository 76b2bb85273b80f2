"""Where a list goes on, in every form that was seen."""

import time
from time import process_time

import pytest

from crawler.discovery import read_list

A_ROW = '<li><a href="/202508/t20250801_100{n}.html">第{n}届家庭文化节开幕</a></li>'
ROWS = "".join(A_ROW.format(n=n) for n in range(3))


def following(pager: str, path: str = "/x/index.shtml") -> str | None:
    found = all_following(pager, path)
    return found[0] if found else None


def all_following(pager: str, path: str) -> list[str]:
    html = f"<html><body><ul>{ROWS}</ul><div>{pager}</div></body></html>".encode()
    page = read_list(html, f"http://a.example{path}")
    assert len(page.articles) == 3
    assert not page.sources
    return [link.url.removeprefix("http://a.example") for link in page.following]


def script(text: str) -> str:
    return f"<script>{text}</script>"


@pytest.mark.parametrize(
    ("pager", "path", "address"),
    [
        (script('createPageHTML(9, 0, "index", "shtml");'), "/x/", "/x/index_1.shtml"),
        (script('createPageHTML(9,1,"index","shtml")'), "/x/index_1.shtml", "/x/index_2.shtml"),
        (script("createPageHTML('9','0','index','shtml');"), "/x/", "/x/index_1.shtml"),
        (script('createPageHTML("9", "7", "index", "shtml")'), "/x/", "/x/index_8.shtml"),
        (script('createPageHTML(9, 8, "index", "shtml");'), "/x/index_8.shtml", None),
        (script('createPageHTML(1, 0, "index", "html");'), "/x/", None),
        ("<!-- " + script('createPageHTML(9, 0, "old", "html");') + "-->"
         + script('<!--\ncreatePageHTML(9, 0, "index", "html");\n//-->'), "/x/", "/x/index_1.html"),
        ("<!--[if IE]>" + script("") + "<![endif]--><!-- no end "
         + script('createPageHTML(9, 0, "index", "html");'), "/x/", "/x/index_1.html"),
        (script("createPageHTML(document.getElementById('p'), 3, 0, 'index', 'html', 41)"), "/x/",
         "/x/index_1.html"),
        (script("tpl = 'list_#p#.html'; pager({pagecount: 3, to: p => tpl.replace('#p#', p)})"),
         "/x/list.html", "/x/list_2.html"),
        (script('createPageHTML(, , "t20250801_1", "html");'), "/x/", None),
        (script('createPageHTML(3, 0, "index_30050", "shtml");'), "/x/index_30050.shtml",
         "/x/index_30050_1.shtml"),
        (script('createPageHTML("pg", 3, 0, "index", "html", 60);'), "/x/", "/x/index_1.html"),
        (script('fenye(3, 1, "list_", ".html");'), "/x/", "/x/list_2.html"),
        (script('Pages({countPage: "3", curPage: "0", pageName: "index", pageExt: "html"})'), "/x/",
         "/x/index_1.html"),
        (script("pageCount = 3, curPage = 0; h = `<a href='./index_${curPage + 1}.html'>后</a>`"),
         "/x/", "/x/index_1.html"),
        (script("pageCount = 3, curPage = 2; if (curPage < pageCount - 1) "
                "h = `<a href='./index_${curPage + 1}.html'>后</a>`"), "/x/index_2.html", None),
        # An object says by names what others say by their places.
        (script("createPageHTML({total: 3, current: 0, name: 'index', ext: 'html', el: 'pg'})"),
         "/x/", "/x/index_1.html"),
        (script("createPageHTML({total: 3, current: 2, name: 'index', ext: 'html'})"),
         "/x/index_2.html", None),
        (script("new PageBar({total: 50, pageSize: 10, current: 4, name: 'index', ext: 'html'})"),
         "/x/index_4.html", "/x/index_5.html"),
        (script("new PageBar({total: 50, pageSize: 10, current: 5, name: 'index', ext: 'html'})"),
         "/x/index_5.html", None),
        (script('new PageBar({pageCount: 3, pageIndex: 2, fileName: "list", fileExt: ".html"})'),
         "/x/list_2.html", "/x/list_3.html"),
        (script('new PageBar({pageCount: 3, pageIndex: 3, fileName: "list", fileExt: ".html"})'),
         "/x/list_3.html", None),
        (script("openPage({total: 3, current: 0, name: 'index', type: 'jpg'})"), "/x/", None),
        # The name of a list is kept for its script.
        ('<input type="hidden" id="stem" value="lm3"><a href="javascript:go(2)">下一页</a>'
         + script('function go(n) { location.href = $("#stem").val() + "_" + n + ".html" }'),
         "/x/", "/x/lm3_2.html"),
        # "More" keeps the page that comes next, and what else is counted has no page.
        ('<i data-num="58">58</i><button class="more" data-page="3">更多</button>'
         + script('$(".more").click(function () { var p = $(this).data("page");'
                  'location.href = "/l?cat=2&page=" + p })'), "/l?cat=2", "/l?cat=2&page=3"),
        ('<li data-index="7">更多</li>'
         + script('pageCount = 4; curPage = 2; var i = $(this).data("index");'
                  'go("/x/list_" + p + ".html")'), "/x/list_2.html", "/x/list_3.html"),
        # A digit of a name is added to nothing.
        (script('var pageCount = 5, p2 = 1; go("/x/list_" + p2 + ".html")')
         + '<a href="javascript:go(2)">下一页</a>', "/x/", "/x/list_2.html"),
        # Where a function is in a file of its own, its number and that of this page tell.
        ('<a href="javascript:goPage(3)">下一页</a>', "/l.jsp?c=1&page=2", "/l.jsp?c=1&page=3"),
        ('<a href="javascript:goPage(5)">下一页</a>', "/l.jsp?c=1&page=2", None),
        ('共2页 <a href="javascript:goPage(3)">下一页</a>', "/l.jsp?c=1&page=2", None),
        (script("fenye(3,3,'list_','.html')"), "/x/list_3.html", None),
        ("<select onchange='location.href=this.options[this.selectedIndex].value'><option "
         "value='/x/'>1<option value='/x/index_2.html'>2</select>", "/x/", "/x/index_2.html"),
        ("<select onchange='location=this.value'><option value='/1/'>1月<option value='/2/'>2月"
         "</select><script>createPageHTML(3, 0, 'index', 'html')</script>", "/x/",
         "/x/index_1.html"),
        ("<select onchange='go(this.options[this.selectedIndex].text)'><option selected>1<option>2"
         "</select><script>function go(n) { if (n == 1) location = 'list.html'; "
         "else location = 'list_' + n + '.html' }</script>", "/x/list.html", "/x/list_2.html"),
        ("<select onchange='window.open(this.value)'><option>友情链接<option "
         "value='http://b.example/'>中国文明网</select>"
         + script('createPageHTML(9, 0, "index", "shtml");'), "/x/", "/x/index_1.shtml"),
        ("<select onchange='location.href=this.value'><option value='/x/'>第1页<option selected "
         "value='/x/index_2.html'>第2页</select>", "/x/index_2.html", None),
        ("<select onchange='location.href=this.value'><option value='?PageNo=1'>1<option "
         "value='?PageNo=2'>2</select>", "/x/l.aspx", "/x/l.aspx?PageNo=2"),
        ("<select onchange='location.href=this.value'><option value='l.html'>第1页/共2页<option "
         "value='l_1.html'>第2页/共2页</select>", "/x/l.html", "/x/l_1.html"),
        ("<select onchange=\"MM_jumpMenu('parent',this,0)\"><option value='?n=1'>转到第 1 页"
         "<option value='?n=2'>转到第 2 页</select>", "/x/l.asp", "/x/l.asp?n=2"),
        (script("h += '<a href=\"/d/' + x.key + '.html\">' + x.title; pages = 3"), "/x/", None),
        (script("function go(n) {location.search = '?page=' + n}")
         + "<a href='javascript:go(2)'>上一页</a><a href='javascript:go(4)'>下一页</a>",
         "/x/?page=3", "/x/?page=4"),
        (script("function go(n) {location.search = '?page=' + n}")
         + "<a href='javascript:go(4)'>上一页</a><span>下一页</span>", "/x/?page=5", None),
        # What a script puts a number behind is the name of this very list.
        (script("function to(n) { location.href = location.href.replace(/(_\\d+)?\\.html/, "
                "'_' + n + '.html') }") + '<a href="javascript:to(2)">下一页</a>',
         "/x/list.html", "/x/list_2.html"),
        (script("function to(n) { location.href = location.href.replace(/(_\\d+)?\\.html/, "
                "'_' + n + '.html') }") + '<a href="javascript:to(4)">下一页</a>',
         "/x/list_3.html", "/x/list_4.html"),
        # A button loads one page after the other; where it counts later, it begins with another.
        ('<b id="more">加载更多</b>' + script('var p = 1; $("#more").click(function() { p++; '
         '$.get("index_" + p + ".html", add) })'), "/x/", "/x/index_2.html"),
        ('<b id="more">加载更多</b>' + script('var p = 1; $("#more").click(function() { '
         '$.get("index_" + p + ".html", add); p++ })'), "/x/", "/x/index_1.html"),
        ('<b>加载更多</b>' + script('let p = 1; async function more() { p += 1; '
         'add(await fetch(`/x/list_${p}.html`)) }'), "/x/list.html", "/x/list_2.html"),
        ('<b onclick="more()">查看更多</b>' + script('var p = 1; function page() { return '
         '"/x/list_" + p + ".html" } function more() { p++; $.get(page(), add) }'), "/x/list.html",
         "/x/list_2.html"),
        # The name of the list may be put in: an address is not made of the rest.
        ('<a href="javascript:go(2)">下一页</a>' + script('function go(n) { '
         'location.href = $("#name").val() + "_" + n + ".html" }'), "/x/list.html",
         "/x/list_2.html"),
        ('<a href="javascript:go(2)">下一页</a>' + script('function go(p) { location = '
         '"index" + (p > 1 ? "_" + (p - 1) : "") + ".html" }'), "/x/", "/x/index_1.html"),
        ('<a href="javascript:go(3)">下一页</a>' + script('function go(p) { location = '
         '"index" + (p > 1 ? "_" + (p - 1) : "") + ".html" }'), "/x/index_1.html",
         "/x/index_2.html"),
        (script('var p = 1; for (p = 1; p < all; p++) { $.get("box_" + p + ".html", show) }'),
         "/x/", None),
        (script("""document.write('<a href="index_1.html">下一页</a>')"""), "/x/",
         "/x/index_1.html"),
        (script("""document.write('<a href="/">上一页</a><a href="/y.html">下一页</a>')"""), "/x/",
         None),
        (script("createPageHTML($('.page'), 8, 1, 'index', 'html', 156)"), "/x/index_1.html",
         "/x/index_2.html"),
        ('<a href="index_2.html" title="转到下一页"><i></i></a>', "/x/", "/x/index_2.html"),
        (script("pages = 3; for (i = 0; i < pages; i++) {h += i ? 'index_' + i + '.html' : ''}"),
         "/x/", "/x/index_1.html"),
        (script("pages = 3; for (i = 0; i < pages; i++) {h += i ? 'index_' + i + '.html' : ''}"),
         "/x/index_2.html", None),
        ("<select onchange=\"location='List_3_'+this.options[this.selectedIndex].value+'.html'\">"
         "<option value='1'>1<option value='2' selected>2<option value='3'>3</select>",
         "/x/List_3_2.html", "/x/List_3_3.html"),
        (script("$('a').click(function () {var no = $(this).attr('pageno'); "
                "location.href = '/x/list?c=3&page=' + no})")
         + "<a pageno='1'>上一页</a><a pageno='3'>下一页</a>", "/x/list?c=3&page=2",
         "/x/list?c=3&page=3"),
        (script("$('a').click(function () {var no = $(this).attr('pageno'); "
                "location.href = '/x/list?c=3&page=' + no})")
         + "<a pageno='1'>上一页</a>", "/x/list?c=3&page=2", None),
        (script("var total = 23, size = 5; for (i = 1; i <= Math.ceil(total / size); i++)"
                "{h += '<a href=\"list_' + i + '.html\">' + i + '</a>'}"), "/x/", "/x/list_2.html"),
        ('<input type="hidden" id="all" value="23">' + script("all = parseInt($('#all').val()); "
         "n = (all + 5 - 1) / 5; function go(n) {location.href = '/x/?page=' + n}")
         + '<a href="javascript:go(5)">下一页</a>', "/x/?page=4", "/x/?page=5"),
        ('<input type="hidden" id="all" value="23">' + script("all = parseInt($('#all').val()); "
         "n = (all + 5 - 1) / 5; function go(n) {location.href = '/x/?page=' + n}")
         + '<a href="javascript:go(6)">下一页</a>', "/x/?page=5", None),
        (script('show(3, 1, "志愿者.html", "江");'), "/x/", None),
        # Others say first which page this is.
        (script('pageNav(1, 3, "list", ".html");'), "/x/list.html", "/x/list_2.html"),
        (script('pageNav(2, 3, "list", ".html");'), "/x/list_2.html", "/x/list_3.html"),
        (script('pageNav(3, 3, "list", ".html");'), "/x/list_3.html", None),
        (script('pageNav(2, 40, "list", ".html");'), "/x/list.html", None),
        (script('createPageHTML(3, 0, "index", ".shtml");'), "/x/", "/x/index_1.shtml"),
        (script("createPageHTML('page_div',2, 1,'list','shtml',22);"), "/x/list.shtml",
         "/x/list_2.shtml"),
        (script("createPageHTML('page_div',3, 2,'list','shtml',41);"), "/x/list_2.shtml",
         "/x/list_3.shtml"),
        (script("createPageHTML('page_div',3, 3,'list','shtml',41);"), "/x/list_3.shtml", None),
        (script("var nPageCount = 3; for (i = 1; i <= nPageCount; i++)"
                'w("<a href=\'"+(i==1?"./":"list_"+i+".htm")+"\'>")'),
         "/x/list_2.htm", "/x/list_3.htm"),
        (script('var nPageCount = 3, nCurPage = 3; w(i==1?"./":"list_"+i+".htm")'),
         "/x/list_3.htm", None),
        ("<select onchange=\"location='l.asp?lm=4&amp;page='+this.options[this.selectedIndex].value"
         '"><option value=1>1<option value=2>2</select>页次：1/2页', "/x/l.asp?lm=4",
         "/x/l.asp?lm=4&page=2"),
        (script('//createPageHTML(3, 0, "old", "html")\ncreatePageHTML(3, 0, "new", "html")'),
         "/x/", "/x/new_1.html"),
        # JEECMS, whose pages are .jhtml and whose links say void(0) first.
        ("<a href='javascript:void(0);' onclick=\"go('2');\">下一页</a>"
         "<select onchange='go(this.value)'><option value=1>1<option value=2>2</select>"
         + script("function go(n) { location.href = 'index_' + n + '.jhtml'; }"),
         "/x/index.jhtml", "/x/index_2.jhtml"),
        ("<a>下一页</a>"
         "<select onchange='go(this.value)'><option value=1>1<option value=2>2</select>"
         + script("function go(n) { location.href = 'index_' + n + '.jhtml'; }"),
         "/x/index_2.jhtml", None),
        ("<input type='button' value='下一页' onclick=\"_gotoPage('2');\">1/3 页"
         + script("function _gotoPage(no) { try { var f = getTableForm(); f.action = 'index_' + no"
                  "+ '.jspx'; f.submit(); } catch (e) { location.href = 'index_' + no + '.jspx'; }"
                  "}"), "/x/index.jspx", "/x/index_2.jspx"),
        # Pagers of libraries, which are told by options how pages are called.
        (script("kkpager.generPageHtml({pno: 1, total: 3, totalRecords: 41, hrefFormer: 'list',"
                "hrefLatter: '.html', getLink: function(n) { if (n == 1) return this.hrefFormer +"
                " this.hrefLatter; return this.hrefFormer + '_' + n + this.hrefLatter; }});"),
         "/x/list.html", "/x/list_2.html"),
        (script("kkpager.generPageHtml({pno: 3, total: 3, totalRecords: 41, hrefFormer: 'list',"
                "hrefLatter: '.html'});"), "/x/list_3.html", None),
        (script("var no = get('pno'); if (!no) pageNo = 1; kkpager.generPageHtml({pno: no,"
                "total: 3, totalRecords: 41, getLink: function(n) { return 'l.jsp?pno=' + n; }});"),
         "/x/l.jsp?pno=2", "/x/l.jsp?pno=3"),
        (script("$('#p').pagination({items: 41, itemsOnPage: 20, currentPage: 1,"
                "hrefTextPrefix: 'list_', hrefTextSuffix: '.html'});"),
         "/x/list_1.html", "/x/list_2.html"),
        (script("$('#p').pagination({items: 41, itemsOnPage: 20, currentPage: 3,"
                "hrefTextPrefix: 'list_', hrefTextSuffix: '.html'});"), "/x/list_3.html", None),
        (script("$('#p').twbsPagination({totalPages: 3, startPage: 1, href: '?page={{number}}'});"),
         "/x/yw", "/x/yw?page=2"),
        (script("Pager({size:3, current:0, prefix:'common_list', suffix:'shtml'});"),
         "/x/common_list.shtml", "/x/common_list_1.shtml"),
        (script("Pager({size:3, current:2, prefix:'common_list', suffix:'shtml'});"),
         "/x/common_list_2.shtml", None),
        (script("$('.m').pagination({pageCount: 3, current: 1, callback: function(api) { var n ="
                "api.getCurrent(); location.href = 'index_' + (n - 1) + '.html'; }});"),
         "/x/", "/x/index_1.html"),
        (script("$('.m').pagination({pageCount: 3, current: 2, callback: function(api) { var n ="
                "api.getCurrent(); location.href = 'index_' + (n - 1) + '.html'; }});"),
         "/x/index_1.html", "/x/index_2.html"),
        ('<a href="?page=2" aria-label="下一页"><svg></svg></a>', "/x/yw", "/x/yw?page=2"),
        ('<b class="on" data-page="1">1</b><b data-page="2">2</b>'
         + script("$('b').click(function() { var p = $(this).attr('data-page');"
                  "location.href = 'index_' + p + '.html'; });"),
         "/x/", "/x/index_2.html"),
        ('<b data-page="1">1</b><b class="on" data-page="2">2</b>'
         + script("$('b').click(function() { var p = $(this).attr('data-page');"
                  "location.href = 'index_' + p + '.html'; });"),
         "/x/index_2.html", None),
        # A field of any name has the number that its link shows, unless it is a day.
        ("".join(f"<li onclick=\"location.href='l.aspx?lm=7&pi={n}'\">{n}</li>" for n in (1, 2, 3)),
         "/x/l.aspx?lm=7&pi=2", "/x/l.aspx?lm=7&pi=3"),
        ("<li>1</li>" + "".join(f'<a href="l.aspx?lm=7&pi={n}">{n}</a>' for n in (2, 3)),
         "/x/l.aspx?lm=7", "/x/l.aspx?lm=7&pi=2"),
        ("".join(f'<a href="l.aspx?ym=202508&day={n}">{n}</a>' for n in (1, 2, 3)),
         "/x/l.aspx?ym=202508&day=2", None),
        (script("$('#b').load('list_' + p + '.html #l > li', show)"), "/x/list_1.html",
         "/x/list_2.html"),
        ('<a title="下一页" href="yw2.htm"><img src="r.gif"></a>', "/x/yw1.htm", "/x/yw2.htm"),
        # A pager adds the number to the address that it is told; a script sets the field of it.
        (script('$("#p").page({pageCount: 3, pageIndex: 1, href: "/col/67?pageIndex="});'),
         "/col/67", "/col/67?pageIndex=2"),
        (script('$("#p").page({pageCount: 3, pageIndex: 3, href: "/col/67?pageIndex="});'),
         "/col/67?pageIndex=3", None),
        (script('$("#p").page({pageCount: 3, pageIndex: 1, href: "/other?pageIndex="});'),
         "/col/67", None),
        ('<button data-page="1" disabled>上一页</button><button data-page="3">下一页</button>'
         + script('const u = new URL(location.href); u.searchParams.set("page", b.dataset.page);'),
         "/l?cid=4&page=2", "/l?cid=4&page=3"),
        ('<button data-page="1">上一页</button><button data-page="3" disabled>下一页</button>'
         + script('const u = new URL(location.href); u.searchParams.set("page", b.dataset.page);'),
         "/l?cid=4&page=2", None),
        ('<b data-p="3">下一页</b>' + script("$('b').click(function() { var p = $(this).data('p');"
                                            "location.href = location.pathname + '?page=' + p; })"),
         "/yw?page=2", "/yw?page=3"),
        # Where only the way back is a link, a list ends.
        ('<a href="javascript:go(1)">上一页</a><a href="javascript:go(3)">下一页</a>'
         + script("function go(n) { location.href = location.pathname + '?p=' + n; }"),
         "/x/l.php?p=2", "/x/l.php?p=3"),
        ('<a href="javascript:go(2)">上一页</a>'
         + script("function go(n) { location.href = location.pathname + '?p=' + n; }"),
         "/x/l.php?p=3", None),
        (script("function createPageHTML(_count, _current, _name, _ext) { }"), "/x/", None),
        (script('showPages(3, 1, "list", "html")'), "/x/list.html", "/x/list_2.html"),
        (script('var countPage = 3; var currentPage = 0; var nextPage = currentPage + 1;'
                'document.write("<a href=\\"index" + "_" + nextPage + ".html\\">")'),
         "/x/", "/x/index_1.html"),
        (script('var countPage = 3; var currentPage = 2; var nextPage = currentPage + 1;'
                'document.write("index_" + nextPage + ".html")'), "/x/index_2.html", None),
        (script('var m_nRecordCount = 41, m_nPageSize = 20, currentPage = 1;'
                'location = "list_" + n + ".html"'), "/x/list.html", "/x/list_2.html"),
        (script('var countPage = 3, currentPage = 0, nextPage = currentPage + 1;'
                'document.write("node_7" + "_" + (nextPage + 1) + ".htm")'), "/node_7.htm",
         "/node_7_2.htm"),
        (script('var countPage = 3, currentPage = 2, nextPage = currentPage + 1;'
                'document.write("node_7" + "_" + (nextPage + 1) + ".htm")'), "/node_7_3.htm", None),
        (script('var countPage = 3, currentPage = 0; function onward() '
                '{ location.href = "list_" + (currentPage + 2) + ".html"; }'), "/x/",
         "/x/list_2.html"),
        (script('var countPage = 3, currentPage = 2; function onward() '
                '{ location.href = "list_" + (currentPage + 2) + ".html"; }'), "/x/list_3.html",
         None),
        (script('var maxPage = 5, curPage = 4; function go(p) '
                '{ location.href = p == maxPage ? "./" : "index_" + p + ".html"; }')
         + '<a href="javascript:go(5)">上一页</a><a href="javascript:go(3)">下一页</a>',
         "/x/index_4.html", "/x/index_3.html"),
        (script('function go(p) { location.href = p < 2 ? "./" : "l_" + (p - 1) + ".html"; }')
         + '<a href="#" onclick="go(3)">下一页</a>', "/x/l_1.html", "/x/l_2.html"),
        (script('pager({pages: 4, current: 2, url: "/x/list-{page}.html"})'),
         "/x/list-2.html", "/x/list-3.html"),
        (script('var node = 123, pages = 3, currentPage = 0; for (var k = 0; k < pages; k++) '
                'link(k ? "n_" + node + "_" + (k + 1) + ".htm" : "n_" + node + ".htm")'),
         "/x/n_123.htm", "/x/n_123_2.htm"),
        (script('var node = 123, pages = 3, currentPage = 1; for (var k = 0; k < pages; k++) '
                'link(k ? "n_" + node + "_" + (k + 1) + ".htm" : "n_" + node + ".htm")'),
         "/x/n_123_2.htm", "/x/n_123_3.htm"),
        ('<input id="cid" value="3"><input id="totalPages" value="4"><input id="pageNo" value="2">'
         + script('h = "list?cid=" + $("#cid").val() + "&p=" + k'), "/x/list?cid=3&p=2",
         "/x/list?cid=3&p=3"),
        ('<input id="cid" value="3"><input id="totalPages" value="4"><input id="pageNo" value="4">'
         + script('h = "list?cid=" + $("#cid").val() + "&p=" + k'), "/x/list?cid=3&p=4", None),
        ('<a onclick="jump(-1)">上一页</a><a onclick="jump(1)">下一页</a><input id="totalPage" '
         'value="3"><input id="curPage" value="2">' + script('to = "/x/l_" + n + ".html"'),
         "/x/l_2.html", "/x/l_3.html"),
        ("""<select onchange="location.href='?page=' + this.value"><option value="1">1</option>"""
         '<option value="2" selected>2</option><option value="3">3</option></select>',
         "/x/7?page=2", "/x/7?page=3"),
        ("""<select onchange="location.href='?page=' + this.value"><option value="1">1</option>"""
         '<option value="2" selected>2</option></select>', "/x/7?page=2", None),
        ('<form action="/l"><select name="currpage" onchange="this.form.submit()">'
         '<option value="1">1<option value="2" selected>2<option value="3">3</select></form>',
         "/l?currpage=2",
         "/l?currpage=3"),
        ('<form action="/l"><select name="page" onchange="this.form.submit()">'
         '<option selected>1</option><option>2</option></select></form>', "/l", "/l?page=2"),
        (script('p({pageCount: 3, callback: function(a) '
                '{ location.href = "l_" + a.getCurrent() + ".html" }})'),
         "/x/l_1.html", "/x/l_2.html"),
        (script('pg = new showPages("pg"); pg.pageCount = 3; pg.argName = "no";'), "/l?c=1",
         "/l?c=1&no=2"),
        (script('pg = new showPages("pg"); pg.pageCount = 3; pg.argName = "no";'), "/l?c=1&no=3",
         None),
        ('<form action="/l"><select name="page_size" onchange="this.form.submit()">'
         '<option value="1">1<option value="2">2</select></form>', "/l", None),
        ("共 5 页" + script('function to(n) { location.href = "?page=" + n }'),
         "/x/l.php?page=5", None),
        ("共 5 页" + script('function to(n) { location.href = "?page=" + n }'),
         "/x/l.php?page=4", "/x/l.php?page=5"),
    ],
)  # fmt: skip
def test_a_script_writes_the_pager(pager: str, path: str, address: str | None) -> None:
    assert following(pager, path) == address


@pytest.mark.parametrize(
    ("call", "path", "address"),
    [
        # The page without a number says what the first one is called.
        ("createPageHTML('page_div', 3, 1, 'index', 'html', 41)", "/x/", "/x/index_2.html"),
        ("createPageHTML('page_div', 3, 0, 'list', 'html', 41)", "/x/list.html", "/x/list_1.html"),
        ("function createPageHTML(count, current) { if (current == 1) show('首页') }"
         'createPageHTML(5, 4, "index", "html")', "/x/index_4.html", "/x/index_5.html"),
        ("function createPageHTML(count, current) { if (count == 1) return; n = current || 0 }"
         'createPageHTML(5, 4, "index", "html")', "/x/index_4.html", None),
        # The number of records, and how many a page has.
        ('createPageHTML(41, 20, 0, "index", "html")', "/x/", "/x/index_1.html"),
        ('createPageHTML(41, 20, 1, "index", "html")', "/x/index_1.html", "/x/index_2.html"),
        ('createPageHTML(41, 20, 2, "index", "html")', "/x/index_2.html", None),
        ('createPageHTML(3, 0, 41, "index", "html")', "/x/", "/x/index_1.html"),
        ('createPageHTML(3, 2, 41, "index", "html")', "/x/index_2.html", None),
        ('createPageHTML(parseInt("3"), parseInt("0"), "index", "html")', "/x/", "/x/index_1.html"),
        ('getPageHTML(3, 2, "index", "html")', "/x/index_2.html", None),
    ],
)  # fmt: skip
def test_a_call_says_which_page_this_is(call: str, path: str, address: str | None) -> None:
    assert following(script(call), path) == address


@pytest.mark.parametrize(
    ("pages", "addresses"),
    [(5, ["/x/index_2.html", "/x/index_5.html"]), (2, ["/x/index_2.html"]), (1, [])],
)
def test_the_first_page_names_the_last_where_later_ones_seem_to_be_it(
    pages: int, addresses: list[str]
) -> None:
    call = script(f'createPageHTML({pages}, 1, "index", "html")')
    assert all_following(call, "/x/") == addresses
    named = script(f'pageName = "index", pageExt = "html", pageCount = {pages}, pageIndex = 1;')
    assert all_following(named, "/x/") == addresses


JQUERY = (
    "$('#p').pagination(41, {{items_per_page: 20, current_page: {}, callback: show}});"
    "function show(i) {{ location.href = {} }}"
)
ONE_BY_ONE = '"list_" + (i + 1) + ".html"'
FROM_INDEX = 'i == 0 ? "index.html" : "index_" + i + ".html"'
LAYPAGE = (
    "laypage.render({{count: 41, limit: 20, curr: {}, jump: function (o) {{ location.href = "
    "'/x/list' + (o.curr == 1 ? '' : '_' + o.curr) + '.html' }}}})"
)
LAYPAGE_FIELD = (
    "laypage.render({{count: 41, limit: 20, curr: {}, jump: function (o) {{ "
    "window.location.href = '/x/list/11?curr=' + o.curr }}}})"
)
TWBS = (
    "$('#p').twbsPagination({{totalPages: 3, startPage: {}, onPageClick: function (e, page) {{"
    'location.href = page == 1 ? "index.html" : "index_" + (page - 1) + ".html" }}}})'
)
CREATE_PAGE = (
    "$('#p').createPage({{pageNum: 3, current: {}, backfun: function (e) {{ location.href = "
    '"list_" + e.current + ".html" }}}})'
)
GO = (
    "var name = 'list', end = '.html', now = {};"
    "function go(n) {{ location.href = n == 1 ? name + end : name + '_' + n + end }}"
    "$('#p').pager({{totalPages: all, call: go}}); var all = 3;"
)


OF_TRS = "var m_nRecordCount = 41, m_nPageSize = 20, m_nCurrPage = {}, m_sPageName = 'index', " + (
    "m_sPageExt = 'html';"
)
OF_OTHERS = "pageCount = 3; pageIndex = {}; pageName = 'index'; pageExt = 'html';"
CLICKED = (
    "kkpager.generPageHtml({{pno: {}, total: 3, totalRecords: 41, mode: 'click', click: function "
    "(n) {{ location.href = n == 1 ? 'list.html' : 'list_' + n + '.html' }}}})"
)
NAVIGATION = (
    "Page.navigation('p', '3', '41', '{}', 20, 'go'); function go(p) {{ location.href = "
    "p > 1 ? 'list_' + p + '.html' : 'list.html' }}"
)
LOOP = (
    "totalPage = 3; cur = {}; for (i = 1; i <= totalPage; i++) {{ if (i == 1) h += "
    "'<a href=\"index.html\">1</a>'; else h += '<a href=\"index_' + (i - 1) + '.html\">' + i }}"
)


@pytest.mark.parametrize(
    ("calls", "path", "address"),
    [
        (OF_TRS.format(0), "/x/", "/x/index_1.html"),
        (OF_TRS.format(2), "/x/index_2.html", None),
        (OF_OTHERS.format(0), "/x/", "/x/index_1.html"),
        (OF_OTHERS.format(2), "/x/index_2.html", None),
        (CLICKED.format(1), "/x/list.html", "/x/list_2.html"),
        (CLICKED.format(3), "/x/list_3.html", None),
        (NAVIGATION.format(1), "/x/list.html", "/x/list_2.html"),
        (NAVIGATION.format(3), "/x/list_3.html", None),
        (LOOP.format(1), "/x/", "/x/index_1.html"),
        (LOOP.format(2), "/x/index_1.html", "/x/index_2.html"),
        (LOOP.format(3), "/x/index_2.html", None),
        (JQUERY.format(0, ONE_BY_ONE), "/x/list.html", "/x/list_2.html"),
        (JQUERY.format(1, ONE_BY_ONE), "/x/list_2.html", "/x/list_3.html"),
        (JQUERY.format(2, ONE_BY_ONE), "/x/list_3.html", None),
        (JQUERY.format(0, FROM_INDEX), "/x/", "/x/index_1.html"),
        (JQUERY.format(2, FROM_INDEX), "/x/index_2.html", None),
        (LAYPAGE.format(1), "/x/list.html", "/x/list_2.html"),
        (LAYPAGE.format(3), "/x/list_3.html", None),
        (LAYPAGE_FIELD.format(1), "/x/list/11", "/x/list/11?curr=2"),
        (LAYPAGE_FIELD.format(3), "/x/list/11?curr=3", None),
        (TWBS.format(1), "/x/", "/x/index_1.html"),
        (TWBS.format(3), "/x/index_2.html", None),
        (CREATE_PAGE.format(1), "/x/list.html", "/x/list_2.html"),
        (CREATE_PAGE.format(3), "/x/list_3.html", None),
        (GO.format(1), "/x/list.html", "/x/list_2.html"),
        (GO.format(3), "/x/list_3.html", None),
    ],
)  # fmt: skip
def test_a_pager_calls_back_with_the_page_to_show(
    calls: str, path: str, address: str | None
) -> None:
    assert following(script(calls), path) == address


@pytest.mark.parametrize(
    ("pager", "path", "address"),
    [
        ('<a href="a.html">上一页</a><a href="c.html">下一页</a>', "/x/b.html", "/x/c.html"),
        ('<a href="/x/2.html">下页&gt;</a>', "/x/1.html", "/x/2.html"),
        ('<a rel="next" href="/x/2.html"><img src="r.gif"></a>', "/x/1.html", "/x/2.html"),
        ('<a class="page-next" href="/x/2.html"></a>', "/x/1.html", "/x/2.html"),
        # A picture is called by its file where nothing else says what it stands for.
        ('<a href="/x/1.html"><img src="/i/pre.gif"></a><a href="/x/3.html"><img src="/i/next.gif">'
         "</a>", "/x/2.html", "/x/3.html"),
        ('<a href="1.html">1</a> 2 <a href="3.html">3</a>', "/x/2.html", "/x/3.html"),
        ('<b>1</b><a href="index_1.shtml">2</a><a href="index_2.shtml">3</a>', "/x/",
         "/x/index_1.shtml"),
        ('<a href="index.shtml">1</a><a href="index_2.shtml">3</a>', "/x/index_1.shtml",
         "/x/index_2.shtml"),
        ('<a href="index.shtml">1</a><a href="index_1.shtml">2</a>', "/x/index_2.shtml", None),
        ('<a href="?cid=4">1</a><a href="?cid=4&page=3">3</a>', "/x/?cid=4&page=2",
         "/x/?cid=4&page=3"),
        ('<select><option value="/x/">第1页<option value="/x/index_1.html">第2页</select>', "/x/",
         "/x/index_1.html"),
        ('<a href="javascript:;" onclick="go(\'/x/2.html\')">下一页</a>', "/x/1.html",
         "/x/2.html"),
        ('<a onclick="jump(2)">下一页</a><script>var cid = "21";'
         'function jump(n) { location.href = "/list/" + cid + "/" + n; }</script>', "/list/21",
         "/list/21/2"),
        ('<a onclick="jump(2)">下一页</a><script>var cid = column;'
         'function jump(n) { location.href = "/list/" + cid + "/" + n; }</script>', "/list/21",
         None),
        ('<a onclick="jump(2)">下一页</a><script>var cid = "21"; cid = "22";'
         'function jump(n) { location.href = "/list/" + cid + "/" + n; }</script>', "/list/21",
         None),
        ('<a href="/x/page/2/">2</a><a href="/x/page/3/">3</a>', "/x/", "/x/page/2/"),
        ('<a href="/x/">1</a><a href="/x/page/3/">3</a>', "/x/page/2/", "/x/page/3/"),
        ('<a class="next page-numbers" href="/x/page/3/">»</a>', "/x/page/2/", "/x/page/3/"),
        ('<div data-url="/more?cid=1&amp;page=2">点击加载更多</div>', "/x/", "/more?cid=1&page=2"),
        ('<link rel="next" href="/x/?p=2">', "/x/", "/x/?p=2"),
        ('<a href="/x-9?start=10">2</a> <a href="/x-9?start=20">3</a>', "/x-9", "/x-9?start=10"),
        ('<a href="/x-9">1</a> 2 <a href="/x-9?start=20">3</a>', "/x-9?start=10", "/x-9?start=20"),
        ('<a href="/x-9">1</a><a href="/x-9?start=10">2</a> 3', "/x-9?start=20", None),
        ('<a href="javascript:void(0)" tagname="/x?pageNum=2">下一页</a>', "/x", "/x?pageNum=2"),
        ('<p data-url="index_{page}.html" data-count="3"></p>', "/x/", "/x/index_2.html"),
        ('<p data-url="index_{page}.html" data-count="3" data-cur="3"></p>', "/x/index_3.html",
         None),
        ('<p data-url="/x/?cid=3&amp;page=" data-total="9" data-size="5" data-page="1"></p>', "/x/",
         "/x/?cid=3&page=2"),
        ('<p data-url="/x/?page=" data-total="9" data-size="5" data-page="2"></p>', "/x/?page=2",
         None),
        ('<span onclick="to(2)">下一页</span><input id="c" value="7"><script>function to(n) {'
         'if (n > 5) return; location.href = "/x/?c=" + $("#c").val() + "&page=" + n }</script>',
         "/x/?c=7", "/x/?c=7&page=2"),
        ('<a onclick="to(2)">下一页</a><script>function to(n) { u = new URL(location.href);'
         'u.searchParams.set("page", n); location.href = u }</script>', "/x/", "/x/?page=2"),
        ('<button data-page="2">下一页</button><script>$("button").click(function() {'
         'location.search = "?page=" + $(this).data("page") })</script>', "/x/", "/x/?page=2"),
        ('<p data-tpl="/x?page={0}" data-total="11" data-size="5"></p>', "/x?page=3", None),
        ('<a href="/x/?p=2">← 早期文章</a><a href="/x/">较新文章 →</a>', "/x/", "/x/?p=2"),
        ('<a class="on" href="/x/1.html">1</a><a href="/x/2.html">2</a><a href="/x/3.html">3</a>',
         "/x/", "/x/2.html"),
        ('<ul class="el-pagination"><li>1</li><li>2</li></ul>', "/x?cid=1", "/x?cid=1&page=2"),
        ('<ul class="el-pagination"><li>1</li><li>2</li></ul>', "/x?page=2", None),
        ('<a href="/x/1.html">下一页</a>', "/x/1.html", None),
        ('<a href="javascript:;">下一页</a>', "/x/1.html", None),
        ('<a href="/x/0.html">上一页</a><a href="/x/9.html">尾页</a>', "/x/1.html",
         "/x/2.html"),
        ('<a href="/x/">首页</a><a href="/x/index_5.html">尾页</a>共5页', "/x/", "/x/index_2.html"),
        # "More" is the next page where its address says so, and another list elsewhere.
        ('<a href="/x/index_2.html">查看更多</a>', "/x/", "/x/index_2.html"),
        ('<a href="/x/index_1.html">点击查看更多</a>', "/x/", "/x/index_1.html"),
        ('<a href="l.php?cid=4&page=3">更多新闻&gt;&gt;</a>', "/x/l.php?cid=4&page=2",
         "/x/l.php?cid=4&page=3"),
        ('<a href="l.php?cid=4&size=9&page=2">更多</a>', "/x/l.php?cid=4",
         "/x/l.php?cid=4&size=9&page=2"),
        ('<a href="/y/">更多</a><a href="/y/index_2.html">更多</a>', "/x/", None),
        ('<a href="l.php?cid=5">更多</a>', "/x/l.php?cid=4", None),
        ('<a href="/news_2.html">更多</a>', "/", None),
        ('<a href="###" data-page="index_3.html">下一页</a>', "/x/index_2.html",
         "/x/index_3.html"),
        ('<a href="list_13.html">更多</a><a href="list_15.html">更多</a>', "/x/list_12.html", None),
        ('<a href="/x/">首页</a><a href="/x/index_4.html">尾页</a>共5页', "/x/", "/x/index_1.html"),
        ('<a href="/x/">首页</a><a href="/x/index_5.html">尾页</a>', "/x/index_4.html",
         "/x/index_5.html"),
        ('<a href="/x/">首页</a><a href="/x/index_5.html">尾页</a>', "/x/index_5.html", None),
        ('<a href="/x/">首页</a><a href="/x/index_1.html">末页</a>', "/x/index_4.html", None),
        ('<a href="/l_12.html">首页</a><a href="/l_12_3.html">尾页</a>', "/l_12.html",
         "/l_12_2.html"),
        ('<a href="?p=15&id=15">末页</a>', "/x?id=15", "/x?p=2&id=15"),
        ('<a href="?start=40">末页</a>', "/x?start=10", None),
        ('<a href="/y/index_5.html">尾页</a>', "/x/", None),
        ('<a href="/x/index_1.html">尾页</a>共5页', "/x/", "/x/index_4.html"),
        ('<a href="/x/index_1.html">尾页</a>共5页', "/x/index_4.html", "/x/index_3.html"),
        ('<a href="/x/index_1.html">尾页</a>共5页', "/x/index_1.html", None),
        ('<a href="http://b.example/2.html">下一页</a>', "/x/1.html", None),
        ('<a href="?c=4&pager.offset=0">1</a> 2 <a href="?c=4&pager.offset=10">3</a>',
         "/x?c=4&pager.offset=5", "/x?c=4&pager.offset=10"),
        ('<a href="?d-16544-p=1">1</a> 2 <a href="?d-16544-p=3">3</a>', "/x?d-16544-p=2",
         "/x?d-16544-p=3"),
        ('<a href="/x/1/">&lt;&lt;</a><a href="/x/3/">&gt;&gt;</a>', "/x/2/", "/x/3/"),
        ('<a href="/x/index_2.html">»</a>', "/x/", "/x/index_2.html"),
        ('<a href="/x/index_9.html">&gt;&gt;</a>', "/x/", None),
        ('<a href="/y/">&gt;&gt;</a>', "/x/", None),
        ('<a href="/y/">&gt;</a><a href="/x/?after=7">›</a>', "/x/", "/x/?after=7"),
        ('<a href="/b/20260102.html">前一日</a><a href="/b/20260104.html">后一日</a>',
         "/b/20260103.html", "/b/20260102.html"),
        ('<a href="/yw.html">1</a> 2 <a href="/list/yw/p/3">3</a>', "/list/yw/p/2",
         "/list/yw/p/3"),
        # 帝国CMS names the order of a list in the addresses of its pages.
        ('<b>1</b><a href="?page=1&id=3&orderby=0">2</a><a href="?page=1&id=3&orderby=0">下一页</a>'
         '<a href="?id=3&orderby=hits">人气</a>', "/l/?id=3", "/l/?page=1&id=3&orderby=0"),
        # DedeCMS says more of a list in the addresses of its pages, and links the first as well.
        # Page 3 was taken out of the list; a page far away is the last.
        ('<a href="index.html">1</a>2<a href="index_4.html">4</a><a href="index_5.html">5</a>',
         "/x/index_2.html", "/x/index_4.html"),
        ('<a href="index.html">1</a>2<a href="index_9.html">9</a>', "/x/index_2.html", None),
        ('<a href="/l?tid=5&total=9&PageNo=1">1</a><a href="/l?tid=5&total=9&PageNo=2">2</a>',
         "/l?tid=5", "/l?tid=5&total=9&PageNo=2"),
        ('<a href="/l?tid=5&total=9&PageNo=1">1</a><a href="/l?tid=5&total=9&PageNo=2">2</a>',
         "/l?tid=5&total=9&PageNo=2", None),
        # What keeps caches away is another number on each page.
        ('<a href="index.html?t=31">1</a> 2 <a href="index_3.html?t=87">3</a>'
         '<a href="index_4.html?t=45">4</a>', "/x/index_2.html?t=16", "/x/index_3.html?t=87"),
        # The number of a file may be that of the list.
        ('<b>1</b> <a href="/x/c_7.html?o=ab">2</a> <a href="/x/c_7.html?o=de">3</a>',
         "/x/c_7.html", "/x/c_7.html?o=ab"),
        ('<a href="/x/2.html">下10条</a>', "/x/", "/x/2.html"),
        ('<a href="/x/2.html">向后翻页</a>', "/x/", "/x/2.html"),
        # An icon says by its title what it is, and an arrow of Webdings by its letter.
        ('<a title="下一页" href="/x/2.html">\ue602</a>', "/x/", "/x/2.html"),
        ('<a href="/x/"><font face="Webdings">7</font></a>'
         '<a href="/x/3.html"><font face="Webdings">8</font></a>', "/x/2.html", "/x/3.html"),
        # A field of any name counts from zero.
        ('<b>1</b><a href="/l?t=1&pi=1">2</a><a href="/l?t=1&pi=2">3</a>', "/l?t=1",
         "/l?t=1&pi=1"),
        ('<a href="/l?t=1&pi=5">6</a><b>7</b><a href="/l?t=1&pi=7">8</a>', "/l?t=1&pi=6",
         "/l?t=1&pi=7"),
        # The newest page has the highest number.
        ('<a href="/x/">1</a> <a href="list_4.html">3</a> ...', "/x/list_5.html",
         "/x/list_4.html"),
        ('<b>1</b><a href="index_2.html">2</a><a href="index_1.html">3</a>', "/x/",
         "/x/index_2.html"),
        ('<a href="/x/">1</a><b>2</b><a href="index_1.html">3</a>', "/x/index_2.html",
         "/x/index_1.html"),
        ('<a href="/x/">1</a><a href="9.html">2</a><b>3</b><a href="7.html">4</a>', "/x/8.html",
         "/x/7.html"),
        ('<a href="?pg=1" aria-label="Previous">&laquo;</a><a href="?pg=2">2</a>'
         '<a href="?pg=3" aria-label="Next">&raquo;</a>', "/x/?pg=2", "/x/?pg=3"),
        # Paths count items too.
        ('<a href="/lists/4">1</a><b>2</b><a href="/lists/4/10">3</a>', "/lists/4/5",
         "/lists/4/10"),
        ('<a href="/lists/4">1</a><a href="/lists/4/5">2</a><b>3</b><a href="/lists/4/15">4</a>',
         "/lists/4/10", "/lists/4/15"),
        ('<a href="/x/p_2.html">2</a><b>4</b><a href="/x/p_5.html">5</a>', "/x/p_4.html",
         "/x/p_5.html"),
    ],
)  # fmt: skip
def test_links_turn_the_pages(pager: str, path: str, address: str | None) -> None:
    assert following(pager, path) == address


@pytest.mark.parametrize("path", ["/gs/", "/gs/2025/"])
@pytest.mark.parametrize("years", ["/gs/{}/", "/gs/{}.html", "/gs/?year={}"])
def test_a_year_is_a_list_and_no_page(path: str, years: str) -> None:
    links = "".join(f'<a href="{years.format(year)}">{year}</a>' for year in (2026, 2025, 2024))
    page = read_list(f"<ul>{ROWS}</ul><p>{links}</p>".encode(), f"http://a.example{path}")
    assert page.following == ()
    found = {link.url for link in (*page.lists, *page.unsure, *page.doubtful)}
    assert {f"http://a.example{years.format(year)}" for year in (2026, 2024)} <= found


def test_a_menu_whose_script_makes_addresses_leads_to_lists() -> None:
    years = "".join(f"<option value={year}>{year}年</option>" for year in (2026, 2025))
    menu = f"<select onchange=\"location.href='list_' + this.value + '.html'\">{years}</select>"
    page = read_list(f"<ul>{ROWS}</ul>{menu}".encode(), "http://a.example/gb/list_2026.html")
    assert [link.url for link in page.doubtful] == ["http://a.example/gb/list_2025.html"]
    assert page.following == ()


@pytest.mark.parametrize(
    "pager",
    [
        script('var n = 1, pageCount = 9; go("//党建：/list_" + (n + 1) + ".html")'),
        script('createPageHTML(9, 0, "//党建：/index", "html");'),
        '<select onchange="location = this.value"><option value="//党建：/1.html">1</option>'
        '<option value="//党建：/2.html">2</option></select>',
        script('$("#p").page({url: "//党建：/?page="}); var pageCount = 3;'),
    ],
)
def test_what_is_no_address_leads_to_no_next_page(pager: str) -> None:
    assert following(pager) is None


@pytest.mark.parametrize(
    ("more", "path", "address"),
    [
        ("var page = 1; page++; $.get('?page=' + page, add)", "/x/", "/x/?page=2"),
        ("var page = 2; $.get('/x/?page=' + page, add); page++", "/x/", "/x/?page=2"),
        ("var page = 1; page++; $.ajax({url: '/x/', data: {c: 4, page: page}})", "/x/?c=4",
         "/x/?c=4&page=2"),
        ("var page = 1; page++; $.get('?page=' + page, add)", "/x/?page=3#get=http://a.example/x/",
         "/x/?page=4"),
        ("var page = 0; page++; $.get('?page=' + page, add)", "/x/", "/x/?page=1"),
        ("var page = 0; $.get('?page=' + page, add); page++", "/x/", "/x/?page=1"),
        ("var pageX = 0, page = 1; page++; $.get('?page=' + page, add)", "/x/", "/x/?page=2"),
        ("page++; $.get('?page=' + page + '&keyword=' + word)", "/x/", "/x/?page=2&keyword="),
        ("$.get('?page=' + page, add)", "/x/", None),
    ],
)  # fmt: skip
def test_a_button_adds_pages_by_the_address_of_this_one(
    more: str, path: str, address: str | None
) -> None:
    found = following(script(f"function more() {{ {more} }}"), path)
    assert (found and found.partition("#")[0]) == address


def test_a_menu_that_does_nothing_stands_beside_a_pager() -> None:
    menu = '<select onchange=""><option value="1">按时间</option></select>'
    pager = script('createPageHTML(9, 0, "index", "shtml");')
    assert following(menu + pager) == "/x/index_1.shtml"


def test_a_script_of_very_many_options_stands_beside_a_pager() -> None:
    options = ", ".join(f'option{n}: "值{n}"' for n in range(200))
    many = script(f"var all = {{{options}}}; show(this.option0, this.option199);")
    pager = script('createPageHTML(9, 0, "index", "shtml");')
    assert following(many + pager) == "/x/index_1.shtml"


def test_a_pager_that_asks_for_this_list_is_no_list_of_its_own() -> None:
    rows = "".join(
        f'<li><a href="/a/{n}">第{n}届家庭文化节昨天在青石镇开幕</a></li>' for n in range(3)
    )
    script = '<script>$("#p").page({pageCount: 1, pageIndex: 1, url: "/l?c=4&pageIndex="})</script>'
    page = read_list(f"<ul>{rows}</ul>{script}".encode(), "http://a.example/l?c=4")
    assert not page.sources
    assert not page.following


@pytest.mark.parametrize("piece", ["\n", "/* ", "\n// '"])
def test_a_script_of_nothing_costs_what_its_length_does(piece: str) -> None:
    html = f"<script>{piece * (100_000 // len(piece))}</script><a href=/a/1.html>一</a>".encode()
    begun = process_time()
    read_list(html, "http://a.example/list/")
    assert process_time() - begun < 3  # seconds; the square of the length took twenty


def test_thousands_of_numbered_links_cost_no_more_than_their_number() -> None:
    pager = "".join(f'<a href="/l?v={n}x&a=1">{n % 40 + 1}</a>' for n in range(4000))
    start = process_time()
    following(pager)
    assert process_time() - start < 2  # half a second here; their square takes five


@pytest.mark.parametrize("piece", ["a", "page", "第"])
def test_a_link_to_the_next_page_with_words_without_end_is_read_at_once(piece: str) -> None:
    begun = process_time()
    following(f"<a onclick='go({piece * (20_000 // len(piece))})'>下一页</a>")
    assert process_time() - begun < 1  # the square of its length took two seconds


def test_an_attribute_whose_name_has_no_end_is_read_at_once() -> None:
    begun = process_time()
    following(f"<p {'data-' * 12_000}>")
    assert process_time() - begun < 0.6  # the square of its length took a second and a half


@pytest.mark.parametrize(
    ("script", "following"),
    [
        ('var p = 1; function more() { p++; $.get("yw_" + p + ".html", add); }', "/x/yw_2.html"),
        ('var p = 0; function more() { p += 1; $.get("yw_" + p + ".html", add); }', "/x/yw_1.html"),
        (
            'function more() { var p = +$(this).attr("data-page") + 1;'
            '$.get("/l/" + $(this).data("col") + "_" + p + ".html", add); }',
            "/l/yw_2.html",
        ),
        ('var p = 1; $.get("yw_" + p + ".html", add);', None),
        ("for (var i = 1; i < 5; i++) { h += '<a href=\"/zt/zt_' + i + '.html\">'; }", None),
        ('var p = 1; function more() { p++; $.get("/l?c=3&page=" + p, add); }', None),
    ],
)
def test_a_button_adds_numbered_files_until_there_are_none(
    script: str, following: str | None
) -> None:
    items = "".join(f'<a href="/a/202508/t20250801_{n}.html">村晚开锣</a>' for n in (1, 2))
    more = f'<b data-col="yw" data-page="1">点击加载更多</b><script>{script}</script>'
    found = read_list(f"<html>{items}{more}</html>".encode(), "http://a.example/x/").following
    assert [link.url for link in found] == ([f"http://a.example{following}"] if following else [])
    whole = read_list(f"<html>{items}{script}</html>".encode(), "http://a.example/x/")
    assert not whole.following


def test_a_numbered_piece_that_a_script_adds_goes_on_with_the_next() -> None:
    item = '<a href="/a/202508/t20250801_1.html">村晚开锣</a>'
    url = "http://a.example/l/yw_2.html"
    assert [n.url for n in read_list(item.encode(), url).following] == [
        "http://a.example/l/yw_3.html"
    ]
    assert not read_list(b"<p></p>", url).following
    last = f'{item}<a href="yw_1.html">上一页</a>'  # a whole list that names its pages itself
    assert not read_list(last.encode(), url).following
    assert not read_list(f"<title>{item}</title>{item}".encode(), url).following


def test_a_loop_that_is_nothing_but_blanks_takes_no_time_of_the_square_of_its_length() -> None:
    begun = process_time()
    script = f'var p = 1; p++; $.get("l_" + p + ".html"); for({" " * 60_000}'
    read_list(f"<html><b>点击更多</b><script>{script}</script>".encode(), "http://a.example/x/")
    assert process_time() - begun < 0.6  # the square of its length took two seconds


@pytest.mark.parametrize("option", ["value=/a/", "<option ", "<option value=1 "])
def test_a_menu_without_end_takes_no_longer_than_it_is_long(option: str) -> None:
    options = "<option " + option * (19_000 // len(option))
    begun = time.process_time()
    assert following(f"<select onchange='location=this.value'>{options}</select>" * 5) is None
    assert time.process_time() - begun < 0.4
