with
corrections as (
    select * from {{ source('landing', 'corrections') }}
),

final as (
    select
        study_code,
        source_file,
        row_number,
        coalesce(unit_name, '') as unit_name,
        {{ parse_year('year_text') }} as year,
        year_text,
        trim(indicator_code) as indicator_code,
        {{ parse_number('expect_text') }} as expected_value,
        expect_text,
        {{ parse_number('value_text') }} as corrected_value,
        value_text,
        reason
    from corrections
)

select * from final
