-- Terms were counted once per text and dictionary; here they come back to the documents. The rows
-- of a document stay for as long as text and dictionary do: those of all others go first.
{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='sync_all_columns',
        pre_hook="{% if is_incremental() %}
            delete from {{ this }} as known
            where not exists (
                select 1 from {{ ref('int_text__current_texts') }} as current_texts
                where
                    known.study_code = current_texts.study_code
                    and known.document_id = current_texts.document_id
                    and known.content_hash = current_texts.content_hash
                    and known.segmentation_hash = current_texts.segmentation_hash
            )
            {% endif %}"
    )
}}

with

current_texts as (
    select * from {{ ref('int_text__current_texts') }}
),

{% if is_incremental() -%}
    known as (
        select distinct
            study_code,
            document_id
        from {{ this }}
    ),

{% endif -%}
new_texts as (
    select current_texts.*
    from current_texts
    {% if is_incremental() -%}
        left join known
            on
                current_texts.study_code = known.study_code
                and current_texts.document_id = known.document_id
        where known.document_id is null
    {%- endif %}
),

final as (
    select
        study_code,
        document_id,
        {{ zipped_rows('terms', 'counts', 'term', 'term_count') }},
        n_tokens as n_tokens_document,
        content_hash,
        segmentation_hash
    from new_texts
)

select * from final
