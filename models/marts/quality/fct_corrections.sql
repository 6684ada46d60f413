{% set finding = messages([
    message(
        'corrections.source_differs', {'value': 'source_value'},
        when="finding_code = 'source_differs' and source_value is not null"
    ),
    message(
        'corrections.source_empty', when="finding_code = 'source_differs' and source_value is null"
    ),
    message('corrections', by='finding_code', values=[
        'as_expected', 'corrected_twice', 'unit_not_resolved', 'year_not_understood',
        'indicator_not_in_study', 'expect_not_a_number', 'value_not_a_number', 'no_such_value'
    ], when="finding_code <> 'source_differs'"),
]) %}

with
corrections as (
    select * from {{ ref('int_quality__corrections') }}
),

spoken as (
    {{ with_words('corrections', ['quality']) }}
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
        {{ told(finding, 'en') }} as finding,
        {{ told(finding, 'zh') }} as finding_zh
    from spoken
)

select * from final
