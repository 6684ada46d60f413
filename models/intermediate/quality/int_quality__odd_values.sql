-- Zero or negative where everything else is positive.
with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
),

cell_changes as (
    select * from {{ ref('int_quality__cell_changes') }}
),

scales as (
    select distinct
        study_code,
        indicator_code
    from cell_changes
    where is_log
),

values_not_positive as (
    select observed_values.*
    from observed_values
    semi join scales
        on
            observed_values.study_code = scales.study_code
            and observed_values.indicator_code = scales.indicator_code
    where observed_values.raw_value <= 0
),

-- only series with such a value are put in order: on a large panel that is most of the work saved
with_neighbours as (
    select
        observed_values.study_code,
        observed_values.unit_code,
        observed_values.year,
        observed_values.indicator_code,
        observed_values.raw_value,
        lag(observed_values.raw_value) over series as value_before,
        lead(observed_values.raw_value) over series as value_after
    from observed_values
    semi join values_not_positive
        on
            observed_values.study_code = values_not_positive.study_code
            and observed_values.unit_code = values_not_positive.unit_code
            and observed_values.indicator_code = values_not_positive.indicator_code
    window series as (
        partition by
            observed_values.study_code, observed_values.indicator_code, observed_values.unit_code
        order by observed_values.year
    )
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        raw_value,
        (coalesce(value_before, value_after) + coalesce(value_after, value_before)) / 2
            as expected_value
    from with_neighbours
    where
        raw_value <= 0
        and coalesce(value_before, value_after) > 0
        and coalesce(value_after, value_before) > 0
)

select * from final
