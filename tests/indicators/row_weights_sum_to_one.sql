-- Scored rows whose renormalised weights do not sum to 1.
select
    study_code,
    unit_code,
    year,
    sum(weight) as total
from {{ ref('fct_index_contributions') }}
group by study_code, unit_code, year
having abs(sum(weight) - 1) > 1e-12
