{{ config(materialized='view') }}

-- So many documents, in the order of their content's hash, as the search for new words can hold:
-- a sample that does not depend on names, dates or the order of files.
with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_texts as (
    select * from {{ ref('int_text__document_texts') }}
),

measured as (
    select
        *,
        sum(n_characters) over (
            partition by study_code order by content_hash asc, document_id asc
            rows between unbounded preceding and current row
        ) as n_characters_so_far
    from documents
),

final as (
    select
        measured.study_code,
        measured.document_id,
        document_texts.text
    from measured
    inner join document_texts
        on measured.content_hash = document_texts.content_hash
    where
        measured.n_characters_so_far - measured.n_characters
        < {{ var('new_word_max_characters') }}
)

select * from final
