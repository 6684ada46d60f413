-- One mass per unit and year: the geometric mean (Π M)^(1/m). Units whose masses are not all
-- positive numbers have none and stay out of the network that year.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

mass_values as (
    select * from {{ ref('int_networks__mass_values') }}
),

final as (
    select
        mass_values.study_code,
        mass_values.network_code,
        mass_values.year,
        mass_values.unit_code,
        exp(
            -- ln() of what is not positive would stop the build
            {{ sorted_sum(
                'case when mass_values.is_mass and mass_values.mass > 0 then ln(mass_values.mass) end'
            ) }}
            / count(*) filter (where mass_values.is_mass)
        ) as geometric_mass,
        max(
            case
                when mass_values.indicator_code = networks.mass_share_code then mass_values.mass
            end
        ) as share_mass,
        max(case when mass_values.indicator_code = networks.income_code then mass_values.mass end)
        / coalesce(
            max(
                case
                    when mass_values.indicator_code = networks.people_code then mass_values.mass
                end
            ), 1
        ) as income,
        bool_or(mass_values.is_imputed) as is_imputed
    from mass_values
    inner join networks
        on
            mass_values.study_code = networks.study_code
            and mass_values.network_code = networks.network_code
    group by
        mass_values.study_code, mass_values.network_code, mass_values.year, mass_values.unit_code
    having bool_and(mass_values.finding_code is null)
)

select * from final
