-- zh: 发布之后改了什么：实质修改的文章，前后正文
-- en: What was changed after publication: articles with substantive changes, both texts
select v.article_id, a.title, a.site, b.seen_at as seen_before, v.seen_at as seen_after,
  b.body as before, v.body as after, a.url
from article_versions v
join article_versions b on b.article_id = v.article_id and b.version = v.version - 1
join articles a on a.id = v.article_id
where v.change = 'substantive'
order by v.seen_at desc limit 100
