-- zh: 久未更新的站点
-- en: Sites that have been silent longest
select site, title, region, state, newest, articles, last_success_at, last_outcome, last_reason
from site_health order by newest is null desc, newest, site
