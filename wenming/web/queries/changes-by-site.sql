-- zh: 各站事后修改的次数，按类别
-- en: Changes after publication by site and kind
select s.title as site, sum(v.change = 'cosmetic') as cosmetic,
  sum(v.change = 'editorial') as editorial, sum(v.change = 'substantive') as substantive
from article_versions v join articles a on a.id = v.article_id join sites s on s.id = a.site
where v.version > 1
group by a.site order by substantive desc, editorial desc
