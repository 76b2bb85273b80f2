-- zh: 文末注明的首发媒体
-- en: First printers, as the end of a text names them
select credit, count(*) as articles, count(distinct site) as sites,
  min(published_date) as first_day, max(published_date) as last_day
from articles
where credit is not null and id not in (select article_id from suppressed)
group by credit order by articles desc, credit
