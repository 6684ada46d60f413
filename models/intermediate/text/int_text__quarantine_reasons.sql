-- Why a document or a line of its metadata stands in the quarantine, in words.
-- {…} is filled in from the record. Reason and way out, each in English and Chinese.
{{ config(materialized='view') }}
{% set reasons = {
    'document_empty': [
        "The file holds no text.", "文件没有内容。",
        "Copy or download it again, or take it out of the folder.",
        "请重新复制或下载，或将其移出文件夹。",
    ],
    'document_not_decoded': [
        "The text is in no encoding that fits.{detail}", "没有适用于该文本的编码。{detail}",
        "Save it as UTF-8, or name its encoding in study.yml (encoding).",
        "请另存为UTF-8，或在study.yml中指明编码（encoding）。",
    ],
    'document_damaged': [
        "The file is damaged or incomplete.{detail}", "文件损坏或不完整。{detail}",
        "Copy or download it again, or save its text as .txt.",
        "请重新复制或下载，或将文字另存为.txt。",
    ],
    'document_encrypted': [
        "The file is protected with a password.", "文件有密码保护。",
        "Save it without a password.",
        "请取消密码后另存。",
    ],
    'document_without_text': [
        "The pages are pictures without text, as a scanner makes them.{detail}", "页面是没有文字的图像，如扫描件。{detail}",
        "Let a program recognise the text (OCR), and drop the result.",
        "请用文字识别（OCR）软件处理后放入结果。",
    ],
    'document_too_large': [
        "The file is too large for one document.{detail}", "文件过大，不宜作为一篇文献。{detail}",
        "Split it, or save its text as .txt.",
        "请拆分文件，或将文字另存为.txt。",
    ],
    'document_kind_unknown': [
        "The file is of a kind that is not read.{detail}", "不支持读取该类文件。{detail}",
        "Save it as .docx, .pdf, .html or .txt.",
        "请另存为.docx、.pdf、.html或.txt。",
    ],
    'record_not_understood': [
        "The line is no record.{detail}", "该行不是有效记录。{detail}",
        "Put the line right, or delete it.",
        "请更正或删除该行。",
    ],
    'text_missing': [
        "The record has no text.{detail}", "该记录没有正文。{detail}",
        "Fill it in, or name the right field in study.yml (fields: text).",
        "请补充正文，或在study.yml中指定正确的字段（fields: text）。",
    ],
    'metadata_without_file': [
        "No file is called ''{value}''.", "没有名为“{value}”的文件。",
        "Put the file into the folder, put its name right, or delete the line.",
        "请将文件放入文件夹，或更正文件名，或删除该行。",
    ],
    'metadata_ambiguous': [
        "Several files are called ''{value}''.{detail}", "有多个名为“{value}”的文件。{detail}",
        "Write the path from the study folder.",
        "请写明从研究文件夹起的路径。",
    ],
    'metadata_conflicting': [
        "Several lines of the metadata table describe the file differently.{detail}", "元数据表中有多行对该文件的描述不一致。{detail}",
        "Keep the right one.",
        "请只保留正确的一行。",
    ],
    'document_without_metadata': [
        "No line of the metadata table names the file.", "元数据表中没有该文件。",
        "Add a line, or take the file out of the folder.",
        "请补充一行，或将文件移出文件夹。",
    ],
    'name_not_matched': [
        "The name of the file does not fit name_pattern.", "文件名不符合name_pattern。",
        "Rename the file, widen the pattern in study.yml, or describe the file in a metadata table.",
        "请重命名文件，或在study.yml中放宽该模式，或在元数据表中描述该文件。",
    ],
    'document_id_repeated': [
        "Another document of the study has the same id.", "研究中另有文献使用同一编号。",
        "Give every document an id of its own, or name no id column.",
        "请为每篇文献指定唯一编号，或不指定编号列。",
    ],
    'document_type_missing': [
        "Nothing says what type of document it is.", "没有说明文献类型。",
        "Fill in the type, or give the entry in study.yml one (type).",
        "请填写类型，或在study.yml中为该来源指定类型（type）。",
    ],
    'document_type_unknown': [
        "''{value}'' is no type of document.", "“{value}”不是文献类型。",
        "Translate the word in study.yml (types), for example 通知: policy.",
        "请在study.yml中将该词对应到文献类型（types），例如：通知: policy。",
    ],
    'date_missing': [
        "Nothing says when the document was published.", "没有说明文献的发布日期。",
        "Fill in the date; a year is enough.",
        "请填写日期；只填年份亦可。",
    ],
    'date_not_understood': [
        "''{year}'' is no date.", "“{year}”不是日期。",
        "Write it like 2024-03-05, 2024-03 or 2024.",
        "请按2024-03-05、2024-03或2024的格式填写。",
    ],
    'issuer_unknown': [
        "No unit begins the name of the issuer ''{unit}''.", "发文机关“{unit}”的名称不以任何地区开头。",
        "Write the unit (沈阳市, 辽宁省, 全国 or a code), or leave it empty for documents of no unit.",
        "请填写地区（沈阳市、辽宁省、全国或代码）；不属于任何地区的文献留空。",
    ],
    'issuer_ambiguous': [
        "The issuer ''{unit}'' can belong to several units.", "发文机关“{unit}”可属于多个地区。",
        "Write the full name (吉林市, 吉林省) or the code.",
        "请填写全称（吉林市、吉林省）或代码。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
