-- What indicators and index say about numbers that papers print.
with

scores as (
    select * from {{ ref('int_indicators__scores') }}
    where innovation_score is not null
),

dimension_scores as (
    select * from {{ ref('int_indicators__dimension_scores') }}
    where dimension_score is not null
),

observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

final as (
    select
        scores.study_code,
        'innovation_score_mean' as statistic,
        units.province_code as unit_code,
        scores.year,
        null::string as item_code,
        null::string as measure_unit,
        {{ exact_sum('scores.innovation_score') }} / count(*) as own_value
    from scores
    inner join units
        on scores.unit_code = units.unit_code
    group by scores.study_code, units.province_code, scores.year
    union all
    select
        study_code,
        'dimension_score_mean' as statistic,
        null::string as unit_code,
        null::integer as year,
        dimension_code as item_code,
        null::string as measure_unit,
        {{ exact_sum('dimension_score') }} / count(*) as own_value
    from dimension_scores
    group by study_code, dimension_code
    union all
    select
        study_code,
        'n_units' as statistic,
        null::string as unit_code,
        null::integer as year,
        null::string as item_code,
        null::string as measure_unit,
        count(distinct unit_code)::double as own_value
    from scores
    group by study_code
    union all
    select
        study_code,
        'n_observations' as statistic,
        null::string as unit_code,
        null::integer as year,
        null::string as item_code,
        null::string as measure_unit,
        count(*)::double as own_value
    from scores
    group by study_code
    union all
    select
        observed_values.study_code,
        'raw_value' as statistic,
        observed_values.unit_code,
        observed_values.year,
        observed_values.indicator_code as item_code,
        study_indicators.measure_unit,
        observed_values.raw_value as own_value
    from observed_values
    inner join study_indicators
        on
            observed_values.study_code = study_indicators.study_code
            and observed_values.indicator_code = study_indicators.indicator_code
)

select * from final
