-- zh: 在任何 SQLite 工具里搜索（参数 q：词之间用空格，须全部出现；不支持引号、OR、减号）
-- en: Search from any SQLite tool (parameter q: words with spaces between, all must occur; no quotes, OR or minus)
with recursive
  -- each word becomes the phrase of its pairs of characters, a single character a prefix
  word(word, rest) as (
    select '', replace(replace(trim(:q), '　', ' '), '"', '') || ' '
    union all
    select substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
    from word where rest <> ''
  ),
  numbered as (select row_number() over () as number, word from word where word <> ''),
  pair(number, word, at) as (
    select number, word, 1 from numbered
    union all
    select number, word, at + 1 from pair where at + 1 < length(word)
  ),
  phrase as (
    select number,
      '"' || group_concat(substr(word, at, 2), ' ') || '"' || iif(length(word) = 1, '*', '') as text
    from (select * from pair order by number, at) group by number
  ),
  expression(text) as (select ifnull(group_concat(text, ' AND '), '""') from phrase)
select a.id, a.published_date, a.site, a.title, a.url
from expression
join articles_fts on articles_fts match expression.text
join articles a on a.id = articles_fts.rowid
where a.id not in (select article_id from suppressed)
order by a.published_date desc, a.id desc
limit 100
