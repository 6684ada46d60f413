-- A cell, of a year or of a month, takes its value from one loaded record or one correction,
-- never from two.
with
loaded as (
    select
        study_code,
        unit_code,
        year,
        period_code,
        indicator_code
    from {{ ref('int_indicators__record_outcomes') }}
    where outcome = 'loaded'
)

select
    study_code,
    unit_code,
    year,
    period_code,
    indicator_code,
    count(*) as n_records
from loaded
group by all
having count(*) > 1
