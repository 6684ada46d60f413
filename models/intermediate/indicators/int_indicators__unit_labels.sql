-- Names are resolved once per distinct spelling, not once per record: files repeat them endlessly.
-- The lines of corrections.csv name units too; their mapping code is empty.
with
indicator_records as (
    select * from {{ ref('stg_landing__indicator_records') }}
),

corrections as (
    select * from {{ ref('stg_landing__corrections') }}
),

network_spellings as (
    select * from {{ ref('int_networks__unit_spellings') }}
),

path_spellings as (
    select * from {{ ref('int_paths__unit_spellings') }}
),

source_mappings as (
    select * from {{ ref('stg_config__source_mappings') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

spellings as (
    select distinct
        study_code,
        mapping_code,
        unit_name,
        unit_code_text,
        within_name,
        year_text
    from indicator_records

    union all

    select distinct
        study_code,
        '' as mapping_code,
        unit_name,
        '' as unit_code_text,
        '' as within_name,
        coalesce(year_text, '') as year_text
    from corrections

    union all

    select
        study_code,
        mapping_code,
        unit_name,
        '' as unit_code_text,
        '' as within_name,
        '' as year_text
    from network_spellings

    union all

    select
        study_code,
        mapping_code,
        unit_name,
        '' as unit_code_text,
        '' as within_name,
        '' as year_text
    from path_spellings
),

final as (
    select
        row_number() over (
            order by
                spellings.study_code,
                spellings.mapping_code,
                spellings.unit_name,
                spellings.unit_code_text,
                spellings.within_name,
                spellings.year_text
        ) as label_id,
        spellings.*,
        {{ name_key('spellings.unit_name') }} as name_key,
        -- Excel turns 210100 into the number 210100.0
        regexp_extract({{ name_key('spellings.unit_code_text') }}, '^([0-9]{6})([.]0+)?$', 1)
            as code_key,
        {{ name_key('spellings.within_name') }} as within_key,
        {{ date_misread_year('spellings.year_text') }} as likely_year,
        case
            when {{ date_misread_year('spellings.year_text') }} is null
                then {{ parse_year('spellings.year_text') }}
        end as year,
        coalesce(source_mappings.unit_level, studies.unit_level) as unit_level
    from spellings
    left join source_mappings
        on
            spellings.study_code = source_mappings.study_code
            and spellings.mapping_code = source_mappings.mapping_code
    left join studies
        on spellings.study_code = studies.study_code
)

select * from final
