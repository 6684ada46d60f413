-- A view: every record with the one place where it ends.
{{ config(materialized='view') }}

with
records as (
    select * from {{ ref('int_indicators__typed_records') }}
),

duplicates as (
    select * from {{ ref('int_indicators__duplicate_records') }}
),

final as (
    select
        records.study_code,
        records.mapping_code,
        records.source_file,
        records.sheet_name,
        records.row_number,
        records.column_label,
        records.unit_code,
        records.year,
        records.indicator_code,
        records.value,
        records.is_blank,
        records.is_study_year,
        records.is_code_disagreeing,
        case
            when records.is_out_of_scope then 'out_of_scope'
            when records.quarantine_reason is not null then 'quarantined'
            else coalesce(duplicates.outcome, 'loaded')
        end as outcome,
        coalesce(
            records.quarantine_reason,
            case when duplicates.outcome = 'quarantined' then 'conflicting_duplicate' end
        ) as reason_code
    from records
    left join duplicates
        on
            records.row_number = duplicates.row_number
            and records.column_label = duplicates.column_label
            and records.indicator_code = duplicates.indicator_code
            and records.source_file = duplicates.source_file
            and records.sheet_name = duplicates.sheet_name
            and records.mapping_code = duplicates.mapping_code
            and records.study_code = duplicates.study_code
)

select * from final
