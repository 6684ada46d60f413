with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('summary') }}
    from {{ ref('int_networks__measures') }}
),

spoken as (
    {{ with_words('measures', ['networks']) }}
),

final as (
    select
        {{ contracted(
            convention=told('convention_said', 'en'),
            convention_zh=told('convention_said', 'zh'),
            reason=told('reason_said', 'en'),
            reason_zh=told('reason_said', 'zh')
        ) }}
    from spoken
)

select * from final
