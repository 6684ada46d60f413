-- Weighted mean over the documents that speak for the unit in the year. Documents are added up by
-- issuer first: a national document stands behind every unit of the study.
with

documents as (
    select * from {{ ref('int_text__documents') }}
),

document_themes as (
    select * from {{ ref('int_text__document_themes') }}
),

unit_issuers as (
    select * from {{ ref('int_text__unit_issuers') }}
),

issuer_years as (
    select
        documents.study_code,
        documents.unit_code as issuer_code,
        documents.year,
        document_themes.theme_code,
        count(*) as n_documents,
        {{ exact_sum('document_themes.theme_score') }} as total
    from document_themes
    inner join documents
        on
            document_themes.study_code = documents.study_code
            and document_themes.document_id = documents.document_id
    where documents.is_study_year and document_themes.theme_score is not null
    group by
        documents.study_code, documents.unit_code, documents.year, document_themes.theme_code
),

-- One column per kind, added up from left to right: a sum over rows would depend on their order.
pivoted as (
    select
        unit_issuers.study_code,
        unit_issuers.unit_code,
        issuer_years.year,
        issuer_years.theme_code,
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
        issuer_years.theme_code
),

-- With an inheritance of zero a unit may be left without any weight: null, not zero.
scored as (
    select
        *,
        (own_total + province_total + national_total)
        / nullif(own_weight + province_weight + national_weight, 0) as theme_score
    from pivoted
),

final as (
    select
        study_code,
        unit_code,
        year,
        theme_code,
        theme_score,
        -- rounded as the sum is: the only theme of a document has all of it, and not 1e-12 more
        ((theme_score + 3e0) - 3e0)
        / nullif({{ exact_share_sum('theme_score') }} over (
            partition by study_code, unit_code, year
        ), 0) as theme_share,
        n_own_documents,
        n_province_documents,
        n_national_documents
    from scored
)

select * from final
