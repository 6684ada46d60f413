-- Scored rows of the index of P1 whose renormalised weights do not sum to 1.
select
    study_code,
    unit_code,
    year,
    sum(weight) as total
from {{ ref('fct_index_contributions') }}
where
    study_code not in (
        select settings.study_code from {{ ref('int_indicators__composite_settings') }} as settings
    )
group by study_code, unit_code, year
having abs(sum(weight) - 1) > 1e-12
