-- zh: 各站缺日期、缺来源、无正文的文章
-- en: Articles without day, source or text, by site
select s.title as site, count(*) as articles, sum(a.published_date is null) as without_day,
  sum(a.source is null) as without_source, sum(a.chars = 0) as without_text
from articles a join sites s on s.id = a.site
where a.id not in (select article_id from suppressed)
group by a.site order by without_day + without_source + without_text desc
