with
path_labels as (
    select * from {{ source('paths', 'path_labels') }}
),

final as (
    select
        study_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(unit_name, '') as unit_name,
        coalesce(year_text, '') as year_text,
        {{ parse_year("coalesce(year_text, '')") }} as year,
        coalesce(path_text, '') as path_text,
        {{ name_key("coalesce(path_text, '')") }} as path_key,

        reader_issue,
        reader_detail
    from path_labels
)

select * from final
