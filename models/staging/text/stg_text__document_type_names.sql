with
document_type_names as (
    select * from {{ source('text', 'document_type_names') }}
),

final as (
    select
        study_code,
        mapping_code,
        type_text,
        document_type
    from document_type_names
)

select * from final
