with

regressions as (
    select * from {{ ref('int_networks__regressions') }}
),

spoken as (
    {{ with_words('regressions', ['networks']) }}
),

final as (
    select
        {{ contracted(reason=told('reason_said', 'en'), reason_zh=told('reason_said', 'zh')) }}
    from spoken
)

select * from final
