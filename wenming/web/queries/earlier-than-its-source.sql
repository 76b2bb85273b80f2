-- zh: 比所注来源发布得更早的文章
-- en: Articles published before the site that they name as their source
select a.id, a.site, a.title, a.published_at, n.named_site, o.published_at as own_published_at,
  a.url
from named_sources n join articles a on a.id = n.article_id join articles o on o.id = n.own_copy_id
where a.published_date < o.published_date
order by a.published_at desc
