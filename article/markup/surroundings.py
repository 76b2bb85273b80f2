"""Words that only what surrounds an article says: legal lines and headings of link lists."""

import re

from article.patterns import regex

# Without re.I and choices at the start, so that the search can skip to the first letters of these.
LEGAL = regex(
    r"""
        版权所有 | 版權所有 | 舉報電話 | 著作權 | ICP备 | ICP证 | ICP许可 | 京ICP | 举报电话
        | 公网安备 | 违法和不良信息 | 未经授权 | 书面授权 | 擅自转载 | 非法转载 | 许可证
        | 主办单位 | 主办: | 承办: | 主办： | 承办： | 办公室主办 | 技术支持 | 建议使用
        | 最佳分辨率 | 网站地图 | 联系我们 | 法律顾问 | 免责声明 | 投稿邮箱 | 代表本网
        | 代表本站 | 凡注明 | 凡本网 | 凡本站 | 、版权和 | 广告热线 | 信息存储
        | Copyright | copyright | COPYRIGHT
        | All\ Rights\ Reserved | All\ rights\ reserved | ALL\ RIGHTS\ RESERVED
    """,
    re.X,
)

RELATED = regex(
    r"""
        [\W_]{0,4}(?:
            (?:
                相关 | 更多 | 热门 | 热点 | 推荐 | 精彩 | 最新 | 往期 | 今日 | 编辑 | 图文
                | 本类 | 猜你 | 大家 | 延伸 | 扩展 | 专题
            )(?:
                新闻 | 阅读 | 链接 | 报道 | 稿件 | 文章 | 文档 | 推荐 | 专题 | 附件 | 内容
                | 资讯 | 资源 | 精彩 | 信息 | >> | 回顾 | 热点 | 话题 | 搜索 | 喜欢 | 都在看
                | 视频 | 图片 | 评论
            )
            | (?:点击|阅读|浏览|人气|新闻|文章|热[点门]|图片|频道|[一本]周|本月|24小时|评论)总?
              排行
            | 上一[篇条页则] | 下一[篇条页则] | [前后]一篇 | 网友评论 | 我要评论 | 发表评论
            | 最热评论 | 热评 | 为您推荐 | 用户评论 | 评论列表
            | (?:全部|所有|最新|热门|精彩)(?:评论|留言|跟[帖贴]) | 网友跟[帖贴] | 其他人也在看
            | 你可能还想看 | 其它人也在看
        )
    """,
    re.X,
)
# Tells who answered a letter, and when, between the two.
ANSWERED = regex(r"[\W_]{0,3}.{0,6}[答回]复")
# Heads what a site tells of itself beside each of its texts.
OF_SITE = regex(r"[\W_]{0,4}(?:网站|本[网站])简介\W{0,3}\Z")
# Titles of what a site says of itself.
ABOUT = regex(
    r"""
        (?:联系|关于|加入)(?:我们|本站) | 联系方式 | (?:网站|本站)(?:地图|简介|帮助|声明)
        | (?:免责|版权|法律|隐私|网站)(?:权?保护)?(?:声明|政策) | 友情链接 | 广告服务 | 使用帮助
    """,
    re.X,
)
# Below a text these end it as well; above it they are its tools.
END = regex(
    r"[\W_]{0,4}(?:返回(?:顶部|首页|专题)|打印本页|关闭窗口|点击页首|网友评论|扫一扫|"
    r"评论\s?\(?\d{1,6}\)?\W{0,3}\Z)|" + OF_SITE.pattern
)
# Who runs a site, which what is held or asked for by someone has at its end too.
OWNER = regex("举报电话|舉報電話|主办|承办|联系我们|投稿邮箱")
# The same in other words, without a full stop.
RUN_BY = regex(r".{2,60}(?:主办|承办|协办|制作|维护)[\s)]{0,3}\Z")
# How to reach them.
CONTACT = regex(
    r"""
        \W{0,3}(?:
            (?:联系)?地址 | 邮编 | 邮政编码 | (?:联系)?电话 | 传真 | (?:电子)?邮箱 | E-?mail
            | 网址 | 主管(?:单位)?
        )\s?:
    """,
    re.X | re.I,
)
# What such words begin with by chance is told by its marks; what they always say has them too.
_SENTENCE = regex("[。?;“”]|.{7}!")
_SURE = regex(
    r"""
        [\W_]{0,4}(?:
            版权(?:所有|声明|归|说明) | copyright | (?:免责|特别)声明 | 更多精彩
            | 打开微信\W{0,3}(?:点击|使用|扫)
            | 声明\s?:.{0,60}?(?:本[站网文]|版权|侵权|转载|观点|立场|授权|来源)
            | [上下]一[篇条页则]\s?[:>|] | (?:新闻线索)?[爆报]料(?:热线|电话|通道|邮箱)\s?:
            | 点击.{0,4}(?:阅读原文|(?:蓝字|上方|下方).{0,6}关注.{2,14}\Z)
            | 欢迎关注.{0,24}(?:公众号|微[信博]|视频号|客户端)\W{0,3}\Z
            | (?:请?使?用)?(?:微信)?\W?(?:长按|扫(?:一扫|码|描)).*
              (?:关注|下载|手机|微信|朋友圈|客户端|二维码|打开|分享)
        )
    """,
    re.X | re.I,
)


def tells_of_site(folded: str) -> bool:
    """Whether a line tells who runs a site or how to reach them.

    >>> tells_of_site("青岚县文明办主办"), tells_of_site("活动由青岚县文明办主办。")
    (True, False)
    """
    return CONTACT.match(folded) is not None or RUN_BY.match(folded) is not None


def is_sentence(folded: str) -> bool:
    """Whether a line is prose, though its first word is one of tools and headings.

    >>> is_sentence("收藏三十年,他办起了村史馆。"), is_sentence("收藏本页")
    (True, False)
    """
    return _SENTENCE.search(folded) is not None and not _SURE.match(folded)
