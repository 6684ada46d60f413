-- Issuers are resolved once per spelling and year, by their names in simplified characters.
with
facts as (
    select * from {{ ref('int_text__document_facts') }}
),

dates as (
    select * from {{ ref('int_text__document_dates') }}
),

spellings as (
    select distinct
        facts.study_code,
        facts.issuer_text,
        coalesce(facts.issuer_simplified, facts.issuer_text) as issuer_name,
        dates.year
    from facts
    left join dates
        on facts.date_text = dates.date_text
    where facts.issuer_text != ''
),

final as (
    select
        row_number() over (order by study_code, issuer_text, year nulls last) as label_id,
        study_code,
        issuer_text,
        year,
        {{ name_key('issuer_name') }} as issuer_key,
        regexp_extract({{ name_key('issuer_name') }}, '^([0-9]{6})([.]0+)?$', 1) as code_key
    from spellings
)

select * from final
