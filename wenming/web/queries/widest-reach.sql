-- zh: 传遍省份最多的报道
-- en: The stories that reached most provinces
select story_id, title, first_printer, first_published_at, regions, sites, articles
from stories where regions > 1
order by regions desc, articles desc, story_id limit 100
