-- A correction holds only while the source still says what it expects: once the source has been
-- put right, the correction stops instead of spoiling it. Values are in the canonical unit.
with
corrections as (
    select * from {{ ref('stg_landing__corrections') }}
),

unit_resolutions as (
    select * from {{ ref('int_units__names') }}
    where mapping_code = ''
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

yearly_records as (
    select * from {{ ref('int_indicators__yearly_records') }}
),

resolved as (
    select
        corrections.*,
        unit_resolutions.unit_code,
        unit_resolutions.unit_status,
        study_indicators.indicator_code is not null as is_known_indicator,
        coalesce(trim(corrections.expect_text), '') = '' as is_empty_expected,
        coalesce(trim(corrections.value_text), '') = '' as is_emptied,
        length(regexp_extract(corrections.expect_text, '[.]([0-9]+)', 1)) as n_decimals
    from corrections
    left join unit_resolutions
        on
            corrections.study_code = unit_resolutions.study_code
            and corrections.unit_name = unit_resolutions.unit_name
            and coalesce(corrections.year_text, '') = unit_resolutions.year_text
    left join study_indicators
        on
            corrections.study_code = study_indicators.study_code
            and corrections.indicator_code = study_indicators.indicator_code
),

found as (
    select
        resolved.*,
        -- people write the digits that they see, so 308.06 expects 308.059 as well
        greatest(
            {{ var('duplicate_tolerance') }} * abs(resolved.expected_value),
            case
                when resolved.expect_text like '%.%'
                    then 0.5000001 * power(10, -resolved.n_decimals)
                else 0
            end
        ) as tolerance,
        yearly_records.value as source_value,
        yearly_records.study_code is not null as is_in_source,
        row_number() over (
            partition by
                resolved.study_code, resolved.unit_code, resolved.year, resolved.indicator_code
            order by resolved.source_file, resolved.row_number
        ) as place
    from resolved
    left join yearly_records
        on
            resolved.study_code = yearly_records.study_code
            and resolved.unit_code = yearly_records.unit_code
            and resolved.year = yearly_records.year
            and resolved.indicator_code = yearly_records.indicator_code
),

judged as (
    select
        *,
        case
            when unit_code is null or unit_status != 'resolved' then 'unit_not_resolved'
            when year is null then 'year_not_understood'
            when not is_known_indicator then 'indicator_not_in_study'
            when expected_value is null and not is_empty_expected then 'expect_not_a_number'
            when corrected_value is null and not is_emptied then 'value_not_a_number'
            when place > 1 then 'corrected_twice'
            when is_empty_expected and source_value is null then 'as_expected'
            when not is_in_source then 'no_such_value'
            when abs(source_value - expected_value) <= tolerance then 'as_expected'
            else 'source_differs'
        end as finding_code
    from found
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
        finding_code,
        case finding_code
            when 'as_expected' then 'applied'
            when 'source_differs' then 'guard_failed'
            when 'corrected_twice' then 'guard_failed'
            else 'not_found'
        end as status
    from judged
)

select * from final
