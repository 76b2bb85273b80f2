-- zh: 几点发稿（仅页面注明时间的文章）
-- en: At what hour articles are published, where the page prints a time
select cast(substr(published_at, 12, 2) as integer) as hour, count(*) as articles,
  count(distinct site) as sites
from articles
where length(published_at) > 10 and id not in (select article_id from suppressed)
group by hour order by hour
