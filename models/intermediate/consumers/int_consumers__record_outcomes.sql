-- Every line read about consumers with the one place where it ends.
{% set plain = {
    'stg_consumers__items': (
        "concat_ws(' ', item_code, cost_cny, '>', list_price_cny)",
        "case when cost_cny > list_price_cny then 'cost_above_price' end"
    ),
    'stg_consumers__creators': ('creator_code', 'null'),
    'stg_consumers__changes': (
        'item_code', "case when changed_at is null then 'time_not_understood' end"
    ),
} %}

with
combined as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        said,
        at_text,
        year(occurred_at)::integer as year,
        reason_code,
        outcome
    from {{ ref('int_consumers__events') }}
    union all
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        concat_ws(' ', item_code, rating_text) as said,
        at_text,
        year(written_at)::integer as year,
        reason_code,
        case when reason_code is null then 'loaded' else 'quarantined' end as outcome
    from {{ ref('int_consumers__reviews') }}
    union all
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        concat_ws(' ', algorithm_code, item_code) as said,
        at_text,
        year(shown_at)::integer as year,
        reason_code,
        case when reason_code is null then 'loaded' else 'quarantined' end as outcome
    from {{ ref('int_consumers__exposures') }}
    union all
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        concat_ws(' ', item_code, seller_name, price_cny) as said,
        at_text,
        year(observed_at)::integer as year,
        reason_code,
        outcome
    from {{ ref('int_consumers__prices') }}
    {%- for table, (name, reason) in plain.items() %}
        union all
        select
            study_code,
            mapping_code,
            source_file,
            row_number,
            {{ name }} as said,
            null::string as at_text,
            null::integer as year,
            {{ reason }} as reason_code,
            case when {{ reason }} is null then 'loaded' else 'quarantined' end as outcome
        from {{ ref(table) }}
    {%- endfor %}
    union all
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        null::string as said,
        null::string as at_text,
        null::integer as year,
        case when not names_somebody then 'no_person' end as reason_code,
        case when names_somebody then 'loaded' else 'quarantined' end as outcome
    from {{ ref('stg_consumers__erasures') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        '' as sheet_name,
        row_number,
        '' as column_label,
        said as unit_name,
        at_text as year_text,
        said as value_text,
        year,
        null::string as reader_detail,
        outcome,
        reason_code,
        false as is_blank,
        true as is_study_year,
        false as is_code_disagreeing
    from combined
)

select * from final
