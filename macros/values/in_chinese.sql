{#
    One of few English sentences in Chinese, with the same names and numbers.

    sentences: regular expression for the whole English sentence → Chinese, where @1 is what its
    first (…) found. A sentence that is none of them stays as it is, marked as English: nothing is
    left out.
#}
{% macro in_chinese(said, sentences) -%}
    {%- set cases = namespace(sql='') -%}
    {%- for english, chinese in sentences.items() -%}
        {%- set found = said ~ ", '" ~ english ~ "'" -%}
        {%- set put = "'" ~ chinese | replace("@", "\\") ~ "'" -%}
        {%- set cases.sql = cases.sql
            ~ "when regexp_full_match(" ~ found ~ ", 's') "
            ~ "then regexp_replace(" ~ found ~ ", " ~ put ~ ", 's') " -%}
    {%- endfor -%}
    case {{ cases.sql }} else '（英文）' || {{ said }} end
{%- endmacro %}
