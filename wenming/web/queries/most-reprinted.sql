-- zh: 转载最多的报道
-- en: The stories that were reprinted most
select story_id, title, first_printer, first_published_at, articles, sites, regions,
  cast(julianday(last_published_date) - julianday(substr(first_published_at, 1, 10)) as integer)
    as days
from stories where articles > 1
order by articles desc, story_id limit 100
