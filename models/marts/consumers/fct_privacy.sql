with
settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

people_behind as (
    select
        *,
        'fct_' || table_code as mart
    from {{ ref('int_consumers__people_behind') }}
),

{%- set own_rule = {
    'fct_segments': 'segment_code',
    'fct_segment_affinity': "concat_ws('/', segment_code, category_code)",
    'fct_customer_value': 'segment_code',
} %}

-- where one withheld alone would follow from a total, another is withheld as well
withheld_by_marts as (
    {%- for mart, cell in own_rule.items() %}
        {% if not loop.first %}union all{% endif %}
        select
            study_code,
            '{{ mart }}' as mart,
            {{ cell }} as cell,
            is_suppressed
        from {{ ref(mart) }}
    {%- endfor %}
),

curves as (
    select distinct
        study_code,
        item_code
    from {{ ref('int_consumers__price_curves') }}
),

moves as (
    select distinct
        study_code,
        concat_ws('|', item_code, (year(observed_on) * 12 + month(observed_on))::integer) as cell
    from {{ ref('fct_competitor_moves') }}
),

series as (
    select
        study_code,
        concat_ws('|', category_code, segment_code) as cell,
        median(persons) as persons
    from {{ ref('int_consumers__series') }}
    group by study_code, category_code, segment_code
),

-- lines that name nobody are in no number
anonymous as (
    select
        study_code,
        1e0 * count(*) filter (where person_code is null) / count(*) as anonymous_share
    from {{ ref('int_consumers__events') }}
    group by study_code
),

cells as (
    select
        demand.*,
        suppressed.suppression_code,
        demand.category_code != 'all' and demand.segment_code != 'all' as is_inner
    from {{ ref('int_consumers__demand') }} as demand
    left join {{ ref('int_consumers__suppressed_cells') }} as suppressed
        on
            demand.study_code = suppressed.study_code
            and demand.category_code = suppressed.category_code
            and demand.segment_code = suppressed.segment_code
            and demand.period_start = suppressed.period_start
),

-- how a segment spreads over categories in a period, against everybody
spreads as (
    select
        study_code,
        segment_code,
        period_start,
        category_code,
        1e0 * events
        / sum(events) over (partition by study_code, segment_code, period_start) as share,
        1e0 * sum(events) over (partition by study_code, category_code, period_start)
        / sum(events) over (partition by study_code, period_start) as share_of_all
    from cells
    where is_inner
),

distances as (
    select
        spreads.study_code,
        spreads.segment_code,
        spreads.period_start,
        count(*) as categories,
        {{ exact_sum('abs(spreads.share - spreads.share_of_all)') }} / 2
        + (1 - {{ exact_sum('spreads.share_of_all') }}) / 2 as distance
    from spreads
    inner join cells
        on
            spreads.study_code = cells.study_code
            and spreads.segment_code = cells.segment_code
            and spreads.period_start = cells.period_start
            and cells.category_code = 'all'
            and cells.suppression_code is null
    group by spreads.study_code, spreads.segment_code, spreads.period_start
),

closeness as (
    select
        study_code,
        min(categories) as l_min,
        max(distance) as t_max
    from distances
    group by study_code
),

demand_row as (
    select
        cells.study_code,
        'fct_category_demand' as mart,
        min(cells.persons) filter (where cells.suppression_code is null) as k_min,
        count(*) as cells,
        count(cells.suppression_code) as suppressed,
        count(*) filter (
            where cells.suppression_code = 'protects_another'
        ) as suppressed_to_protect,
        1e0 * coalesce(sum(cells.events) filter (
            where cells.is_inner and cells.suppression_code is not null
        ), 0) / sum(cells.events) filter (where cells.is_inner) as lost_event_share
    from cells
    group by cells.study_code
),

-- only cells of which something is published or withheld
cells_behind as (
    select
        people_behind.study_code,
        people_behind.mart,
        coalesce(floor(series.persons)::bigint, people_behind.persons) as persons,
        people_behind.traits,
        people_behind.distance,
        coalesce(withheld_by_marts.is_suppressed, people_behind.is_small) as is_suppressed,
        withheld_by_marts.is_suppressed and not people_behind.is_small as is_to_protect
    from people_behind
    left join withheld_by_marts
        on
            people_behind.study_code = withheld_by_marts.study_code
            and people_behind.mart = withheld_by_marts.mart
            and people_behind.cell = withheld_by_marts.cell
    left join curves
        on
            people_behind.study_code = curves.study_code
            and people_behind.cell = curves.item_code
    left join moves
        on
            people_behind.study_code = moves.study_code
            and people_behind.cell = moves.cell
    left join series
        on
            people_behind.study_code = series.study_code
            and people_behind.cell = series.cell
            and people_behind.mart = 'fct_demand_forecasts'
    where
        case people_behind.mart
            when 'fct_price_curve' then curves.item_code is not null
            when 'fct_competitor_moves' then moves.cell is not null
            when 'fct_demand_forecasts' then series.cell is not null
            {%- for mart in own_rule %}
                when '{{ mart }}' then withheld_by_marts.cell is not null
            {%- endfor %}
            else true
        end
),

row_per_mart as (
    select
        study_code,
        mart,
        min(persons) filter (where not is_suppressed) as k_min,
        min(traits) filter (where not is_suppressed) as l_min,
        max(distance) filter (where not is_suppressed) as t_max,
        count(*) as cells,
        count(*) filter (where is_suppressed) as suppressed,
        count(*) filter (where is_to_protect) as suppressed_to_protect
    from cells_behind
    group by study_code, mart
),

-- of everybody: there is nothing to withhold
preference_row as (
    select
        study_code,
        'fct_next_category_evaluation' as mart,
        min(persons) as k_min,
        null::bigint as l_min,
        null::double as t_max,
        1 as cells,
        0 as suppressed,
        0 as suppressed_to_protect,
        null::double as lost_event_share,
        null::double as anonymous_share
    from {{ ref('int_consumers__preferences') }}
    group by study_code
),

combined as (
    select
        demand_row.study_code,
        demand_row.mart,
        demand_row.k_min,
        closeness.l_min,
        closeness.t_max,
        demand_row.cells,
        demand_row.suppressed,
        demand_row.suppressed_to_protect,
        demand_row.lost_event_share,
        anonymous.anonymous_share
    from demand_row
    inner join anonymous on demand_row.study_code = anonymous.study_code
    left join closeness on demand_row.study_code = closeness.study_code
    union all
    select
        *,
        null::double as lost_event_share,
        null::double as anonymous_share
    from row_per_mart
    union all
    select * from preference_row
),

joined as (
    select
        combined.*,
        settings.sharing_mode,
        settings.k_required
    from combined
    inner join settings on combined.study_code = settings.study_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
