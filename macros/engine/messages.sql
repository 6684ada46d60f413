{#
    What the warehouse says to people: codes with parts. The sentences stand in the seeds
    words_<domain>, Chinese and English side by side, and nowhere else; wenmai/sentences.py says
    them in Python. A message is JSON, {"code": "index.rank", "parts": {"rank": "3"}}; a part that
    differs by language is an object of both. Several messages are a JSON array.

    A sentence is filled in piece by piece, so a brace inside a part is a character of the data and
    never a place.
#}

{# The sentences of some domains as one row, for a CTE named words: a map code → sentence per
   language. #}
{% macro words_of(domains) -%}
    {%- set seeds = [] -%}
    {%- for domain in domains -%}
        {%- do seeds.append('select * from ' ~ ref('words_' ~ domain)) -%}
    {%- endfor -%}
    select
        {{ map_of('code', 'zh') }} as zh,
        {{ map_of('code', 'en') }} as en
    from ({{ seeds | join(' union all ') }})
{%- endmacro %}

{# The rows of a CTE with the sentences beside each, for a select from it alone: words is a struct
   then. #}
{% macro with_words(relation, domains) -%}
    select
        {{ relation }}.*,
        {{ adapter.dispatch('struct_of_words', 'wenmai')() }} as words
    from {{ relation }}
    cross join ({{ words_of(domains) }}) as words
{%- endmacro %}

{% macro default__struct_of_words() -%} {'zh': words.zh, 'en': words.en} {%- endmacro %}

{% macro spark__struct_of_words() -%} named_struct('zh', words.zh, 'en', words.en) {%- endmacro %}

{#
    One message; null where the condition does not hold.

    code: of the catalogue. parts: place → SQL expression, or [Chinese, English]. when: condition.
    by, values: a column and all it can hold; the code is then the one given, a dot and the value.
    What a model says stands in its compiled SQL as a comment, for the test that compares it with
    the catalogue.
#}
{% macro message(code, parts={}, when=none, by=none, values=['']) -%}
    {%- set places = parts.keys() | sort | join(' ') -%}
    {%- set ends = values if by else [''] -%}
    {%- set says -%}
        {%- for end in ends -%}
            /* says {{ code }}{{ '.' if by }}{{ end }}({{ places }}) */{{ ' ' }}
        {%- endfor -%}
    {%- endset -%}
    {%- set sql_code = "'" ~ code ~ ".' || " ~ by if by else "'" ~ code ~ "'" -%}
    {%- set condition = when or (by ~ ' is not null' if by else none) -%}
    {%- if condition -%} case when {{ condition }} then {% endif -%}
    {{ says }}{{ message_of(sql_code, parts) }}
    {%- if condition %} end {%- endif -%}
{%- endmacro %}

{# Messages one after the other; those that are null are left out. #}
{% macro messages(list) -%}
    '[' || concat_ws(',', {{ list | join(', ') }}) || ']'
{%- endmacro %}

{# Messages in one language ('zh' or 'en'), null where there is none. Needs the CTE words.
   between: what parts them, where it is no blank. #}
{% macro told(messages, language, words='words', between=none) -%}
    {{ return(adapter.dispatch('told', 'wenmai')(
        messages, language, words ~ '.' ~ language,
        between if between is not none else (' ' if language == 'en' else '')
    )) }}
{%- endmacro %}

{% macro default__told(messages, language, sentences, between) -%}
    nullif(array_to_string(list_transform(
        json_extract({{ messages }}, '$[*]'),
        message -> array_to_string(list_transform(
            regexp_extract_all(
                coalesce(
                    {{ sentences }}[json_extract_string(message, '$.code')],
                    json_extract_string(message, '$.code')
                ),
                '[{][a-z_0-9]+[}]|[^{]+|[{]'
            ),
            piece -> case
                when regexp_full_match(piece, '[{][a-z_0-9]+[}]') then coalesce(
                    json_extract_string(
                        message, '$.parts.' || piece[2:-2] || '.{{ language }}'
                    ),
                    json_extract_string(message, '$.parts.' || piece[2:-2]),
                    ''
                )
                else piece
            end
        ), '')
    ), '{{ between }}'), '')
{%- endmacro %}

{% macro spark__told(messages, language, sentences, between) -%}
    nullif(array_join(transform(
        from_json({{ messages }}, 'array<string>'),
        message -> array_join(transform(
            regexp_extract_all(
                coalesce(
                    {{ sentences }}[get_json_object(message, '$.code')],
                    get_json_object(message, '$.code')
                ),
                '[{][a-z_0-9]+[}]|[^{]+|[{]', 0
            ),
            piece -> case
                when piece rlike '^[{][a-z_0-9]+[}]$' then coalesce(
                    get_json_object(
                        message,
                        '$.parts.' || substr(piece, 2, length(piece) - 2) || '.{{ language }}'
                    ),
                    get_json_object(
                        message, '$.parts.' || substr(piece, 2, length(piece) - 2)
                    ),
                    ''
                )
                else piece
            end
        ), '')
    ), '{{ between }}'), '')
{%- endmacro %}

{% macro map_of(key, value) -%}
    {{ return(adapter.dispatch('map_of', 'wenmai')(key, value)) }}
{%- endmacro %}

{% macro default__map_of(key, value) -%}
    map(list({{ key }} order by {{ key }}), list({{ value }} order by {{ key }}))
{%- endmacro %}

{% macro spark__map_of(key, value) -%}
    map_from_entries(collect_list(struct({{ key }}, {{ value }})))
{%- endmacro %}

{% macro message_of(code, parts) -%}
    {{ return(adapter.dispatch('message_of', 'wenmai')(code, parts)) }}
{%- endmacro %}

{% macro default__message_of(code, parts) -%}
    json_object('code', {{ code }}, 'parts', json_object(
    {%- for place, part in parts.items() -%}
        '{{ place }}',
        {%- if part is string %} ({{ part }})::string
        {%- else %} json_object('zh', {{ part[0] }}, 'en', {{ part[1] }})
        {%- endif -%}
        {{ ', ' if not loop.last }}
    {%- endfor -%}
    ))
{%- endmacro %}

{% macro spark__message_of(code, parts) -%}
    to_json(named_struct('code', {{ code }}, 'parts', named_struct(
    {%- for place, part in parts.items() -%}
        '{{ place }}',
        {%- if part is string %} ({{ part }})::string
        {%- else %} named_struct('zh', {{ part[0] }}, 'en', {{ part[1] }})
        {%- endif -%}
        {{ ', ' if not loop.last }}
    {%- endfor -%}
    )))
{%- endmacro %}
