-- zh: 比所注来源发布得更早的文章
-- en: Articles published before the site that they name as their source
select a.id, a.site, a.title, a.published_at, n.named_site, min(o.published_at) as own_published_at,
  a.url
from named_sources n join articles a on a.id = n.article_id
join articles o on o.story_id = a.story_id and o.site = n.named_site
where o.id not in (select article_id from suppressed)
group by a.id having a.published_date < min(o.published_date)
order by a.published_at desc
