{% set parts = {
    'head': 'coalesce(heads.entity_name, quality.head_code)',
    'tail': 'coalesce(tails.entity_name, quality.tail_code)',
    'detail': "coalesce(quality.detail, '')"
} %}
{# which parts a sentence has, and the reasons that it is about #}
{% set kinds = [
    [['head'], ['self_loop']],
    [['detail'], ['functional_clash', 'missing_inverse']],
    [['head', 'tail'], ['low_probability']],
    [['head', 'tail', 'detail'], ['type_clash', 'before_birth', 'after_death', 'alias_duplicate']],
] %}
{% set list = [] %}
{% for names, reasons in kinds %}
    {% set given = {} %}
    {% for name in names %}{% do given.update({name: parts[name]}) %}{% endfor %}
    {% do list.append(message(
        'knowledge_graph.suspicion', given,
        when="quality.reason_code in ('" ~ reasons | join("', '") ~ "')",
        by='quality.reason_code', values=reasons
    )) %}
{% endfor %}
{% set says = messages(list) %}

with
quality as (
    {{ nested_rows('int_knowledge_graph__judgements', 'quality') }}
),

triples as (
    select * from {{ ref('int_knowledge_graph__triples') }}
),

entities as (
    select * from {{ ref('int_knowledge_graph__entities') }}
),

relations as (
    select * from {{ ref('dim_graph_relations') }}
),

words as (
    {{ words_of(['knowledge_graph']) }}
),

joined as (
    select
        quality.*,
        heads.entity_name as head_name,
        tails.entity_name as tail_name,
        relations.relation_name_zh,
        relations.relation_name_en,
        triples.valid_from,
        {{ told(says, 'en') }} as reason,
        {{ told(says, 'zh') }} as reason_zh
    from quality
    cross join words
    left join triples
        on
            quality.study_code = triples.study_code
            and quality.head_code = triples.head_code
            and quality.relation_code = triples.relation_code
            and quality.tail_code = triples.tail_code
    left join relations
        on
            quality.study_code = relations.study_code
            and quality.relation_code = relations.relation_code
    left join entities as heads
        on
            quality.study_code = heads.study_code
            and quality.head_code = heads.entity_code
    left join entities as tails
        on
            quality.study_code = tails.study_code
            and quality.tail_code = tails.entity_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
