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

{{ inherited_totals('document_themes', 'theme_code', 'theme_score') }},

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
