-- Every line read for a network with the one place where it ends.
with
link_records as (
    select * from {{ ref('int_networks__link_records') }}
),

node_records as (
    select * from {{ ref('int_networks__node_records') }}
),

distance_records as (
    select * from {{ ref('int_networks__distance_records') }}
),

combined as (
    select
        study_code,
        network_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        concat_ws(' – ', nullif(node_a, ''), nullif(node_b, '')) as unit_name,
        period_text as year_text,
        frequency_text as value_text,
        year,
        is_out_of_scope,
        false as is_repeated,
        coalesce(is_network_year, true) as is_study_year,
        quarantine_reason,
        reader_detail
    from link_records
    union all
    select
        study_code,
        network_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        node as unit_name,
        null::string as year_text,
        city as value_text,
        null::integer as year,
        false as is_out_of_scope,
        is_repeated,
        true as is_study_year,
        quarantine_reason,
        reader_detail
    from node_records
    union all
    select
        study_code,
        network_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        concat_ws(' – ', nullif(unit_a, ''), nullif(unit_b, '')) as unit_name,
        null::string as year_text,
        distance_text as value_text,
        null::integer as year,
        is_out_of_scope,
        is_repeated,
        true as is_study_year,
        quarantine_reason,
        reader_detail
    from distance_records
),

final as (
    select
        study_code,
        network_code as mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        unit_name,
        year_text,
        value_text,
        year,
        reader_detail,
        case
            when quarantine_reason is not null then 'quarantined'
            when is_out_of_scope then 'out_of_scope'
            when is_repeated then 'collapsed'
            else 'loaded'
        end as outcome,
        quarantine_reason as reason_code,
        false as is_blank,
        is_study_year,
        false as is_code_disagreeing
    from combined
)

select * from final
