-- Conventions resolved once, so that no later model asks again which default holds.
with
study_networks as (
    select * from {{ source('networks', 'study_networks') }}
),

final as (
    select
        study_code,
        network_code,
        network_name_zh,
        network_name_en,
        network_kind,
        position,
        is_directed,
        node_kind,
        is_by_unit,
        relation_text,

        {{ setting('exponent', 'network_exponent') }}::double as exponent,
        mass_share_code,
        distance_kind,
        distance_measure,
        income_code,
        people_code,
        {{ setting('income_gap_floor', 'network_income_gap_floor') }}::double as income_gap_floor,

        -- links that a file states are links: only gravity needs a rule
        case
            when network_kind = 'gravity'
                then {{ setting('threshold_rule', 'network_threshold_rule') }}
            else coalesce(threshold_rule, 'absolute')
        end as threshold_rule,
        case
            when network_kind != 'gravity' and threshold_rule is null then '>'
            else {{ setting('threshold_comparison', 'network_threshold_comparison') }}
        end as threshold_comparison,
        case
            when network_kind != 'gravity' and threshold_rule is null then 0e0
            else threshold_value
        end as threshold_value,
        network_kind = 'gravity' or threshold_rule is not null as has_threshold,

        year as stated_year,
        first_year,
        last_year,

        {{ setting('path_length', 'network_path_length') }}::string as path_length,
        {{ setting('is_weighted', 'network_is_weighted') }}::boolean as is_weighted,
        {{ setting('closeness_convention', 'network_closeness_convention') }}::string
            as closeness_convention,
        {{ setting('hub_quantile', 'network_hub_quantile') }}::double as hub_quantile,
        {{ setting('bridge_quantile', 'network_bridge_quantile') }}::double as bridge_quantile,
        {{ setting('edge_quantile', 'network_edge_quantile') }}::double as edge_quantile,
        {{ setting('null_draws', 'network_null_draws') }}::integer as null_draws,
        {{ setting('swaps_per_link', 'network_swaps_per_link') }}::double as swaps_per_link,
        {{ setting('removal_draws', 'network_removal_draws') }}::integer as removal_draws,
        {{ setting('removal_steps', 'network_removal_steps') }}::integer as removal_steps,
        {{ setting('bootstrap_draws', 'network_bootstrap_draws') }}::integer as bootstrap_draws,
        {{ setting('threshold_draws', 'network_threshold_draws') }}::integer as threshold_draws,
        {{ setting('permutations', 'network_permutations') }}::integer as permutations,
        {{ setting('seed', 'network_seed') }}::integer as seed
    from study_networks
)

select * from final
