with

tests as (
    select * from {{ ref('int_text__emergence_tests') }}
),

counts as (
    select * from {{ ref('int_text__emergence_counts') }}
),

settings as (
    select * from {{ ref('int_text__method_settings') }}
),

joined as (
    select
        tests.*,
        settings.recent_from_year,
        settings.baseline_from_year,
        settings.last_year,
        counts.n_recent_with_term,
        counts.n_recent,
        counts.n_baseline_with_term,
        counts.n_baseline,
        1e0 * counts.n_recent_with_term / counts.n_recent as recent_share,
        1e0 * counts.n_baseline_with_term / counts.n_baseline as baseline_share
    from tests
    inner join counts
        on
            tests.study_code = counts.study_code
            and tests.document_type = counts.document_type
            and tests.term = counts.term
    inner join settings
        on tests.study_code = settings.study_code
),

final as (
    select
        study_code::string as study_code,
        document_type::string as document_type,
        term::string as term,
        recent_from_year::integer as recent_from_year,
        last_year::integer as recent_to_year,
        baseline_from_year::integer as baseline_from_year,
        (recent_from_year - 1)::integer as baseline_to_year,
        n_recent_with_term::integer as n_recent_with_term,
        n_recent::integer as n_recent_documents,
        recent_share::double as recent_share,
        n_baseline_with_term::integer as n_baseline_with_term,
        n_baseline::integer as n_baseline_documents,
        baseline_share::double as baseline_share,
        (recent_share - baseline_share)::double as share_growth,
        z_score::double as z_score,
        test_code::string as test_code,
        p_value::double as p_value,
        q_value::double as q_value,
        {{ var('emerging_alpha') }}::double as false_discovery_rate,
        n_terms_tested::bigint as n_terms_tested,
        (q_value <= {{ var('emerging_alpha') }} and recent_share > baseline_share)::boolean
            as is_emerging
    from joined
)

select * from final
