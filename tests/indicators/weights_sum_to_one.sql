-- Studies, scopes and schemes whose weights do not sum to 1. Where no indicator varies there are
-- no weights: that is a finding, not an error.
with
sums as (
    select
        study_code,
        weight_scope,
        sum(weight) as entropy_total,
        sum(uncapped_weight) as uncapped_total,
        sum(critic_weight) as critic_total,
        sum(equal_weight) as equal_total,
        sum(pca_weight) as pca_total,
        sum(effective_weight) as effective_total,
        sum(divergence) as total_divergence
    from {{ ref('fct_indicator_weights') }}
    group by study_code, weight_scope
)

select *
from sums
where
    (total_divergence > 0 and abs(entropy_total - 1) > 1e-12)
    or (total_divergence > 0 and abs(uncapped_total - 1) > 1e-12)
    or (critic_total > 0 and abs(critic_total - 1) > 1e-12)
    or (equal_total > 0 and abs(equal_total - 1) > 1e-12)
    or (pca_total > 0 and abs(pca_total - 1) > 1e-12)
    or (effective_total > 0 and abs(effective_total - 1) > 1e-12)
