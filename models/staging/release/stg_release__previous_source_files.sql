with
previous as (
    select * from {{ source('release', 'previous_source_files') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        content_hash
    from previous
)

select * from final
