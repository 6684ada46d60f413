with
document_sources as (
    select * from {{ source('text', 'document_sources') }}
),

final as (
    select
        study_code,
        mapping_code,
        position,
        document_type,
        issuer,
        issuer_simplified,
        date_text,
        source,
        min_characters
    from document_sources
)

select * from final
