-- zh: 各站发文量：文章数、去重后的报道数、首发数
-- en: Honest counts: articles and stories of each site, and those that it printed first
select s.title as site, count(*) as articles, count(distinct a.story_id) as stories,
  sum(a.story_id = a.id) as printed_first
from articles a join sites s on s.id = a.site
where a.id not in (select article_id from suppressed)
group by a.site order by articles desc
