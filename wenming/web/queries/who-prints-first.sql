-- zh: 谁先发：各站首发的报道数，其中被转载的有多少
-- en: Who prints first: stories that each site began, and how many of these were reprinted
select s.title as site, count(*) as stories, sum(t.articles > 1) as reprinted,
  round(100.0 * sum(t.articles > 1) / count(*), 1) as percent, sum(t.articles - 1) as reprints
from stories t join sites s on s.id = t.first_site
group by t.first_site
order by reprinted desc, stories desc
