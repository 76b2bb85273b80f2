-- zh: 发布时间的依据
-- en: Where publication dates come from
select ifnull(substr(published_evidence, 1, instr(published_evidence, ':') - 1), '(none)') as rule,
  count(*) as articles, count(distinct site) as sites
from articles where id not in (select article_id from suppressed)
group by rule order by articles desc
