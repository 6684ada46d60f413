with
audits as (
    select * from {{ ref('int_consumers__audits') }}
),

standards as (
    select * from {{ ref('audit_standards') }}
    where metric_code is not null
),

compared as (
    select
        audits.*,
        coalesce(standards.standard_code, 'none') as standard_code,
        standards.threshold,
        case
            when standards.threshold is null then 'reported'
            when
                standards.is_upper_limit and audits.value_corrected <= standards.threshold
                then 'met'
            when
                not standards.is_upper_limit and audits.value_corrected >= standards.threshold
                then 'met'
            else 'not met'
        end as status
    from audits
    left join standards on audits.metric_code = standards.metric_code
),

marked as (
    select
        *,
        coalesce(status != lag(status) over (
            partition by study_code, algorithm_code, metric_code, standard_code
            order by period_start
        ), true) as begins
    from compared
),

dated as (
    select
        *,
        max(case when begins then period_start end) over (
            partition by study_code, algorithm_code, metric_code, standard_code
            order by period_start
            rows between unbounded preceding and current row
        ) as since
    from marked
),

final as (
    select
        {{ contracted() }}
    from dated
)

select * from final
