"""What differs from Scrapy's defaults, and why. The environment is read here and nowhere else."""

import os

HOME = os.environ.get("WENMING_HOME", "data")
ALLOW_PRIVATE = os.environ.get("WENMING_ALLOW_PRIVATE", "")
CAPTURE_LISTS = os.environ.get("WENMING_CAPTURE_LISTS", "") == "1"
DEMO_URL = os.environ.get("WENMING_DEMO_URL", "http://127.0.0.1:8808/")

BOT_NAME = "wenming"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = os.environ.get(
    "WENMING_USER_AGENT", "wenming/0.1 (archive of civilization websites; one request at a time)"
)

# These are small public offices' servers: one request at a time, a second apart.
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = float(os.environ.get("WENMING_DOWNLOAD_DELAY", "1"))
LEAST_PUBLIC_DELAY = 0.5  # the spider raises the delay to this where its site is no private address
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60
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
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}
REFERRER_POLICY = "same-origin"
TWISTED_DNS_RESOLVER = "crawler.middlewares.guard.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True

DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 8 * 2**20
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 2083
RETRY_TIMES = 2
# The callbacks judge every status: a 404 is an observation, not an error.
HTTPERROR_ALLOW_ALL = True

# The default of 100 starts 100 tasks for every response, half the cost of a bare crawl.
CONCURRENT_ITEMS = 1
# Its cache never hits for methods, so it parses the spider's source again and again.
WARN_ON_GENERATOR_RETURN_VALUE = False

_DOWNLOADER = "scrapy.downloadermiddlewares"
_SPIDER = "scrapy.spidermiddlewares"
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.robots.RobotsMiddleware": 100,  # before anything is spent on a request
    "crawler.middlewares.conditional.ConditionalMiddleware": 450,
    "crawler.middlewares.backoff.BackoffMiddleware": 560,  # sees a failure before it is retried
    "crawler.middlewares.compression.PlainCompressionMiddleware": 590,
    "crawler.middlewares.capture.CaptureMiddleware": 1000,  # next to the wire: bodies as received
    f"{_DOWNLOADER}.httpcompression.HttpCompressionMiddleware": None,  # ours at 590
    # Switched off by settings above, yet still called for each request:
    f"{_DOWNLOADER}.httpauth.HttpAuthMiddleware": None,
    f"{_DOWNLOADER}.redirect.MetaRefreshMiddleware": None,
    f"{_DOWNLOADER}.cookies.CookiesMiddleware": None,
    f"{_DOWNLOADER}.httpproxy.HttpProxyMiddleware": None,
    f"{_DOWNLOADER}.httpcache.HttpCacheMiddleware": None,
    f"{_DOWNLOADER}.robotstxt.RobotsTxtMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    # The frontier filters addresses, and nothing here follows a referrer or a depth.
    f"{_SPIDER}.referer.RefererMiddleware": None,
    f"{_SPIDER}.urllength.UrlLengthMiddleware": None,
    f"{_SPIDER}.depth.DepthMiddleware": None,
    f"{_SPIDER}.httperror.HttpErrorMiddleware": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.normalise.NormalisePipeline": 100,  # first: the rest compare clean text
    "crawler.pipelines.deduplicate.DeduplicatePipeline": 200,  # marks, never drops
    "crawler.pipelines.archive.ArchivePipeline": 800,  # always last
}
EXTENSIONS = {
    "crawler.extensions.run.RunExtension": 0,  # takes the site's lock before anything else starts
    "crawler.extensions.feed.FeedExtension": 100,
    "crawler.extensions.progress.ProgressExtension": 200,
}

LOG_LEVEL = os.environ.get("WENMING_LOG_LEVEL", "INFO")
LOG_FORMATTER = "scrapy.logformatter.LogFormatter"
FEED_EXPORT_ENCODING = "utf-8"
