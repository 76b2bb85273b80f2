"""Pages that are no article by what they say themselves."""

import random
import time

import pytest

from article.errors import NotAnArticle, Undecodable
from article.reading import read_article

URL = "http://www.qinglan.example/wmcj/202508/t20250801_1000.shtml"


SHOWN = "http://www.qinglan.example/show.asp?id=3"


def page(title: str, body: str) -> bytes:
    return f"<html><title>{title}</title><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (page("请稍候", "<p>正在验证您的浏览器，请稍候……</p>"), "blocked"),
        (page("请稍候", "<p>正在进行安全检测，完成后自动跳转</p>"), "blocked"),
        (page("", "<script>var $_ts = window['$_ts'];if(!$_ts)$_ts={};</script>"), "blocked"),
        (page("", "<script>YunSuoAutoJump('security_verify_data')</script>"), "blocked"),
        (page("405", "<h1>405</h1><p>您的访问被阻断</p>"), "blocked"),
        (page("访问验证", "<p>为了更好的体验，请按住滑块，拖动到最右边</p>"), "blocked"),
        (page("提示", "<p>根据法规，您所在的国家或地区无法浏览本网站。</p>"), "blocked"),
        (page("T-Sec", "<p>您的访问触发了网站管理员设置的防护策略</p>"), "blocked"),
        (page("403 错误", "<p>请联系管理员</p>"), "blocked"),
        (page("404 错误", "<p>请联系管理员</p>"), "error"),
        (page("提示", "<p>站点已暂停，请联系管理员</p>"), "error"),
        (page("没有找到站点", "<p>您的请求在Web服务器中没有找到对应的站点！</p>"), "error"),
        (page("提示", "<p>该网站的域名正在出售，欢迎询价</p>"), "error"),
        (page("提示", "<p>您要访问的栏目正在建设中……</p>"), "error"),
        (page("提示", "<p>哎呀，页面迷路了！</p>"), "error"),
        (page("公告", "<p>因系统升级改造，网站暂停服务。</p>"), "error"),
        (page("提示", "<p>系统升级维护中，请稍后访问。</p>"), "error"),
        (
            page("", "<script>alert('该信息不存在或已被删除！');location.href='/';</script>"),
            "error",
        ),
        (page("", "<script>function f() { alert('系统错误') }</script>"), "empty"),
        (page("提示", "<p>您即将离开青岚文明网，请注意账号安全。</p>"), "error"),
        (page("提示", "<p>无权访问该页面！</p>"), "blocked"),
        (page("提示", "<p>信息正在审核，请稍后再来。</p>"), "error"),
        (page("提示", "<p>该页面只能在青岚客户端内打开</p>"), "blocked"),
        (page("文明实践", "<p>数据加载中，请稍候……</p>"), "empty"),
    ],
)
def test_what_a_server_says_instead_of_an_article(html: bytes, kind: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read_article(html, URL)
    assert refused.value.kind == kind


def test_a_short_text_beside_many_links_may_have_no_day_but_that_of_its_last_change() -> None:
    links = "".join(f"<li><a href={n}.asp>青岚县文明实践活动通讯第{n}期</a>" for n in range(12))
    text = "<td id=fontzoom>从三月九日起，青岚县图书馆周末开放时间延长至二十一时。</td>"
    told = "作者：佚名 文章来源：本站原创 更新时间：2009-3-5"
    tools = "<tr><td><a href=#>打印此文</a> <a href=#>关闭窗口</a></td></tr>"
    above = f"<table><tr><td>图书馆周末延长开放</td></tr><tr><td>{{}}</td></tr>{tools}"
    html = f"{above}<tr>{text}</tr></table><ul>{links}</ul>"
    article = read_article(page("图书馆周末延长开放", html.format(told)), URL)
    assert article.title == "图书馆周末延长开放"
    with pytest.raises(NotAnArticle):
        read_article(page("图书馆周末延长开放", html.format("更新时间：2009-3-5")), SHOWN)


@pytest.mark.parametrize("number", [1, 3])
def test_a_short_list_may_tell_who_wrote_each_article_and_when_that_changed(number: int) -> None:
    links = "".join(f"<li><a href={n}.asp>青岚县文明实践活动通讯第{n}期</a>" for n in range(12))
    item = "<h3><a href=/a/1.html>图书馆周末延长开放</a></h3><p>作者：佚名 更新时间：2009-3-5</p>"
    item += "<p>从三月九日起，青岚县图书馆周末开放时间延长至二十一时。</p>"
    with pytest.raises(NotAnArticle):
        read_article(page("志愿服务", f"<h1>志愿服务</h1>{item * number}<ul>{links}</ul>"), URL)


BRIEF = "<h1>图书馆周末延长开放</h1>{}<div>从三月九日起，县图书馆周末开放时间延长至二十一时。</div>"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (URL, ""),
        (SHOWN, '<meta name="PubDate" content="2024-03-05">'),
        (SHOWN, '<p><time datetime="2024-03-05">3月5日</time></p>'),
        (SHOWN, "<p><script>document.write('2024-03-05');</script></p>"),
    ],
)
def test_a_headline_and_a_day_told_elsewhere_make_an_article_of_a_short_text(
    url: str, told: str
) -> None:
    links = "".join(f"<li><a href={n}.asp>青岚县文明实践活动通讯第{n}期</a>" for n in range(12))
    shown = page("图书馆周末延长开放-青岚网", f"{BRIEF.format(told)}<ul>{links}</ul>")
    assert read_article(shown, url).published_at is not None
    with pytest.raises(NotAnArticle):
        read_article(page("文明实践-青岚网", f"{BRIEF.format('')}<ul>{links}</ul>"), SHOWN)


COVERS = [f"<a href=/v/{n}{{}}><img src={n}.jpg></a>" for n in range(6)]


@pytest.mark.parametrize("below", ["乡村大舞台", "乡村大舞台</p><p>03:12 播放 120"])
def test_a_list_may_link_its_articles_by_pictures_alone(below: str) -> None:
    films = "".join(f"<div>{cover.format('')}<p>{below}</p></div>" for cover in COVERS)
    with pytest.raises(NotAnArticle, match="linked pictures"):
        read_article(page("微电影", f"<h1>微电影展播</h1>{films}"), URL)


def test_a_list_may_link_short_names_as_headings() -> None:
    names = ("暖阳", "春雨", "青藤", "红烛", "橄榄", "星火")
    teams = "".join(f"<div><h4><a href=/{n}>{n}队</a></h4><p>成员二十人</p></div>" for n in names)
    with pytest.raises(NotAnArticle, match="6 links"):
        read_article(page("志愿团队", f"<h1>志愿团队</h1>{teams}"), URL)


@pytest.mark.parametrize("ending", ["", ".jpg"])
def test_a_text_may_have_linked_pictures(ending: str) -> None:
    lines = [f"清晨，第{n}支志愿服务队走进社区，帮助居民清理楼道里的杂物。" for n in range(6)]
    pairs = zip(COVERS, lines, strict=True)
    story = "".join(f"{cover.format(ending)}<p>{line}</p>" for cover, line in pairs)
    html = page("走进社区的一天", f"<h1>走进社区的一天</h1><div>{story}</div>")
    assert read_article(html, URL).body == "\n".join(lines)


def test_news_of_a_check_is_news() -> None:
    text = "节前，青岚市文明办联合多部门到车站开展安全检查，工作人员逐一检查消防器材和疏散通道。"
    article = read_article(
        page("青岚市开展安全检查", f"<h1>青岚市开展安全检查</h1><p>{text}</p>"), URL
    )
    assert article.body == text


@pytest.mark.parametrize("title", ["关于我们", "联系我们", "网站声明", "隐私政策"])
def test_what_a_site_says_of_itself_without_a_day_is_no_article(title: str) -> None:
    text = (
        "<div><p>青岚网由青岚县文明办主办，是展示全县文明成果的重要窗口，欢迎来电来信。</p></div>"
    )
    with pytest.raises(NotAnArticle, match="about itself"):
        read_article(page(f"{title}-青岚网", f"<h1>{title}</h1>{text}"), URL)
    dated = f"<h1>{title}的节日</h1><p>2025-08-01</p>{text}"
    assert read_article(page(f"{title}的节日", dated), URL).title == f"{title}的节日"


@pytest.mark.parametrize("who", ["网站维护：青岚县信息中心", "网站维护电话 0556-7171001"])
def test_who_looks_after_a_site_is_no_notice_that_it_is_out_of_service(who: str) -> None:
    text = "<h1>读书分享会</h1><p>清晨，志愿服务队走进社区，帮助居民清理楼道，大家有说有笑。</p>"
    assert read_article(page("读书分享会", f"{text}<p>{who}</p>"), URL).title == "读书分享会"


FOOTERS = [
    "<p>中共青岚县委宣传部　主办</p><p>地址：青岚县行政中心3号楼　邮编：246200</p>",
    "<p>主办单位：青岚县文明办</p><p>联系电话：0556-7171001　传真：7171002</p>",
    "<p>青岚县融媒体中心 制作维护</p><p>电子邮箱：a@b.example</p><p>皖ICP备13005678号</p>",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_how_to_reach_a_site_is_no_text(footer: str) -> None:
    below = f"<div class=bottom>{footer}</div>"
    text = "清晨，志愿服务队走进社区，帮助居民清理楼道里的杂物，排队领取工具的居民有说有笑。"
    with pytest.raises(NotAnArticle):
        read_article(page("志愿者名册", f"<h1>志愿者名册</h1>{below}"), URL)
    above = "<h1>公益广告：光盘行动</h1><p>2025-08-01 来源：青岚日报</p>"
    poster = read_article(page("公益广告：光盘行动", f"{above}<p><img src=1.jpg></p>{below}"), URL)
    assert (poster.body, poster.source) == ("", "青岚日报")
    hidden = f"{above}<div style='display:none'><p>{text}</p></div>{below}"
    assert read_article(page("公益广告：光盘行动", hidden), URL).body == text


def test_bytes_at_random_are_no_text() -> None:
    html = b"<html><title>x</title>" + random.Random(7).randbytes(20_000)
    with pytest.raises(Undecodable, match="control characters"):
        read_article(html, URL)


@pytest.mark.parametrize("title", ["提示信息", "青岚市人民政府", "青岚文明网"])
@pytest.mark.parametrize(
    "notice",
    [
        "该信息已过期或被管理员删除",
        "您的IP地址已被封禁，如有疑问请联系网站管理员。",
        "检测到非法请求，本次操作已被记录。",
        "请求参数错误",
        "本网站将于周六22:00进行系统升级，期间无法访问，敬请谅解。",
    ],
)
def test_what_sites_say_in_place_of_a_text_is_no_article(title: str, notice: str) -> None:
    with pytest.raises(NotAnArticle):
        read_article(page(title, f"<h2>{title}</h2><div><p>{notice}</p></div>"), URL)


@pytest.mark.parametrize(
    "title", ["个人信息被他人删除怎么办", "不实信息被依法删除", "网络谣言信息已被及时删除"]
)
def test_news_of_what_was_deleted_is_no_notice_of_it(title: str) -> None:
    html = page(title, f"<h1>{title}</h1><p>志愿者走进社区，为居民讲解。</p>")
    assert read_article(html, URL).title == title


@pytest.mark.parametrize(
    "told",
    ["<p>2025-08-01</p>{}", "<p>来源：青岚日报</p>{}", "{}<p><img src=/1.jpg></p>", "{0}{0}{0}"],
)
def test_a_short_text_that_tells_when_or_who_is_an_article(told: str) -> None:
    text = "<p>青岚县图书馆今日起延长开放两小时。</p>"
    html = page("延时开放", f"<h1>延时开放</h1><div>{told.format(text)}</div>")
    assert read_article(html, URL).body.startswith("青岚县图书馆")


CARDS = {
    "pager": "<h2>文明实践</h2><ul><li><a href=/1.html>青岚县第1批文明实践项目启动</a>"
    "<span>2025-08-01</span></li></ul><div>共1页 首页 上一页 下一页 尾页</div>",
    "summaries": "".join(
        f"<div><h3><a href=/{n}.html>青岚：第{n}支山歌队唱响新风</a></h3>"
        f"<p>初秋时节，走进青岚镇，第{n}场山歌会正在文化广场举行……</p><span>2025-08-0{n}</span></div>"
        for n in range(1, 4)
    ),
    "cards": "".join(
        f"<a href=/{n}.html><img src=/{n}.jpg><h3>青岚：第{n}支山歌队唱响新风</h3>"
        f"<p>走进青岚镇，山歌会正在文化广场举行。</p><em>2025-08-0{n}</em></a>"
        for n in range(1, 7)
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_links_with_their_days_are_no_text(name: str) -> None:
    with pytest.raises(NotAnArticle):
        read_article(page("文明实践-青岚文明网", CARDS[name]), "http://www.qinglan.example/wmsj/")


def test_pictures_with_a_day_of_their_own_may_have_a_list_below() -> None:
    below = "".join(
        f"<p><a href=/{n}.html>青岚县第{n}届山歌会开幕</a> 2025-08-0{n}</p>" for n in range(1, 6)
    )
    html = f"<h1>青岚秋色入画来</h1><p>2025-08-01</p><p><img src=/1.jpg></p>{below}"
    article = read_article(page("青岚秋色入画来", html), URL)
    assert (article.title, article.body) == ("青岚秋色入画来", "")


@pytest.mark.parametrize(
    "said",
    [
        "Microsoft OLE DB Provider for ODBC Drivers 错误 '80004005'",
        "恭喜, 站点创建成功！",
        "You have an error in your SQL syntax",
    ],
)
def test_what_a_server_says_is_an_error(said: str) -> None:
    with pytest.raises(NotAnArticle):
        read_article(page("", f"<h1>{said}</h1><p>本页面由系统自动生成，请勿回复，谢谢。</p>"), URL)


@pytest.mark.parametrize(
    "text",
    [
        "记者从市数据局获悉，办事平台请求超时的问题已经解决，市民办理业务平均等待时间缩短一半以上。",
        "市网信办通报，近日已有12款违规应用的信息已被下架，涉及多家企业，相关负责人被约谈整改。",
        "县法院请求限制其高消费，被执行人当天就把拖欠工人的工资全部还清，工人们送来了一面锦旗。",
        "读者扫码打开小程序就能预约座位，图书馆每天为自习的学生留出六十个位置，周末还会再增加。",
        "因设备升级，政务大厅将于周六停用一天，期间网站无法访问，急需办理的市民可到街道窗口去。",
        "受台风影响，开往海岛的轮渡停航，游客暂时无法登岛，已经买好的船票和门票都可以全额退款。",
        "近日，城南发生一起流浪犬疑似攻击路人的事情，请当时在场的市民拨打城管热线，说明当时情形。",
        "本网讯 维修三个月的县文化馆今天恢复开放，元旦前后将推出六场惠民演出，市民可凭身份证领票。",
        "受雨雪影响关闭三天的凤凰山观景平台今天恢复开放，市民凭身份证登台，保洁员已把积雪清扫干净。",
        "昨天，一家共享单车平台发布公告停止服务，市交通局提醒市民及时退还押金，有难处可拨打热线。",
        "市民反映的医疗广告，城管部门当天就去核查，违规的广告内容已经撤下，商家被责令在三日内整改。",
        "家里的老照片、文档丢失或者受潮怎么办？县档案馆开设修复课，手把手教市民修补纸张，不收费用。",
        "专家在讲座上说，用公共网络办事，访问存在一定风险，老人最好请家人陪同，不向陌生人说密码。",
    ],
)
def test_news_may_say_what_a_notice_says(text: str) -> None:
    html = page("云川新事", f"<h1>云川新事</h1><div><p>{text}</p></div>")
    assert read_article(html, URL).body == text


ANNOUNCED = "今天公布的消息"


@pytest.mark.parametrize(
    "text",
    [
        "今天下午四点，我省公布高考成绩，考生请登录省教育考试院官网，输入准考证号和身份证号查询成绩。",
        "骗子谎称您的账户存在异常访问，要求您点击链接进行安全验证，并填写验证码，请立即挂断这种电话。",
        "按照省里要求，我县十二家单位网站关闭，内容迁移到县政府门户，群众办事从此只记一个网址就可以。",
        "滑坡导致国道中断，部分村庄暂时无法访问外界，党员突击队徒步送去药品和食物，道路今晚就能抢通。",
    ],
)
def test_what_a_list_announced_may_say_in_its_sentences_what_a_notice_says(text: str) -> None:
    shown = page(f"{ANNOUNCED}-青岚网", f"<h1>{ANNOUNCED}</h1><div><p>{text}</p></div>")
    assert read_article(shown, SHOWN, listed_title=ANNOUNCED).body == text
    with pytest.raises(NotAnArticle):
        read_article(shown, SHOWN, listed_title="文明实践中心开放")
    teaser = "<p>清晨，志愿服务队走进社区，帮助居民清理楼道里的杂物，排队领取工具的居民有说有笑。"
    walled = page(ANNOUNCED, f"<h1>{ANNOUNCED}</h1><div>{teaser}<p>请登录后查看全文</p></div>")
    with pytest.raises(NotAnArticle):
        read_article(walled, SHOWN, listed_title=ANNOUNCED)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("领取志愿服务证书请输入手机收到的验证码。", True),
        ("云盾行动启动，网络安全宣传走进社区。", True),
        ("全县志愿者今日起用统一身份认证签到。", True),
        ("请登录后查看全文。", False),
        ("查看全文请先登录。", False),
        ("您的请求已被云盾阻断。", False),
        ("该内容仅对会员开放，请登录后阅读", False),
        ("系统检测到异常，请输入验证码继续", False),
        ("您的请求存在威胁，访问被拦截", False),
        ("为了保证您的安全，请完成安全验证", False),
    ],
)
def test_what_a_list_announced_may_be_brief_news_of_logins(text: str, *, is_read: bool) -> None:
    shown = page(f"{ANNOUNCED}-青岚网", f"<h1>{ANNOUNCED}</h1><div><p>{text}</p></div>")
    if is_read:
        assert read_article(shown, SHOWN, listed_title=ANNOUNCED).body == text
    else:
        with pytest.raises(NotAnArticle):
            read_article(shown, SHOWN, listed_title=ANNOUNCED)
    with pytest.raises(NotAnArticle):
        read_article(shown, SHOWN)


def test_a_title_without_end_is_looked_through_in_no_time() -> None:
    began = time.process_time()
    with pytest.raises(NotAnArticle):
        read_article(page("文明.实践." * 3000, "<p>页面不存在</p>"), URL)
    assert time.process_time() - began < 2


LINES = [
    "节前，青岚市文明办组织志愿者走进白石社区，为老人理发、修伞、读报，一直忙到傍晚。",
    "活动现场，志愿者们围绕居民需求设置了多个服务摊位，吸引了周边居民踊跃参与。",
]
FIELDS = "<p>姓名：<input></p><p>手机号码：<input type=tel></p><p>内容：<textarea></textarea></p>"
MEMBERS = "<form><input name=u><input type=password><input type=checkbox>记住我</form>"
ITEMS = [("道德模范基层巡讲走进陵川", LINES[0]), ("文明实践大讲堂开讲了", LINES[1])] * 2
SUMMED = "".join(
    f"<div><a href=/{n}>{title}</a><p>{line}</p><span>2025-08-0{n + 1}</span></div>"
    for n, (title, line) in enumerate(ITEMS)
)
PICTURES = "".join(
    f"<li><a href=/g/{n}><img src={n}.jpg><span>{ITEMS[n % 2][0]}</span></a></li>" for n in range(8)
)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        (
            "系统提示",
            "<h1>:(</h1><p>无法加载控制器:Show</p><p>错误位置 FILE: Think.php</p>",
            "error",
        ),
        (
            "",
            "<p>Microsoft VBScript 运行时错误 '800a01a8'<p>缺少对象: 'rs'<p>/show.asp，行 32",
            "error",
        ),
        ("HTTP Status 404 – 未找到", "<h1>HTTP状态 404 - 未找到</h1><p>类型 状态报告</p>", "error"),
        ("", "<p>页面正在跳转，请稍候……</p>", "error"),
        ("系统提示", "<p>此文档不存在，可能已被回收</p>", "error"),
        ("提示", "<p>抱歉，您要查看的稿件已经撤下。</p>", "error"),
        ("", "<script>alert('你访问的新闻已经过期');history.go(-1);</script>", "error"),
        ("通知", "<p>因机房搬迁，本站将于12月1日恢复服务，敬请谅解。</p>", "error"),
        ("错误", "<p>ORA-12541: TNS:no listener</p>", "error"),
        ("", "<p>Warning: mysqli_connect(): (HY000/2002) in /www/db.php on line 12</p>", "error"),
        ("", "<noscript><h1>请开启JavaScript并刷新该页.</h1></noscript>", "blocked"),
        ("志愿者登录_青岚网", f"{MEMBERS}<p>温馨提示：首次登录请用身份证号码。</p>", "blocked"),
        ("我要写信", f"<form><h2>我要写信</h2>{FIELDS}<p>请如实填写个人信息。</p></form>", "empty"),
        ("文明要闻_青岚网", SUMMED, "list"),
        ("公益广告_青岚网", f"<ul>{PICTURES}</ul>", "list"),
        ("青岚日报数字报", f"<p>第A01版：要闻</p><ul>{PICTURES.replace('img', 'b')}</ul>", "list"),
    ],
)
def test_forms_lists_and_errors_are_no_articles(title: str, body: str, kind: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read_article(page(title, body), URL)
    assert refused.value.kind == kind


def test_a_text_without_its_day_may_stand_among_forms() -> None:
    text = f"<h1>走进社区的一天</h1><div><p>{LINES[0]}</p><p>{LINES[1]}</p></div>"
    menu = "".join(f"<li><a href=/{n}>栏目</a></li>" for n in range(40))
    members = f"<h3>会员登录</h3>{MEMBERS}<ul>{menu}</ul>"
    html = page("走进社区的一天", f"{members}{text}<form>{FIELDS}</form>")
    assert read_article(html, URL).body == "\n".join(LINES[:2])


def test_a_text_of_short_lines_may_stand_beside_links() -> None:
    links = "".join(f"<li><a href=/{n}>道德模范基层巡讲走进陵川</a></li>" for n in range(6))
    lines = ["志愿者为老人理发", "志愿者维修家电", "志愿者开展义诊"]
    text = "".join(f"<p>{line}</p>" for line in lines)
    html = page("走进社区的一天", f"<h1>走进社区的一天</h1><div>{text}</div><ul>{links}</ul>")
    assert read_article(html, URL).body == "\n".join(lines)
