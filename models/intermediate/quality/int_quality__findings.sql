-- All checks side by side, in numbers; quality.fct_plausibility puts them into words.
with
spikes as (
    select * from {{ ref('int_quality__spikes') }}
),

spike_causes as (
    select * from {{ ref('int_quality__spike_causes') }}
),

level_jumps as (
    select * from {{ ref('int_quality__level_jumps') }}
),

panel_jumps as (
    select * from {{ ref('int_quality__panel_jumps') }}
),

odd_values as (
    select * from {{ ref('int_quality__odd_values') }}
),

skipped_cells as (
    select * from {{ ref('int_quality__skipped_cells') }}
),

final as (
    select
        spikes.study_code,
        spikes.unit_code,
        spikes.year,
        spikes.indicator_code,
        'spike' as check_code,
        spikes.raw_value,
        case when spikes.is_log then exp(spikes.expected_x) else spikes.expected_x end
            as expected_value,
        spikes.deviation,
        spike_causes.cause_code,
        spike_causes.fitting_unit_code
    from spikes
    left join spike_causes
        on
            spikes.study_code = spike_causes.study_code
            and spikes.unit_code = spike_causes.unit_code
            and spikes.year = spike_causes.year
            and spikes.indicator_code = spike_causes.indicator_code

    union all

    select
        study_code,
        unit_code,
        year,
        indicator_code,
        'level_jump' as check_code,
        raw_value,
        case when is_log then exp(expected_x) else expected_x end as expected_value,
        deviation,
        null::varchar as cause_code,
        null::varchar as fitting_unit_code
    from level_jumps

    union all

    select
        study_code,
        '*' as unit_code,
        year,
        indicator_code,
        'panel_jump' as check_code,
        panel_value as raw_value,
        expected_value,
        deviation,
        case when is_back_next_year then 'one_year_only' end as cause_code,
        null::varchar as fitting_unit_code
    from panel_jumps

    union all

    select
        study_code,
        unit_code,
        year,
        indicator_code,
        'not_positive' as check_code,
        raw_value,
        expected_value,
        null::double as deviation,
        null::varchar as cause_code,
        null::varchar as fitting_unit_code
    from odd_values

    union all

    select
        study_code,
        unit_code,
        year,
        indicator_code,
        'missing_between_observed' as check_code,
        null::double as raw_value,
        expected_value,
        null::double as deviation,
        null::varchar as cause_code,
        null::varchar as fitting_unit_code
    from skipped_cells
)

select * from final
