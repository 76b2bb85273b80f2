-- zh: 一个口号怎样传开：每月多少报道、多少网站、多少省份（参数 q：四字以上的口号）
-- en: How a slogan spreads: stories, sites and provinces a month (parameter q: the slogan)
with hit as (
  select a.* from articles a
  where (instr(a.title, :q) or instr(a.body, :q)) and :q <> ''
    and a.id not in (select article_id from suppressed)
)
select substr(h.published_date, 1, 7) as month, count(*) as articles,
  count(distinct h.story_id) as stories, count(distinct h.site) as sites,
  count(distinct s.region) as regions,
  min(h.published_date) as first_day
from hit h join sites s on s.id = h.site
where h.published_date is not null
group by month order by month
