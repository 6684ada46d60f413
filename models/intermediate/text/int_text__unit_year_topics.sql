-- Weighted mean over the documents that speak for the unit in the year. Documents are added up by
-- issuer first: a national document stands behind every unit of the study.
with

documents as (
    select * from {{ ref('int_text__documents') }}
),

document_topics as (
    select * from {{ ref('int_text__document_topics') }}
),

unit_issuers as (
    select * from {{ ref('int_text__unit_issuers') }}
),

issuer_years as (
    select
        documents.study_code,
        documents.unit_code as issuer_code,
        documents.year,
        document_topics.topic_number,
        count(*) as n_documents,
        {{ exact_sum('document_topics.topic_share') }} as total
    from document_topics
    inner join documents
        on
            document_topics.study_code = documents.study_code
            and document_topics.document_id = documents.document_id
    where documents.is_study_year and document_topics.topic_share is not null
    group by
        documents.study_code, documents.unit_code, documents.year, document_topics.topic_number
),

-- One column per kind, added up from left to right: a sum over rows would depend on their order.
pivoted as (
    select
        unit_issuers.study_code,
        unit_issuers.unit_code,
        issuer_years.year,
        issuer_years.topic_number,
        {% for kind in ['own', 'province', 'national'] %}
            coalesce(max(issuer_years.n_documents) filter (
                where unit_issuers.issuer_kind = '{{ kind }}'
            ), 0) as n_{{ kind }}_documents,
            coalesce(max(unit_issuers.document_weight * issuer_years.n_documents) filter (
                where unit_issuers.issuer_kind = '{{ kind }}'
            ), 0) as {{ kind }}_weight,
            coalesce(max(unit_issuers.document_weight * issuer_years.total) filter (
                where unit_issuers.issuer_kind = '{{ kind }}'
            ), 0) as {{ kind }}_total
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from unit_issuers
    inner join issuer_years
        on
            unit_issuers.study_code = issuer_years.study_code
            and unit_issuers.issuer_code = issuer_years.issuer_code
    group by
        unit_issuers.study_code,
        unit_issuers.unit_code,
        issuer_years.year,
        issuer_years.topic_number
),

final as (
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
)

select * from final
