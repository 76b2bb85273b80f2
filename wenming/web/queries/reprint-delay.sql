-- zh: 转载晚几天：各站平均与最长
-- en: How many days later a site reprints: mean and longest
select s.title as site, count(*) as reprints, round(avg(c.days_later), 1) as mean_days,
  max(c.days_later) as longest, round(100.0 * sum(c.days_later = 0) / count(*), 1) as percent_same_day
from reprint_chains c join sites s on s.id = c.site
where c.days_later is not null
group by c.site
order by mean_days
