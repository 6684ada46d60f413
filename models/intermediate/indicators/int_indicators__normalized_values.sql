-- A view: on large panels writing the normalised values once costs more than computing them in
-- each of the few scans that read them.
{{ config(materialized='view') }}

with

clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        dimension_code,
        weight_scope,
        is_imputed,
        _scope_number,
        {{ min_max_position('clean_value', 'worst_value', 'value_span') }} as normalized_value
    from clean_values
    -- what the study keeps out of the index has no place in weights, scores and correlations
    where is_in_index
)

select * from final
