-- What stands beside the third paper's sentences on accuracy and on the choice of an entity.
with
classification as (
    {{ nested_rows('int_knowledge_graph__judgements', 'classification') }}
),

evaluation as (
    {{ nested_rows('int_knowledge_graph__judgements', 'evaluation') }}
),

combined as (
    select
        study_code,
        'triple_accuracy' as statistic,
        method_code as item_code,
        accuracy as own_value
    from classification
    where source_code = 'drawn'
    union all
    select
        study_code,
        'hits_1' as statistic,
        method_code as item_code,
        hits_1 as own_value
    from evaluation
    where split_code = 'pair' and question = 'which' and relation_code = 'all'
),

final as (
    select
        study_code,
        statistic,
        null::string as unit_code,
        null::integer as year,
        item_code,
        null::string as measure_unit,
        own_value
    from combined
)

select * from final
