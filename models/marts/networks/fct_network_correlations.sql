with

correlations as (
    select * from {{ ref('int_networks__correlations') }}
),

spoken as (
    {{ with_words('correlations', ['networks']) }}
),

final as (
    select
        {{ contracted(reason=told('reason_said', 'en'), reason_zh=told('reason_said', 'zh')) }}
    from spoken
)

select * from final
