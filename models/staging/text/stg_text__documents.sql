-- Keys are never null here, so that later joins need no special case for a missing label.
with
documents as (
    select * from {{ source('text', 'documents') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        _row_number as row_number,
        document_id,
        file_kind,

        title_text,
        date_text,
        type_text,
        issuer_text,
        source_text,
        type_simplified,
        issuer_simplified,

        characters_read,
        masked_identifiers,
        n_characters,
        n_chinese_characters,
        script,
        traditional_share,
        n_converted_characters,
        text_hash as content_hash,
        text,

        reader_issue,
        reader_detail
    from documents
)

select * from final
