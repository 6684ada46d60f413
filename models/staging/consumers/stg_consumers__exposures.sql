with
lines as (
    select * from {{ source('consumers', 'consumer_exposures') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,

        algorithm_code,
        item_code,
        at_text,
        {{ parse_time('at_text') }} as shown_at,
        {{ parse_number('position_text') }} as list_position,
        session_code,
        {{ parse_number('propensity_text') }} as propensity,
        {{ parse_number('outcome_text') }} as outcome
    from lines
)

select * from final
