-- Each domain says in its own model where its records ended; here they are counted per file.
{% set parts = parts_of('record_outcomes') + ['int_quality__unread_files'] %}

with
source_files as (
    select * from {{ ref('stg_landing__source_files') }}
),

outcomes as (
    {%- for part in parts %}
        select
            study_code,
            mapping_code,
            source_file,
            sheet_name,
            outcome,
            is_blank,
            is_study_year,
            is_code_disagreeing
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

counted as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        count(*) as rows_in_file,
        count(*) filter (where outcome = 'out_of_scope') as rows_out_of_scope,
        count(*) filter (where outcome != 'out_of_scope') as rows_read,
        count(*) filter (where outcome = 'loaded') as rows_loaded,
        count(*) filter (where outcome = 'collapsed') as rows_collapsed,
        count(*) filter (where outcome = 'quarantined') as rows_quarantined,
        count(*) filter (where outcome = 'loaded' and is_blank) as rows_blank,
        count(*) filter (where outcome = 'loaded' and not is_study_year) as rows_outside_years,
        count(*) filter (where is_code_disagreeing) as rows_code_disagreeing
    from outcomes
    group by study_code, mapping_code, source_file, sheet_name
),

final as (
    select
        source_files.study_code,
        source_files.mapping_code,
        source_files.source_file,
        source_files.sheet_name,
        source_files.source_bytes,
        source_files.content_hash,
        source_files.encoding,
        source_files.lines_read,
        source_files.lines_heading,
        source_files.lines_skipped,
        source_files.lines_filtered,
        source_files.lines_data,
        source_files.is_end_doubtful,
        coalesce(counted.rows_in_file, 0)::bigint as rows_in_file,
        coalesce(counted.rows_out_of_scope, 0)::bigint as rows_out_of_scope,
        coalesce(counted.rows_read, 0)::bigint as rows_read,
        coalesce(counted.rows_loaded, 0)::bigint as rows_loaded,
        coalesce(counted.rows_collapsed, 0)::bigint as rows_collapsed,
        coalesce(counted.rows_quarantined, 0)::bigint as rows_quarantined,
        coalesce(counted.rows_blank, 0)::bigint as rows_blank,
        coalesce(counted.rows_outside_years, 0)::bigint as rows_outside_years,
        coalesce(counted.rows_code_disagreeing, 0)::bigint as rows_code_disagreeing,
        source_files.modified_at as _modified_at
    from source_files
    left join counted
        on
            source_files.study_code = counted.study_code
            and source_files.mapping_code = counted.mapping_code
            and source_files.source_file = counted.source_file
            and source_files.sheet_name = counted.sheet_name
)

select * from final
