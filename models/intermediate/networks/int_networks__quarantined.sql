-- Lines of networks that could not enter the warehouse, in the columns of fct_quarantine.
with
outcomes as (
    select * from {{ ref('int_networks__record_outcomes') }}
    where outcome = 'quarantined'
),

units as (
    select * from {{ ref('int_units__names') }}
    where unit_status in ('unknown', 'ambiguous')
),

-- of a line that names two units, the one that is not understood
doubtful as (
    select
        outcomes.study_code,
        outcomes.mapping_code,
        outcomes.unit_name,
        min(units.unit_name) as doubtful_name,
        min(units.candidates) as candidates
    from outcomes
    inner join units
        on
            outcomes.study_code = units.study_code
            and 'network ' || outcomes.mapping_code = units.mapping_code
    where
        outcomes.reason_code in ('unit_unknown', 'unit_ambiguous')
        and instr(' ' || outcomes.unit_name || ' ', ' ' || units.unit_name || ' ') > 0
    group by outcomes.study_code, outcomes.mapping_code, outcomes.unit_name
),

final as (
    {{ quarantined('outcomes', {
        'unit_said': "coalesce(doubtful.doubtful_name, nullif(outcomes.unit_name, ''))",
        'reader_detail': 'outcomes.reader_detail',
        'candidates': 'doubtful.candidates',
    }) }}
    from outcomes
    left join doubtful
        on
            outcomes.study_code = doubtful.study_code
            and outcomes.mapping_code = doubtful.mapping_code
            and outcomes.unit_name = doubtful.unit_name
)

select * from final
