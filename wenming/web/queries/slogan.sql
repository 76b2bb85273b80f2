-- zh: 一个口号怎样传开：每月多少文章、报道、站点、省份（参数 q：口号，至少两字，不含标点）
-- en: How a slogan spreads: articles, stories, sites and provinces a month (parameter q: the slogan, at least two characters, no punctuation)
with recursive
  slogan(words) as (select replace(trim(:q, ' 　'), '"', '')),
  place(at) as (
    select 1 union all select at + 1 from place, slogan where at + 1 < length(words)
  ),
  phrase(text) as (
    select '"' || group_concat(substr(words, at, 2), ' ') || '"' from place, slogan
  ),
  hit as (
    select a.* from phrase
    join articles_fts on articles_fts match phrase.text
    join articles a on a.id = articles_fts.rowid
    where a.id not in (select article_id from suppressed)
  )
select substr(h.published_date, 1, 7) as month, count(*) as articles,
  count(distinct h.story_id) as stories, count(distinct h.site) as sites,
  count(distinct s.region) as regions, min(h.published_date) as first_day
from hit h join sites s on s.id = h.site
where h.published_date is not null
group by month order by month
