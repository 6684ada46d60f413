-- Lines of labels that could not enter the warehouse, in the columns of fct_quarantine.
with
outcomes as (
    select * from {{ ref('int_paths__record_outcomes') }}
    where outcome = 'quarantined'
),

final as (
    {{ quarantined('outcomes', {
        'value_text': 'outcomes.path_text',
        'unit_code': 'outcomes.unit_code',
        'reader_detail': 'outcomes.reader_detail',
        'candidates': "case when outcomes.reason_code in ('unit_unknown', 'unit_ambiguous') "
            ~ "then outcomes.candidates end",
    }) }}
    from outcomes
)

select * from final
