-- zh: 哪个省转载哪个省
-- en: Which province reprints which
select region as reprinted_by, first_region as printed_first_by, count(*) as reprints
from reprint_chains where region <> first_region
group by region, first_region
order by reprints desc, region, first_region
