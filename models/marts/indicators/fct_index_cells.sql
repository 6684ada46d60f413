with

cells as (
    {{ nested_rows('int_indicators__composite', 'cells') }}
),

index_indicators as (
    select * from {{ source('config', 'study_index_indicators') }}
),

joined as (
    select
        cells.*,
        index_indicators.treatment_code,
        index_indicators.imputation_code,
        index_indicators.normalization_code,
        index_indicators.denominator_code
    from cells
    inner join index_indicators
        on
            cells.study_code = index_indicators.study_code
            and cells.indicator_code = index_indicators.indicator_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
