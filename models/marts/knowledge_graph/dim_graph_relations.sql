{# what works have by themselves, beside the relations that a study describes #}
{% set features = [
    ['has_genre', 'genre', '类型', 'Genre'], ['has_region', 'region', '地区', 'Region'],
] %}

with
relations as (
    select * from {{ source('knowledge_graph', 'study_graph_relations') }}
),

triples as (
    select * from {{ ref('int_knowledge_graph__triples') }}
),

counted as (
    select
        study_code,
        relation_code,
        count(*) as n_triples
    from triples
    group by study_code, relation_code
),

named as (
    select
        study_code,
        relation_code,
        relation_name_zh,
        relation_name_en,
        from_kind,
        to_kind,
        functional_end,
        inverse_of,
        position
    from relations
    {% for code, kind, name_zh, name_en in features %}
        union all
        select
            study_code,
            relation_code,
            '{{ name_zh }}' as relation_name_zh,
            '{{ name_en }}' as relation_name_en,
            'work' as from_kind,
            '{{ kind }}' as to_kind,
            null::string as functional_end,
            null::string as inverse_of,
            null::integer as position
        from counted
        where relation_code = '{{ code }}'
    {% endfor %}
),

joined as (
    select
        named.*,
        coalesce(counted.n_triples, 0) as n_triples
    from named
    left join counted
        on
            named.study_code = counted.study_code
            and named.relation_code = counted.relation_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
