-- Records of graphs that could not enter the warehouse, in the columns of fct_quarantine.
with
outcomes as (
    select * from {{ ref('int_knowledge_graph__record_outcomes') }}
    where outcome = 'quarantined'
),

final as (
    {{ quarantined('outcomes', {
        'unit_said': "coalesce(nullif(outcomes.unit_name, ''), '?')",
        'reader_detail': 'outcomes.reader_detail',
    }) }}
    from outcomes
)

select * from final
