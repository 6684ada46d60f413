-- What each way to write a unit and a year means. Names were resolved when the files were read,
-- once per spelling; years are read here, once per text: files repeat both endlessly.
with

indicator_records as (
    select * from {{ ref('stg_landing__indicator_records') }}
),

corrections as (
    select * from {{ ref('stg_landing__corrections') }}
),

meanings as (
    select * from {{ source('landing', 'unit_names') }}
),

-- Networks and labels of paths name units without a year of their own.
dated as (
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
),

years as (
    select
        year_text,
        {{ date_misread_year('year_text') }} as likely_year,
        case
            when {{ is_period('year_text') }} then left(year_text, 4)::integer
            else {{ parse_year('year_text') }}
        end as parsed_year
    from (select distinct year_text from dated) as texts
),

labels as (
    select
        dated.*,
        years.likely_year,
        case when years.likely_year is null then years.parsed_year end as year
    from dated
    inner join years
        on dated.year_text = years.year_text
),

final as (
    select
        meanings.study_code,
        meanings.mapping_code,
        meanings.unit_name,
        meanings.unit_code_text,
        meanings.within_name,
        coalesce(labels.year_text, '') as year_text,
        labels.year,
        labels.likely_year,
        meanings.unit_code,
        meanings.counted_unit_code,
        meanings.unit_status,
        meanings.is_code_disagreeing,
        meanings.candidates
    from meanings
    left join labels
        on
            meanings.study_code = labels.study_code
            and meanings.mapping_code = labels.mapping_code
            and meanings.unit_name = labels.unit_name
            and meanings.unit_code_text = labels.unit_code_text
            and meanings.within_name = labels.within_name
    where
        labels.study_code is null and meanings.first_year = 0
        or coalesce(labels.year, 0) between meanings.first_year and meanings.last_year
)

select * from final
