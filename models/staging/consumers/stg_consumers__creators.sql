with
lines as (
    select * from {{ source('consumers', 'consumer_creators') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,

        creator_code,
        region_text,
        size_band
    from lines
)

select * from final
