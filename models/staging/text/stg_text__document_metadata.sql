with
document_metadata as (
    select * from {{ source('text', 'document_metadata') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        _row_number as row_number,
        file_text,
        is_repeated,
        reader_issue,
        reader_detail
    from document_metadata
)

select * from final
