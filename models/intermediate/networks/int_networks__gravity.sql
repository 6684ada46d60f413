-- R = K·(ΠM_i)^(1/m)·(ΠM_j)^(1/m)/D^b with K = M_i*/(M_i* + M_j*), from i to j. An economic
-- distance is D divided by the gap in income; a gap below the floor counts as the floor, because a
-- gap of zero would make R zero however near and large the two are.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
    where network_kind = 'gravity'
),

unit_masses as (
    select * from {{ ref('int_networks__unit_masses') }}
),

distances as (
    select * from {{ ref('int_networks__distances') }}
    where finding_code is null
),

mean_incomes as (
    select
        study_code,
        network_code,
        year,
        {{ sorted_sum('income') }} / count(income) as mean_income
    from unit_masses
    group by study_code, network_code, year
),

pairs as (
    select
        origins.study_code,
        origins.network_code,
        origins.year,
        origins.unit_code as from_node,
        targets.unit_code as to_node,
        origins.geometric_mass * targets.geometric_mass as mass_product,
        origins.share_mass / (origins.share_mass + targets.share_mass) as mass_share,
        distances.distance as stated_distance,
        distances.distance_measure,
        networks.distance_kind,
        networks.exponent,
        abs(origins.income - targets.income) as income_gap,
        networks.income_gap_floor * mean_incomes.mean_income as least_gap,
        origins.is_imputed or targets.is_imputed as is_imputed
    from unit_masses as origins
    inner join unit_masses as targets
        on
            origins.study_code = targets.study_code
            and origins.network_code = targets.network_code
            and origins.year = targets.year
    inner join distances
        on
            origins.study_code = distances.study_code
            and origins.network_code = distances.network_code
            and origins.unit_code = distances.from_node
            and targets.unit_code = distances.to_node
    inner join networks
        on
            origins.study_code = networks.study_code
            and origins.network_code = networks.network_code
    inner join mean_incomes
        on
            origins.study_code = mean_incomes.study_code
            and origins.network_code = mean_incomes.network_code
            and origins.year = mean_incomes.year
),

apart as (
    select
        *,
        distance_kind = 'economic' and income_gap < least_gap as is_gap_floored,
        case
            when distance_kind = 'economic'
                then
                    stated_distance
                    / case when income_gap < least_gap then least_gap else income_gap end
            else stated_distance
        end as distance
    from pairs
),

final as (
    select
        study_code,
        network_code,
        year,
        from_node,
        to_node,
        mass_share * mass_product / power(distance, exponent) as strength,
        distance,
        case when distance_kind = 'economic' then 'economic' else distance_measure end
            as distance_measure,
        mass_share,
        is_gap_floored,
        is_imputed
    from apart
)

select * from final
