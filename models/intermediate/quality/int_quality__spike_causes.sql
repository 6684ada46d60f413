-- Two slips leave a mark that can be read. Rows shifted against their names: the value fits what
-- was to be expected of the unit before or after, and so does the next cell of the same column and
-- year. A slipped point or unit of measure: the value is off by a power of ten, in a series quiet
-- enough for that to be no accident.
with
spikes as (
    select * from {{ ref('int_quality__spikes') }}
    where is_log
),

expected as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        neighbour_mean + usual_bend as expected_x
    from {{ ref('int_quality__judged_changes') }}
    where neighbour_mean is not null
),

-- tables list units in the order of their codes
ordered_units as (
    select
        study_code,
        unit_code,
        row_number() over (partition by study_code order by unit_code) as place
    from {{ source('config', 'study_units') }}
),

fits as (
    select
        spikes.study_code,
        spikes.unit_code,
        spikes.year,
        spikes.indicator_code,
        neighbours.unit_code as fitting_unit_code,
        places.place,
        neighbours.place - places.place as shift,
        abs(spikes.x - expected.expected_x) as misfit
    from spikes
    inner join ordered_units as places
        on
            spikes.study_code = places.study_code
            and spikes.unit_code = places.unit_code
    inner join ordered_units as neighbours
        on
            places.study_code = neighbours.study_code
            and abs(neighbours.place - places.place) = 1
    inner join expected
        on
            neighbours.study_code = expected.study_code
            and neighbours.unit_code = expected.unit_code
            and spikes.year = expected.year
            and spikes.indicator_code = expected.indicator_code
    -- close to the other unit's course, and much closer than to its own
    where
        abs(spikes.x - expected.expected_x)
        < least(
            greatest(3 * spikes.bend_spread, ln({{ var('plausibility_min_ratio') }})),
            abs(spikes.bend_deviation) / 3
        )
),

with_run as (
    select
        *,
        count(*) over (partition by study_code, indicator_code, year, shift) as n_alike,
        lag(place) over run as place_before,
        lead(place) over run as place_after
    from fits
    window run as (partition by study_code, indicator_code, year, shift order by place)
),

-- where a value fits both sides, the direction that explains more cells is meant
shifted as (
    select *
    from with_run
    where place_before = place - 1 or place_after = place + 1
    qualify
        row_number() over (
            partition by study_code, unit_code, year, indicator_code
            order by n_alike desc, misfit asc, shift asc
        ) = 1
),

final as (
    select
        spikes.study_code,
        spikes.unit_code,
        spikes.year,
        spikes.indicator_code,
        shifted.fitting_unit_code,
        shifted.place,
        shifted.shift,
        case
            when shifted.fitting_unit_code is not null then 'shifted_rows'
            when
                abs(spikes.bend_deviation) > 2
                and spikes.deviation > 10
                and abs(
                    abs(spikes.bend_deviation) / ln(10)
                    - round(abs(spikes.bend_deviation) / ln(10))
                ) * ln(10) < ln({{ var('plausibility_min_ratio') }})
                then 'power_of_ten'
        end as cause_code
    from spikes
    left join shifted
        on
            spikes.study_code = shifted.study_code
            and spikes.unit_code = shifted.unit_code
            and spikes.year = shifted.year
            and spikes.indicator_code = shifted.indicator_code
)

select * from final
