with
lines as (
    select * from {{ source('consumers', 'consumer_changes') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,

        item_code,
        {{ parse_time('at_text') }} as changed_at,
        issue,
        change_made
    from lines
)

select * from final
