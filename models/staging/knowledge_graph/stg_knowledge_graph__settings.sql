-- Conventions resolved once, so that no later model asks again which default holds.
with
study_graphs as (
    select * from {{ source('knowledge_graph', 'study_graphs') }}
),

final as (
    select
        study_code,
        {{ setting('methods', 'graph_methods') }}::string as methods,
        {{ setting('half_life_years', 'graph_half_life_years') }}::double as half_life_years,
        {{ setting('credit_share', 'graph_credit_share') }}::string as credit_share,
        {{ setting('rating_shrinkage', 'graph_rating_shrinkage') }}::double as rating_shrinkage,
        {{ setting('valid_share', 'graph_valid_share') }}::double as valid_share,
        {{ setting('test_share', 'graph_test_share') }}::double as test_share,
        {{ setting('context_share', 'graph_context_share') }}::double as context_share,
        {{ setting('suspicious_quantile', 'graph_suspicious_quantile') }}::double
            as suspicious_quantile,
        {{ setting('grace_years', 'graph_grace_years') }}::integer as grace_years,
        {{ setting('n_factors', 'graph_n_factors') }}::integer as n_factors,
        {{ setting('steps', 'graph_steps') }}::integer as steps,
        {{ setting('seed', 'graph_seed') }}::integer as seed
    from study_graphs
)

select * from final
