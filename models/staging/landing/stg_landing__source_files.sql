with
source_files as (
    select * from {{ source('landing', 'source_files') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        source_bytes,
        content_hash,
        encoding,
        lines_read,
        lines_heading,
        lines_skipped,
        lines_filtered,
        lines_data,
        modified_at,
        coalesce(is_end_doubtful, false) as is_end_doubtful
    from source_files
)

select * from final
