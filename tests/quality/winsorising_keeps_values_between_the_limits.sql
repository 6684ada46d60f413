-- What lies between the limits is untouched, and nothing lies beyond them.
select
    study_code,
    unit_code,
    year,
    indicator_code,
    imputed_value,
    clean_value,
    winsor_low,
    winsor_high
from {{ ref('int_indicators__clean_values') }}
where
    clean_value < winsor_low
    or clean_value > winsor_high
    or (clean_value is null) != (imputed_value is null)
    or is_winsorized != coalesce(clean_value != imputed_value, false)
