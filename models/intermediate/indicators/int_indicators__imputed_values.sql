-- A view: observed cells stream through uncopied, the missing ones come from their own table.
{{ config(materialized='view') }}

with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
),

imputed_cells as (
    select * from {{ ref('int_indicators__imputed_cells') }}
),

observed as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        raw_value,
        raw_value as imputed_value,
        false as is_imputed,
        null::string as imputation_method,
        is_corrected,
        source_file,
        sheet_name,
        row_number as source_row_number
    from observed_values
    where is_study_year and raw_value is not null
),

missing as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        null::double as raw_value,
        imputed_value,
        imputation_method is not null as is_imputed,
        imputation_method,
        false as is_corrected,
        null::string as source_file,
        null::string as sheet_name,
        null::bigint as source_row_number
    from imputed_cells
),

final as (
    select * from observed
    union all
    select * from missing
)

select * from final
