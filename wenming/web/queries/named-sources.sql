-- zh: 注明来源为别站的文章：那一站自己的文章有没有收录
-- en: Bylines that name another site: how often we hold that site's own copy
select n.source, n.named_site, count(*) as articles, count(n.own_copy_id) as own_copies
from named_sources n
group by n.source, n.named_site order by articles desc
