-- zh: 原站已撤下、别站仍在的报道
-- en: Stories taken down by one site and still standing on another
select w.id as withdrawn_id, w.site, w.title, w.withdrawn_at, a.id as standing_id,
  a.site as standing_on, a.url
from withdrawn w
join articles i on i.id = w.id
join articles a on a.story_id = i.story_id and a.id <> i.id and a.state = 'live'
where a.id not in (select article_id from suppressed)
order by w.withdrawn_at desc
