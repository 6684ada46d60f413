-- Keys are never null here, so that later joins need no special case for a missing label.
with
indicator_records as (
    select * from {{ source('landing', 'indicator_records') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        _row_number as row_number,
        column_label,
        indicator_code,

        coalesce(unit_name, '') as unit_name,
        coalesce(unit_code_text, '') as unit_code_text,
        coalesce(within_name, '') as within_name,
        coalesce(year_text, '') as year_text,
        value_text,
        coalesce(measure_unit, '') as measure_unit,

        reader_issue,
        reader_detail
    from indicator_records
)

select * from final
