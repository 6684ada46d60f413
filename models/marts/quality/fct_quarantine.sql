-- Each domain says in its own model what it could not take; here they stand together.
{% set parts = parts_of('quarantined') + ['int_quality__unread_files'] %}

with
final as (
    {%- for part in parts %}
        select
            study_code::varchar as study_code,
            mapping_code::varchar as mapping_code,
            source_file::varchar as source_file,
            sheet_name::varchar as sheet_name,
            row_number::bigint as row_number,
            column_label::varchar as column_label,
            indicator_code::varchar as indicator_code,
            unit_name::varchar as unit_name,
            unit_code_text::varchar as unit_code_text,
            within_name::varchar as within_name,
            year_text::varchar as year_text,
            value_text::varchar as value_text,
            measure_unit_text::varchar as measure_unit_text,
            unit_code::varchar as unit_code,
            year::integer as year,
            reason_code::varchar as reason_code,
            reason::varchar as reason,
            reason_zh::varchar as reason_zh,
            way_out::varchar as way_out,
            way_out_zh::varchar as way_out_zh,
            candidates::varchar as candidates
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
