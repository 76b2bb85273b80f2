"""What differs from Scrapy's defaults, and why. The environment is read here and nowhere else."""

import os


def _said(name: str, otherwise: str = "") -> str:
    """Return what the environment says; an empty variable says nothing."""
    return os.environ.get(f"WENMING_{name}") or otherwise


HOME = _said("HOME", "data")
ALLOW_PRIVATE = _said("ALLOW_PRIVATE")
CAPTURE_LISTS = _said("CAPTURE_LISTS") == "1"
# Only the page that was given, and so many of its articles: what `wenming new-site` looks at.
SAMPLE = int(_said("SAMPLE", "0"))
# Kinds of attachments that are fetched, also image, video, audio; of all others the archive knows
# the address. An empty variable says something here: none.
ATTACHMENTS = os.environ.get("WENMING_ATTACHMENTS", "pdf,doc,xls,ppt,zip")
DEMO_URL = _said("DEMO_URL", "http://127.0.0.1:8808/")

# Where somebody whose server we burden can reach us: an address of mail or of a page.
CONTACT = _said("CONTACT")

BOT_NAME = "wenming"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"
SPIDER_LOADER_CLASS = "crawler.engine.loader.LoadableSpiders"
USER_AGENT = _said(
    "USER_AGENT",
    f"wenming/0.1 ({f'+{CONTACT}; ' if CONTACT else ''}archive of civilization websites; "
    "one request at a time)",
)

# These are small public offices' servers: one request at a time, a second apart.
CONCURRENT_REQUESTS = 4
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# In the order of the frontier: a list that moves while it is read is read from its top.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
DOWNLOAD_DELAY = float(_said("DOWNLOAD_DELAY", "1"))
LEAST_PUBLIC_DELAY = 0.5  # the spider raises the delay to this where its site is no private address
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 60
DAILY_REQUESTS = int(_said("DAILY_REQUESTS", "10000"))  # of a site
HOST_FAILURES = 8  # in a row; then the host is left alone for the rest of the crawl
HOST_REFUSALS = 30  # the same of a firewall; some sites refuse a whole folder and nothing else
# Ours follows RFC 9309: Scrapy's takes a failing server for one that allows everything.
ROBOTSTXT_OBEY = False

# Scrapy opens two ports that run code; a daemon on a server needs neither.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# No page needs them, and a jar would carry state from one site to another.
COOKIES_ENABLED = False
# A proxy would connect where the guard cannot look.
HTTPPROXY_ENABLED = False
METAREFRESH_ENABLED = False
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "crawler.engine.download.KeepingDownloadHandler"),
    **dict.fromkeys(("file", "ftp", "s3", "data")),  # none
}
DEFAULT_REQUEST_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}
TWISTED_DNS_RESOLVER = "crawler.middlewares.guard.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True

DOWNLOAD_TIMEOUT = 40  # a crawl that is told to end waits for the answer that it asked for
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 0  # what is large is taken or not, but no news
MEMUSAGE_LIMIT_MB = 1024
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10
# Seconds without a turn of the loop: a page that cannot be read; 0 never ends it.
LONGEST_STALL = 120
# Servers forget to change their validators: after so many 304 in a row we look for ourselves. A tag
# that several lists share is believed not even once, a date only where nothing newer is shown.
TRUSTED_304 = 9
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 2083
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the archive tells it too
# The callbacks judge every status: a 404 is an observation, not an error.
HTTPERROR_ALLOW_ALL = True

SCHEDULER = "crawler.engine.line.WaitingLine"
DOWNLOADER = "crawler.engine.download.OneAtATime"
# The default of 100 starts 100 tasks for every response, half the cost of a bare crawl.
CONCURRENT_ITEMS = 1
# Its cache never hits for methods, so it parses the spider's source again and again.
WARN_ON_GENERATOR_RETURN_VALUE = False

# All that takes part in a crawl is named here. Scrapy's own lists are empty, as whatever is on them
# is loaded even where it is switched off: cookie jars, a web server for remote control.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}

_SCRAPY = "scrapy.downloadermiddlewares"
DOWNLOADER_MIDDLEWARES = {
    # Before anything is spent on a request:
    "crawler.middlewares.redirect.OffsiteMiddleware": 90,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
    f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
    "crawler.middlewares.conditional.ConditionalMiddleware": 450,
    f"{_SCRAPY}.retry.RetryMiddleware": 550,
    # What the guard refuses is no failure, and what failed is not tried again before its time:
    "crawler.middlewares.backoff.BackoffMiddleware": 560,
    "crawler.middlewares.guard.GuardMiddleware": 570,
    "crawler.middlewares.compression.CompressionMiddleware": 590,
    "crawler.middlewares.redirect.PlainRedirectMiddleware": 600,
    "crawler.middlewares.budget.BudgetMiddleware": 990,
    "crawler.middlewares.capture.CaptureMiddleware": 1000,  # next to the wire: bodies as received
}
# None of the spider middlewares: the frontier filters addresses, and nothing here follows a
# referrer or a depth.
ITEM_PIPELINES = {
    "crawler.pipelines.normalise.NormalisePipeline": 100,  # first: the rest compare clean text
    "crawler.pipelines.recognise.RecognisePipeline": 150,  # before anything is said of an article
    "crawler.pipelines.deduplicate.DeduplicatePipeline": 200,  # marks, never drops
    "crawler.pipelines.archive.ArchivePipeline": 800,  # always last
}
EXTENSIONS = {
    "crawler.extensions.run.RunExtension": 0,  # takes the site's lock before anything else starts
    "crawler.extensions.feed.FeedExtension": 100,
    "crawler.extensions.showing.ShowingExtension": 150,
    "crawler.extensions.progress.ProgressExtension": 200,
    "crawler.extensions.thrift.ThriftExtension": 900,  # when everything is there
    # Scrapy's, without those that count what the archive counts:
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,  # for `scrapy crawl -o`
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}

ADDONS = {"crawler.engine.logbook.LogAddon": 0}
LOG_LEVEL = _said("LOG_LEVEL", "INFO")
LOG_VERSIONS: list[str] = []  # the same in every log; the lock file has them
STATS_DUMP = False  # the run row has what matters of them
