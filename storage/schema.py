"""The tables, as a list of numbered steps that only grows.

Names of tables and columns are an interface for analysts and other programs. Times are ISO 8601
with offset: publish times in +08:00, our own in UTC. Unknown is NULL, never an empty string. Never
use sqlite-utils' ``transform()`` on ``articles``: it drops the triggers of the full-text index.
"""

from sqlite_utils import Database, Migrations

from storage.fulltext import INDEX, PAIRS_VIEW
from storage.views import VIEWS

APPLICATION_ID = 0x77656E6D  # "wenm"
SCHEMA_VERSION = 7

migration = Migrations("wenming")


def migrate(db: Database) -> None:
    """Bring an archive up to the newest schema; call it inside a write transaction."""
    migration.apply(db)
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.execute(f"pragma user_version = {SCHEMA_VERSION}")


_TABLES = """
create table sites (
  id text primary key,                 -- name of its spider, or the name given to an address
  title text,                          -- 湖北文明网
  region text,                         -- 湖北省
  region_code text,                    -- GB/T 2260, six digits
  home_url text,
  start_urls text check (json_valid(start_urls)),  -- JSON list; only of a site crawled by address
  origin text not null default 'spider' check (origin in ('spider', 'address')),
  state text not null default 'active' check (state in ('active', 'paused', 'removed')),
  added_at text not null,
  note text                            -- why it is paused, what is missing
) strict;

create table runs (
  id integer primary key,
  site text not null references sites (id),
  kind text not null check (kind in ('fresh', 'sweep', 'manual')),
  planned_at text not null,
  started_at text,                     -- null where it never began
  finished_at text,
  outcome text not null check (outcome in
    ('running', 'ok', 'partial', 'failed', 'crashed', 'skipped', 'misfired', 'interrupted')),
  reason text,
  pages integer not null default 0,
  articles_new integer not null default 0,
  articles_changed integer not null default 0,
  errors integer not null default 0,
  pid integer,
  host text,
  heartbeat_at text,                   -- for display; the lock of the site decides
  stats text check (json_valid(stats)),
  unique (site, planned_at)
) strict;
create index runs_of_site on runs (site, id);

create table urls (
  id integer primary key,
  url text not null,                   -- as it was found
  url_key text not null unique,
  site text not null references sites (id),
  kind text not null check (kind in ('list', 'article')),
  state text not null default 'pending' check (state in
    ('pending', 'leased', 'held', 'gone', 'blocked', 'failed', 'ignored')),
  discovered_at text not null,
  discovered_by integer references runs (id),
  found_on text,                       -- the list page that showed it first
  link_title text,                     -- the text of the link there, at its last sight
  link_date text,
  channel text,                        -- of the list that showed it first
  listed_at text,                      -- last time a list showed it
  part_of integer references urls (id),  -- first page of an article of several pages
  leased_by integer references runs (id),
  attempts integer not null default 0,   -- failures since the last success
  visited_at text,
  visited_by integer references runs (id),
  next_check_at text,
  etag text,
  last_modified text,
  sha256 text                          -- of the body at the last full visit, decoded
) strict;
create index urls_waiting on urls (site, kind, discovered_by desc, id)
  where state = 'pending' and part_of is null;
create index urls_due on urls (site, kind, next_check_at)
  where state in ('held', 'failed', 'blocked', 'gone') and part_of is null;
create index urls_failing on urls (site, kind, visited_at)
  where state in ('failed', 'blocked') and part_of is null;
create index urls_held on urls (site, kind, visited_at)
  where state = 'held' and part_of is null;
create index urls_leased on urls (leased_by) where leased_by is not null;
create index urls_parts on urls (part_of) where part_of is not null;

create table listings (                -- what a page showed when it was read last
  list_id integer not null references urls (id),
  url_id integer not null references urls (id),
  primary key (list_id, url_id)
) strict, without rowid;

create table captures (
  id integer primary key,
  url_id integer not null references urls (id),
  run_id integer references runs (id),
  fetched_at text not null,
  status integer,
  outcome text not null check (outcome in
    ('new', 'changed', 'unchanged', 'not_modified', 'gone', 'redirected_home', 'blocked', 'error')),
  reason text,                         -- of blocked and error
  sha256 text,                         -- of the decoded body
  bytes integer,                       -- of the body as received
  charset text,                        -- the true one
  warc_file text,                      -- name in the folder warc; null where nothing was kept
  warc_offset integer,
  warc_length integer,
  refers_to integer references captures (id),  -- where the record is a revisit: who has the body
  led_to integer references urls (id)  -- the address of the article, where a redirect led elsewhere
) strict;
create index captures_led_to on captures (led_to) where led_to is not null;
create index captures_of_url on captures (url_id, fetched_at);
create index captures_of_run on captures (run_id);
create index captures_in_warc on captures (warc_file, warc_offset) where warc_file is not null;

create table warc_files (              -- closed ones; who still writes to his own knows it
  name text primary key,
  bytes integer not null,
  sha256 text not null,
  closed_at text not null
) strict, without rowid;

create table articles (
  id integer primary key,
  url text not null unique,            -- as it was fetched
  url_id integer not null unique references urls (id),
  site text not null references sites (id),
  title text not null check (title <> ''),
  published_at text,                   -- 2025-08-01T08:40:00+08:00, or 2025-08-01
  published_date text check (published_date is substr(published_at, 1, 10)),
  published_evidence text,             -- the rule that gave it and what it was read from
  source text check (source <> ''),    -- 来源 of the byline
  author text check (author <> ''),
  editor text check (editor <> ''),
  credit text check (credit <> ''),    -- the first printer, named at the end of the text
  channel text check (channel <> ''),
  keywords text check (json_valid(keywords)),
  body text not null,                  -- paragraphs joined by \\n; '' for a page of pictures
  chars integer not null check (chars = length(body)),
  content_hash text not null,          -- of letters and numerals only
  first_seen_at text not null,
  last_seen_at text not null,
  last_changed_at text not null,
  version integer not null default 1,
  state text not null default 'live' check (state in ('live', 'withdrawn')),
  withdrawn_at text,
  story_id integer,                    -- earliest article of its reprints, its own id where alone
  reader_version text,
  evidence text check (json_valid(evidence)),
  repairs text not null default '[]' check (json_valid(repairs))
) strict;
create index articles_of_site on articles (site, published_date);
create index articles_published on articles (published_date, id);
create index articles_content on articles (content_hash);
create index articles_story on articles (story_id);

create table versions (
  article_id integer not null references articles (id) on delete cascade,
  version integer not null,
  capture_id integer references captures (id),
  seen_at text not null,
  title text not null,
  published_at text,
  source text,
  body text,                           -- null for the current version: see articles
  content_hash text not null,
  change text not null check (change in
    ('first', 'cosmetic', 'editorial', 'substantive', 'reread')),
  primary key (article_id, version)
) strict;

create table fingerprints (            -- keys that reprints share: sketch bands and sentences
  key integer not null,
  article_id integer not null,
  primary key (key, article_id)
) strict, without rowid;

create table reprints (
  article_id integer not null references articles (id) on delete cascade,
  of_id integer not null references articles (id) on delete cascade,
  relation text not null check (relation in ('exact', 'near', 'contains', 'template')),
  jaccard real not null,
  containment real not null,
  primary key (article_id, of_id)
) strict, without rowid;
create index reprints_of on reprints (of_id);

create table attachments (
  article_id integer not null references articles (id) on delete cascade,
  url text not null,
  kind text not null,                  -- image, pdf, doc, video, …
  title text,
  sha256 text,                         -- of the bytes as received; null until fetched
  primary key (article_id, url)
) strict;
create index attachments_by_address on attachments (url);

create table suppressions (            -- what we may no longer show, and by whose word
  id integer primary key,
  url_id integer not null references urls (id),
  suppressed_at text not null,
  suppressed_by text not null,
  reason text not null,
  lifted_at text,
  erased_at text
) strict;
create index suppressions_of_url on suppressions (url_id);

create table progress (                -- of long work that goes on where it was interrupted
  task text primary key,
  position integer not null,           -- the last id that is done
  started_at text not null
) strict, without rowid;
"""


@migration(name="m001_archive")
def m001_archive(db: Database) -> None:
    """Everything the first release knows."""
    for part in (_TABLES, PAIRS_VIEW, INDEX, VIEWS):
        for statement in _statements(part):
            db.execute(statement)


@migration(name="m002_listings")
def m002_listings(db: Database) -> None:
    """Which lists show an article, where an archive has only the last of them.

    Those made before the first release do; in newer ones the first step has made the table.
    """
    if "listed_on" not in db.table("urls").columns_dict:
        return
    (listings,) = [one for one in _statements(_TABLES) if "create table listings" in one]
    db.execute(listings)
    db.execute("insert into listings select listed_on, id from urls where listed_on is not null")
    db.execute("drop index urls_listed")
    db.execute("alter table urls drop column listed_on")


@migration(name="m003_pairs")
def m003_pairs(db: Database) -> None:
    """A view that cuts a text of a million characters in seconds; it cuts as the one before did."""
    db.execute("drop view articles_pairs")
    db.execute(PAIRS_VIEW)


@migration(name="m004_months")
def m004_months(db: Database) -> None:
    """Withdrawals by months of China, as publish dates are its days; they were those of UTC."""
    db.execute("drop view withdrawn")
    (view,) = [one for one in _statements(VIEWS) if "create view withdrawn" in one]
    db.execute(view)


@migration(name="m005_lifts")
def m005_lifts(db: Database) -> None:
    """By whose word, and why, something is shown again."""
    for column in ("lifted_by", "lift_reason"):
        db.execute(f"alter table suppressions add column {column} text")


@migration(name="m006_parts")
def m006_parts(db: Database) -> None:
    """Further pages belong to the article itself, not to an address that leads to it."""
    db.execute(_HAND_OVER_PARTS)


_HAND_OVER_PARTS = """
update urls set part_of = coalesce((
  select led_to from captures where url_id = urls.part_of and led_to is not null
    and not exists (select 1 from articles where url_id = urls.part_of) order by id desc limit 1
), part_of) where part_of is not null
"""


@migration(name="m007_away")
def m007_away(db: Database) -> None:
    """What a run found gone that saw no page of the site stand withdraws nothing any more."""
    db.execute(_JUDGE_AWAY)


# In short as storage.withdrawal has it; the next visits judge what is shown again.
_STOOD = """exists (
  select 1 from (select outcome from captures where run_id = c.run_id order by id limit 100)
  where outcome in ('new', 'changed', 'unchanged', 'not_modified')
)"""
_JUDGE_AWAY = f"""
with judged as (
  select a.id, min(fetched_at) as first,
    count(*) > 1 and julianday(max(fetched_at)) - julianday(min(fetched_at)) > 3.5 as is_gone
  from articles a left join captures c on c.url_id = a.url_id
    and outcome in ('gone', 'redirected_home') and fetched_at >= withdrawn_at and {_STOOD}
  where state = 'withdrawn' and exists (
    select 1 from captures c where url_id = a.url_id and fetched_at >= withdrawn_at
      and outcome in ('gone', 'redirected_home') and not {_STOOD}
  ) group by a.id
)
update articles set state = iif(is_gone, 'withdrawn', 'live'),
  withdrawn_at = iif(is_gone, first, null)
from judged where judged.id = articles.id
"""


def _statements(script: str) -> list[str]:
    """Split a script at the ends of statements, those of triggers included."""
    statements, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        whole = line.rstrip().endswith(";")
        if whole and ("create trigger" not in begun or line.strip() == "end;"):
            statements.append(begun)
            begun = ""
    return statements
