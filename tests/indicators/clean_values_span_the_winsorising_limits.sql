-- Indicators whose clean values do not reach from one winsorising limit to the other: the ranges of
-- normalisation are taken from the limits and not from a second scan.
select
    clean_values.study_code,
    clean_values.indicator_code,
    min(clean_values.clean_value) as lowest,
    max(clean_values.clean_value) as highest
from {{ ref('int_indicators__clean_values') }} as clean_values
inner join {{ ref('int_indicators__winsor_limits') }} as winsor_limits
    on
        clean_values.study_code = winsor_limits.study_code
        and clean_values.indicator_code = winsor_limits.indicator_code
group by clean_values.study_code, clean_values.indicator_code
having
    min(clean_values.clean_value) <> min(winsor_limits.winsor_low)
    or max(clean_values.clean_value) <> max(winsor_limits.winsor_high)
