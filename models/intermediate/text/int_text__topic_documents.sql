-- Numbers stand for names in the factorisation: 20,000 documents of 200 terms are four million
-- rows.
with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

final as (
    select
        study_code,
        document_id,
        row_number() over (partition by study_code order by document_id) - 1 as document_number
    from documents
)

select * from final
