with
network_links as (
    select * from {{ source('networks', 'network_links') }}
),

final as (
    select
        study_code,
        network_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(node_a, '') as node_a,
        coalesce(node_b, '') as node_b,
        {{ name_key("coalesce(node_a, '')") }} as node_a_key,
        {{ name_key("coalesce(node_b, '')") }} as node_b_key,
        vertex_a,
        vertex_b,
        relation,
        is_arc,

        frequency_text,
        {{ parse_number('frequency_text') }} as frequency,
        period_text,
        {{ parse_year('period_text') }} as year,

        reader_issue,
        reader_detail
    from network_links
)

select * from final
