-- zh: 每月发文量
-- en: Articles a month
select substr(published_date, 1, 7) as month, sum(articles) as articles, sum(chars) as characters
from daily_counts group by month order by month
