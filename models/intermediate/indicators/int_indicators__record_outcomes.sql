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
        records.period_code,
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
            {{ same_record('records', 'duplicates') }}
)

select * from final
