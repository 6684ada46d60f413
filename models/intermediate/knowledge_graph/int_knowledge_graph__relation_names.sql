-- What a file may call a relation: its code or one of its names.
with
relations as (
    select * from {{ source('knowledge_graph', 'study_graph_relations') }}
),

names as (
    {%- for column in ['relation_code', 'relation_name_zh', 'relation_name_en'] %}
        select
            study_code,
            relation_code,
            {{ name_key(column) }} as relation_key
        from relations
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

final as (
    select
        study_code,
        relation_key,
        min(relation_code) as relation_code
    from names
    group by study_code, relation_key
)

select * from final
