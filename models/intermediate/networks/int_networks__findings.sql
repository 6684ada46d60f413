-- All findings about networks, numbered in a fixed order.
{% set parts = [
    'int_networks__gravity_findings', 'int_networks__link_findings',
    'int_networks__node_findings', 'int_networks__city_findings', 'int_networks__empty_findings'
] %}

with
combined as (
    {%- for part in parts %}
        select
            study_code,
            network_code,
            year,
            finding_code,
            node,
            other_node,
            n_records,
            detail
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

final as (
    select
        study_code,
        network_code,
        row_number() over (
            partition by study_code, network_code
            order by
                year nulls first,
                finding_code,
                node nulls first,
                other_node nulls first,
                detail nulls first
        ) as finding_number,
        year,
        finding_code,
        node,
        other_node,
        n_records,
        detail
    from combined
)

select * from final
