-- Why a document or a line of its metadata stands in the quarantine, in words.
-- {…} is filled in from the record.
{{ config(materialized='view') }}
{% set reasons = {
    'document_empty': [
        "The file holds no text.",
        "Copy or download it again, or take it out of the folder.",
    ],
    'document_not_decoded': [
        "The text is in no encoding that fits.{detail}",
        "Save it as UTF-8, or name its encoding in study.yml (encoding).",
    ],
    'document_damaged': [
        "The file is damaged or incomplete.{detail}",
        "Copy or download it again, or save its text as .txt.",
    ],
    'document_encrypted': [
        "The file is protected with a password.",
        "Save it without a password.",
    ],
    'document_without_text': [
        "The pages are pictures without text, as a scanner makes them.{detail}",
        "Let a program recognise the text (OCR), and drop the result.",
    ],
    'document_too_large': [
        "The file is too large for one document.{detail}",
        "Split it, or save its text as .txt.",
    ],
    'document_kind_unknown': [
        "The file is of a kind that is not read.{detail}",
        "Save it as .docx, .pdf, .html or .txt.",
    ],
    'record_not_understood': [
        "The line is no record.{detail}",
        "Put the line right, or delete it.",
    ],
    'text_missing': [
        "The record has no text.{detail}",
        "Fill it in, or name the right field in study.yml (fields: text).",
    ],
    'metadata_without_file': [
        "No file is called ''{value}''.",
        "Put the file into the folder, put its name right, or delete the line.",
    ],
    'metadata_ambiguous': [
        "Several files are called ''{value}''.{detail}",
        "Write the path from the study folder.",
    ],
    'metadata_conflicting': [
        "Several lines of the metadata table describe the file differently.{detail}",
        "Keep the right one.",
    ],
    'document_without_metadata': [
        "No line of the metadata table names the file.",
        "Add a line, or take the file out of the folder.",
    ],
    'name_not_matched': [
        "The name of the file does not fit name_pattern.",
        "Rename the file, widen the pattern in study.yml, or describe the file in a metadata table.",
    ],
    'document_id_repeated': [
        "Another document of the study has the same id.",
        "Give every document an id of its own, or name no id column.",
    ],
    'document_type_missing': [
        "Nothing says what type of document it is.",
        "Fill in the type, or give the entry in study.yml one (type).",
    ],
    'document_type_unknown': [
        "''{value}'' is no type of document.",
        "Translate the word in study.yml (types), for example ''{value}'': policy.",
    ],
    'date_missing': [
        "Nothing says when the document was published.",
        "Fill in the date; a year is enough.",
    ],
    'date_not_understood': [
        "''{year}'' is no date.",
        "Write it like 2024-03-05, 2024-03 or 2024.",
    ],
    'issuer_unknown': [
        "No unit begins the name of the issuer ''{unit}''.",
        "Write the unit (沈阳市, 辽宁省, 全国 or a code), or leave it empty for documents of no unit.",
    ],
    'issuer_ambiguous': [
        "The issuer ''{unit}'' can belong to several units.",
        "Write the full name (吉林市, 吉林省) or the code.",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
