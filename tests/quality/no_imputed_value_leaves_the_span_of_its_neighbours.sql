-- Interpolation invents nothing beyond what was observed of the same unit and indicator.
with
spans as (
    select
        study_code,
        unit_code,
        indicator_code,
        min(raw_value) as lowest,
        max(raw_value) as highest
    from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
    group by study_code, unit_code, indicator_code
)

select
    cells.study_code,
    cells.unit_code,
    cells.year,
    cells.indicator_code,
    cells.imputed_value
from {{ ref('fct_indicator_values') }} as cells
left join spans
    on
        cells.study_code = spans.study_code
        and cells.unit_code = spans.unit_code
        and cells.indicator_code = spans.indicator_code
where
    cells.is_imputed
    and (
        spans.lowest is null
        or cells.raw_value is not null
        -- the mean of equal numbers may differ from them in the last bit
        or cells.imputed_value < spans.lowest - 1e-12 * abs(spans.lowest)
        or cells.imputed_value > spans.highest + 1e-12 * abs(spans.highest)
    )
