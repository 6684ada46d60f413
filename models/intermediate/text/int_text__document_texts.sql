-- A view, so that texts stand in the warehouse once: each text of a loaded document, however many
-- documents hold it.
{{ config(materialized='view') }}

with
documents as (
    select * from {{ ref('int_text__loaded_documents') }}
),

records as (
    select * from {{ ref('stg_text__documents') }}
),

first_holders as (
    select * from documents
    qualify
        row_number() over (
            partition by content_hash
            order by study_code, mapping_code, source_file, sheet_name, row_number
        ) = 1
),

final as (
    select
        first_holders.content_hash,
        records.text,
        records.n_characters
    from first_holders
    inner join records
        on
            first_holders.study_code = records.study_code
            and first_holders.mapping_code = records.mapping_code
            and first_holders.source_file = records.source_file
            and first_holders.sheet_name = records.sheet_name
            and first_holders.row_number = records.row_number
)

select * from final
