with
lines as (
    select * from {{ source('consumers', 'consumer_reviews') }}
),

files as (
    select * from {{ source('consumers', 'consumer_files') }}
),

final as (
    select
        lines.study_code,
        lines.mapping_code,
        lines.source_file,
        lines.row_number,

        lines.item_code,
        lines.at_text,
        {{ parse_time('lines.at_text') }} as written_at,
        coalesce(lines.review_text, '') as review_text,
        coalesce(try_cast(lines.masked_text as integer), 0) as masked_identifiers,
        lines.rating_text,
        {{ parse_number('lines.rating_text') }} as rating,
        files.rating_low,
        files.rating_high
    from lines
    inner join files
        on
            lines.study_code = files.study_code
            and lines.mapping_code = files.mapping_code
)

select * from final
