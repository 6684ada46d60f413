with
corrections as (
    select * from {{ ref('int_quality__corrections') }}
),

final as (
    select
        study_code,
        source_file,
        row_number,
        unit_name,
        unit_code,
        year,
        indicator_code,
        expected_value,
        corrected_value,
        source_value,
        reason,
        status,
        case finding_code
            when 'as_expected' then 'The source holds what was expected; the value is replaced.'
            when 'source_differs'
                then
                    'The source now holds '
                    || coalesce(source_value::varchar, 'nothing')
                    || '; look whether the correction is still needed.'
            when 'corrected_twice' then 'An earlier line corrects the same cell.'
            when 'unit_not_resolved' then 'The name stands for no single unit of the study.'
            when 'year_not_understood' then 'The year is no year.'
            when 'indicator_not_in_study' then 'The study has no indicator of this code.'
            when 'expect_not_a_number' then 'What is expected is no number.'
            when 'value_not_a_number' then 'The new value is no number.'
            when 'no_such_value' then 'No source holds a value for this unit and year.'
        end as finding
    from corrections
)

select * from final
