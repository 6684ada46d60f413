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

        names_somebody_text is not null as names_somebody,
        {{ parse_time('requested_at_text') }} as requested_on,
        try_cast(lines_left_out_text as bigint) as lines_left_out,
        try_cast(erased_at_text as timestamp) as erased_at,
        try_cast(lines_erased_text as bigint) as lines_erased,
        try_cast(files_searched_text as bigint) as files_searched,
        try_cast(bytes_searched_text as bigint) as bytes_searched,
        try_cast(releases_removed_text as bigint) as releases_removed
    from lines
)

select * from final
