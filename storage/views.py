"""The views that people and programs read: none of them shows what is suppressed.

``observations`` and ``site_health`` have no texts, and leave nothing out.
"""

VIEWS = """
create view suppressed as
  select distinct a.id as article_id
  from suppressions s cross join articles a  -- in this order: suppressions are few
  where a.url_id = s.url_id and s.lifted_at is null;

create view article_versions as
  select v.article_id, v.version, v.capture_id, v.seen_at, v.title, v.published_at, v.source,
    coalesce(v.body, a.body) as body, v.content_hash, v.change
  from versions v join articles a on a.id = v.article_id
  where v.article_id not in (select article_id from suppressed);

create view shown_articles as
  select a.*, s.title as site_title, s.region
  from articles a join sites s on s.id = a.site
  where a.id not in (select article_id from suppressed);

create view unique_articles as
  select * from articles
  where story_id = id and id not in (select article_id from suppressed);

create view stories as
  select f.id as story_id, f.title, f.site as first_site,
    coalesce(f.credit, f.source, fs.title) as first_printer,
    f.published_at as first_published_at, max(a.published_date) as last_published_date,
    count(*) as articles, count(distinct a.site) as sites, count(distinct s.region) as regions
  from articles a
  join sites s on s.id = a.site
  join articles f on f.id = a.story_id
  join sites fs on fs.id = f.site
  where a.id not in (select article_id from suppressed)
  group by a.story_id;

create view reprint_chains as
  select a.story_id, a.id as article_id, a.site, s.region, a.title, a.source, a.published_at,
    r.relation, r.jaccard, r.containment, f.id as first_id, f.site as first_site,
    fs.region as first_region, f.published_at as first_published_at,
    cast(julianday(a.published_date) - julianday(f.published_date) as integer) as days_later
  from articles a
  join sites s on s.id = a.site
  join articles f on f.id = a.story_id
  join sites fs on fs.id = f.site
  left join reprints r on r.article_id = a.id and r.of_id = a.story_id
  where a.id <> a.story_id and a.id not in (select article_id from suppressed);

create view named_sources as
  select a.id as article_id, a.site, a.source, n.id as named_site,
    (select min(o.id) from articles o where o.story_id = a.story_id and o.site = n.id
      and o.id not in (select article_id from suppressed)) as own_copy_id
  from articles a join sites n on n.title = a.source and n.id <> a.site
  where a.id not in (select article_id from suppressed);

create view withdrawn as
  select a.id, a.url, a.site, s.region, a.title, a.published_at, a.first_seen_at, a.last_seen_at,
    a.withdrawn_at, strftime('%Y-%m', a.withdrawn_at, '+8 hours') as month
  from articles a join sites s on s.id = a.site
  where a.state = 'withdrawn' and a.id not in (select article_id from suppressed);

create view observations as
  select url_id, fetched_at as seen_at,
    case
      when outcome in ('new', 'changed', 'unchanged', 'not_modified') then 'stands'
      when outcome = 'redirected_home' then 'redirected home'
      when reason like 'soft 404%' then 'soft 404'
      when outcome = 'gone' then coalesce(status, 'gone') || ''
      when reason like '%timeout%' then 'timeout'
      else outcome
    end as what,
    reason
  from captures
  union all
  select id, listed_at, 'listed', null from urls where listed_at is not null
  union all                            -- a sweep walks all lists
  select u.id, min(r.finished_at), 'unlisted', null
  from urls u join runs r on r.site = u.site and r.outcome = 'ok' and r.started_at > u.listed_at
    and (r.kind = 'sweep' or json_extract(r.stats, '$."wenming/sweep"') = 1)  -- or one by hand
  where u.kind = 'article' group by u.id;

create view daily_counts as
  select published_date, site, count(*) as articles, count(distinct story_id) as stories,
    sum(chars) as chars
  from articles
  where published_date is not null and id not in (select article_id from suppressed)
  group by published_date, site;

create view site_health as
  select s.id as site, s.title, s.region, s.state,
    (select max(started_at) from runs r where r.site = s.id and outcome in ('ok', 'partial'))
      as last_success_at,
    (select outcome from runs r where r.site = s.id order by r.id desc limit 1) as last_outcome,
    (select reason from runs r where r.site = s.id order by r.id desc limit 1) as last_reason,
    (select count(*) from articles a where a.site = s.id) as articles,
    (select max(published_date) from articles a where a.site = s.id) as newest
  from sites s;
"""
