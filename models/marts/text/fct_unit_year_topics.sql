with

unit_year_topics as (
    select * from {{ ref('int_text__unit_year_topics') }}
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        topic_number::integer as topic_number,
        topic_share::double as topic_share,
        n_own_documents::integer as n_own_documents,
        n_province_documents::integer as n_province_documents,
        n_national_documents::integer as n_national_documents
    from unit_year_topics
)

select * from final
