-- zh: 各站发文量：文章数与去重后的报道数
-- en: Honest counts: articles and stories of each site
select s.title as site, sum(d.articles) as articles, sum(d.stories) as stories_a_day,
  (select count(*) from unique_articles u where u.site = d.site) as printed_first
from daily_counts d join sites s on s.id = d.site
group by d.site order by articles desc
