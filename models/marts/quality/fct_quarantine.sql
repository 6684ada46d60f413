-- Each domain hands over in its own model what it could not take; here they stand together, and
-- why and what to do is said once for all of them.
{% set parts = parts_of('quarantined') + ['int_quality__unread_files'] %}
{% set reasons = [
    'file_not_read', 'no_person', 'unknown_kind', 'time_not_understood', 'time_out_of_range',
    'other_time_zone', 'two_prices_a_day', 'cost_above_price', 'not_a_number', 'unlisted_item',
    'returned', 'price_not_positive', 'rating_off_scale', 'bot', 'unit_unknown',
    'unit_ambiguous', 'year_not_understood', 'period_not_understood', 'date_in_year_column', 'value_not_a_number',
    'value_not_finite', 'formula_without_value', 'ragged_row', 'measure_unit_unknown',
    'measure_unit_not_convertible', 'below_valid_min', 'above_valid_max',
    'conflicting_duplicate', 'no_name', 'work_unknown', 'relation_unknown',
    'conflicting_graph_line', 'label_not_understood', 'endpoint_missing', 'vertex_unknown',
    'line_not_understood', 'too_few_lines', 'section_not_read', 'frequency_missing',
    'frequency_negative', 'conflicting_node', 'distance_missing', 'distance_negative',
    'conflicting_distance', 'path_unknown', 'conflicting_label', 'document_empty',
    'document_not_decoded', 'document_damaged', 'document_encrypted', 'document_without_text',
    'document_too_large', 'document_kind_unknown', 'record_not_understood', 'text_missing',
    'metadata_without_file', 'metadata_ambiguous', 'metadata_conflicting',
    'document_without_metadata', 'name_not_matched', 'document_id_repeated',
    'document_type_missing', 'document_type_unknown', 'date_missing', 'date_not_understood'
] %}

with
together as (
    {%- for part in parts %}
        select {{ quarantined_columns() | join(', ') }}
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

words as (
    {{ words_of(['quarantine', 'readers', 'phrases']) }}
),

detailed as (
    select
        together.*,
        {{ told('together.reader_detail', 'zh') }} as detail_zh,
        {{ told('together.reader_detail', 'en') }} as detail_en
    from together
    cross join words
),

told as (
    select
        *,
        {{ messages([message('quarantine', {
            'unit': ["coalesce(unit_said, '（空）')", "coalesce(unit_said, '(empty)')"],
            'year': 'year_text',
            'value': 'value_text',
            'measure': 'measure_said',
            'canonical': 'canonical_unit',
            'limit': readable('limit_value'),
            'low': readable('lowest_value'),
            'high': readable('highest_value'),
            'detail': ["coalesce(detail_zh, '')", "coalesce(' ' || detail_en, '')"],
        }, by='reason_code', values=reasons)]) }} as why,
        {{ messages([message('way_out', by='reason_code', values=reasons)]) }} as what_to_do
    from detailed
),

final as (
    select
        told.study_code,
        told.mapping_code,
        told.source_file,
        told.sheet_name,
        told.row_number,
        told.column_label,
        told.indicator_code,
        told.unit_name,
        told.unit_code_text,
        told.within_name,
        told.year_text,
        told.value_text,
        told.measure_unit_text,
        told.unit_code,
        told.year,
        told.reason_code,
        {{ told('told.why', 'en') }} as reason,
        {{ told('told.why', 'zh') }} as reason_zh,
        {{ told('coalesce(told.way_out_text, told.what_to_do)', 'en') }} as way_out,
        {{ told('coalesce(told.way_out_text, told.what_to_do)', 'zh') }} as way_out_zh,
        told.candidates
    from told
    cross join words
)

select * from final
