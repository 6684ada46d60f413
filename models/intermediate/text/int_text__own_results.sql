-- P1 Table 4 counts policies and everything else; only documents that can be used are counted.
with
documents as (
    select
        study_code,
        case when document_type = 'policy' then 'policy' else 'industry_and_media' end
            as item_code
    from {{ ref('int_text__documents') }}
    where is_usable and is_study_year
),

final as (
    select
        study_code,
        'n_documents' as statistic,
        null::string as unit_code,
        null::integer as year,
        item_code,
        null::string as measure_unit,
        count(*)::double as own_value
    from documents
    group by study_code, item_code
)

select * from final
