-- Only records that share their cell with others come here, which are few even in large files.
-- Equal means equal to single precision: spreadsheets that passed through it write 79.3 as
-- 79.3000030517578, and that is one value, not two.
with
records as (
    select * from {{ ref('int_indicators__typed_records') }}
    where quarantine_reason is null and not is_out_of_scope
),

shared_cells as (
    select
        study_code,
        unit_code,
        year,
        period_code,
        indicator_code
    from records
    group by study_code, unit_code, year, period_code, indicator_code
    having count(*) > 1
),

shared_records as (
    select records.*
    from records
    semi join shared_cells
        on
            records.study_code = shared_cells.study_code
            and records.unit_code = shared_cells.unit_code
            and records.year = shared_cells.year
            and records.period_code = shared_cells.period_code
            and records.indicator_code = shared_cells.indicator_code
),

-- blanks come last and never win
ranked as (
    select
        *,
        max(case when value is not null then priority end) over cell as top_priority,
        row_number() over (
            partition by study_code, unit_code, year, period_code, indicator_code
            order by
                (value is null) asc, priority desc, mapping_code asc, source_file asc,
                sheet_name asc, row_number asc, column_label asc
        ) as place
    from shared_records
    window cell as (partition by study_code, unit_code, year, period_code, indicator_code)
),

judged as (
    select
        *,
        max(case when priority = top_priority then value end) over cell as highest_value,
        min(case when priority = top_priority then value end) over cell as lowest_value
    from ranked
    window cell as (partition by study_code, unit_code, year, period_code, indicator_code)
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        unit_code,
        year,
        indicator_code,
        lowest_value,
        highest_value,
        case
            when
                value is not null
                and highest_value - lowest_value
                > {{ var('duplicate_tolerance') }}
                * greatest(abs(highest_value), abs(lowest_value))
                then 'quarantined'
            when place = 1 then 'loaded'
            else 'collapsed'
        end as outcome
    from judged
)

select * from final
