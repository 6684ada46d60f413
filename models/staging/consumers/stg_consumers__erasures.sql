with
lines as (
    select * from {{ source('consumers', 'consumer_erasures') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        {{ parse_time('requested_at_text') }} as requested_on,
        try_cast(rows_removed_text as bigint) as lines_left_out
    from lines
)

select * from final
