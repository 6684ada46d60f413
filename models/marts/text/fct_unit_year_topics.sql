with

documents as (
    select * from {{ ref('int_text__documents') }}
),

document_topics as (
    select * from {{ ref('fct_document_topics') }}
),

unit_issuers as (
    select * from {{ ref('int_text__unit_issuers') }}
),

-- Weighted mean over the documents that speak for the unit in the year. Documents are added up by
-- issuer first: a national document stands behind every unit of the study.
{{ inherited_totals('document_topics', 'topic_number', 'topic_share') }},

unit_year_topics as (
    select
        study_code,
        unit_code,
        year,
        topic_number,
        (own_total + province_total + national_total)
        / nullif(own_weight + province_weight + national_weight, 0) as topic_share,
        n_own_documents,
        n_province_documents,
        n_national_documents
    from pivoted
),

final as (
    select
        {{ contracted() }}
    from unit_year_topics
)

select * from final
