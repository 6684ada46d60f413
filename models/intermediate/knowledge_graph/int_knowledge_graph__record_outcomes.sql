-- Every record read for a graph with the one place where it ends.
with
records as (
    select * from {{ ref('int_knowledge_graph__records') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        subject as unit_name,
        year_text,
        value_text,
        year,
        reader_detail,
        case
            when reason_code is not null then 'quarantined'
            when is_repeated then 'collapsed'
            else 'loaded'
        end as outcome,
        reason_code,
        false as is_blank,
        true as is_study_year,
        false as is_code_disagreeing
    from records
)

select * from final
