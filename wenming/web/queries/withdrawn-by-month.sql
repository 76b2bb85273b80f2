-- zh: 每月撤下多少文章，在线多少天
-- en: Articles withdrawn a month, and how many days they stood
select month, site, count(*) as articles,
  round(avg(julianday(withdrawn_at) - julianday(first_seen_at)), 1) as mean_days_seen
from withdrawn
group by month, site order by month desc, articles desc
