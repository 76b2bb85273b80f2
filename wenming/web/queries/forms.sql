-- zh: 同一格式、各地分别填写的通知
-- en: Notices made from one form by several places
select r.of_id, f.title as earlier, f.site as earlier_site, count(*) as others,
  count(distinct a.site) as sites, min(a.title) as for_example
from reprints r join articles a on a.id = r.article_id join articles f on f.id = r.of_id
where r.relation = 'template' and a.id not in (select article_id from suppressed)
  and f.id not in (select article_id from suppressed)
group by r.of_id order by others desc, r.of_id limit 100
