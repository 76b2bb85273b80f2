-- zh: 修复了哪些文本噪声
-- en: What was repaired in texts, by kind and site
select json_extract(r.value, '$.kind') as kind, a.site, count(*) as repairs,
  count(distinct a.id) as articles, sum(ifnull(json_extract(r.value, '$.lossy'), 0)) as lossy
from articles a, json_each(a.repairs) r
where a.id not in (select article_id from suppressed)
group by kind, a.site order by repairs desc
