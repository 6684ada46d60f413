"""Documents in the raw tables: every file and every record once, whatever is wrong with it."""

import errno
import json
import os
from unittest.mock import Mock

import duckdb
import pytest
from support.document_study import FOLDER, DocumentStudy

from wenmai.errors import WenmaiError
from wenmai.text.metadata import MetadataRow, match_metadata
from wenmai.text.text_cache import TextCache

METADATA = """\
  - code: texts
    files: documents/*
    metadata:
      file: documents/list.csv
      columns: {file: 文件, title: 标题, date: 日期, type: 类型, issuer: 单位, source: 来源}
"""
COLLECTION = """\
  - code: posts
    files: posts.{ending}
    fields: {{text: 正文, title: 标题, date: 日期, id: 编号}}
    type: review
"""


@pytest.fixture
def study(settings):
    made = DocumentStudy(settings)
    made.declare()
    return made


def test_names_of_files_describe_documents(study):
    study.write("documents/20200315_沈阳市文化局_文旅规划.txt", "全文")
    study.write("documents/notes.txt", "无名")
    study.ingest()
    rows = study.rows(
        "select document_id, title_text, date_text, issuer_text, text, reader_issue "
        "from raw.documents order by all"
    )
    assert rows == [
        (
            "documents/20200315_沈阳市文化局_文旅规划.txt",
            *("文旅规划", "20200315", "沈阳市文化局", "全文", None),
        ),
        ("documents/notes.txt", "notes", None, None, None, "name_not_matched"),
    ]


def test_metadata_and_files_find_each_other(study):
    study.declare(METADATA)
    study.write("documents/a.txt", "甲文")
    study.write("documents/b.txt", "乙文")
    study.write("documents/orphan.txt", "丙文")
    study.write(
        "documents/list.csv",
        "文件,标题,日期,类型,单位,来源\n"
        "a.docx,甲,2020-03-05,政策,沈阳市,公报\n"
        "B.TXT,乙,2020,新闻,,\n"
        "B.txt,乙,2020,新闻,,\n"
        "missing.txt,丁,2020,新闻,,\n"
        "torn,line\n",
        encoding="gb18030",
    )
    study.ingest()
    assert study.issues() == {
        "a.txt": None,
        "b.txt": None,
        "orphan.txt": "document_without_metadata",
    }
    lines = study.rows(
        "select _row_number, is_repeated, reader_issue from raw.document_metadata order by 1"
    )
    assert lines == [
        (2, False, None),
        (3, False, None),
        (4, True, None),
        (5, False, "metadata_without_file"),
        (6, False, "ragged_row"),
    ]
    assert study.rows("select source_text from raw.documents where title_text = '甲'") == [
        ("公报",)
    ]


def test_two_lines_that_disagree_about_a_file_are_both_put_aside(study):
    study.declare(METADATA)
    study.write("documents/a.txt", "甲文")
    study.write(
        "documents/list.csv",
        "文件,标题,日期,类型,单位,来源\na.txt,甲,2020,政策,,\na.txt,甲,2021,政策,,\n",
    )
    study.ingest()
    assert study.issues() == {"a.txt": "metadata_conflicting"}
    issues = study.rows("select reader_issue from raw.document_metadata")
    assert issues == [("metadata_conflicting",)] * 2


def test_a_name_that_two_folders_hold_needs_its_path(tmp_path):
    files = [tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"]
    rows = [
        MetadataRow(2, "a.txt", {}),
        MetadataRow(3, "x/a.txt", {}),
        MetadataRow(4, r"y\a.txt", {}),
    ]
    found = match_metadata(rows, files, [tmp_path])
    assert {path.parent.name: row.number for path, row in found.rows.items()} == {"x": 3, "y": 4}
    assert found.issues[2][0] == "metadata_ambiguous"


def test_a_metadata_table_without_a_column_is_put_aside_and_says_which(study):
    study.declare(METADATA)
    study.write("documents/a.txt", "甲文")
    study.write("documents/list.csv", "文件,标题,日期,类别,单位,来源\na.txt,甲,2020,政策,,\n")
    study.ingest()
    ((file, said),) = study.rows("select source_file, problem_text from raw.unread_files")
    assert file == "documents/list.csv" and "no column '类型'" in said
    assert study.rows("select source_file, reader_issue from raw.documents") == [
        ("documents/a.txt", "document_without_metadata")
    ]


def test_a_json_collection_gives_one_document_per_line(study):
    study.declare(COLLECTION.format(ending="jsonl"))
    lines = [
        json.dumps({"正文": "好看", "日期": 2020, "编号": "p1"}, ensure_ascii=False),
        "",
        "{broken",
        "[1, 2]",
        json.dumps({"标题": "无文"}),
        json.dumps({"正文": "  ", "日期": None}),
        json.dumps({"正文": "一般", "日期": 20200305.0}),
    ]
    study.write("posts.jsonl", "\n".join(lines), encoding="utf-16")
    study.ingest()
    rows = study.rows(
        "select _row_number, document_id, date_text, reader_issue from raw.documents order by 1"
    )
    assert rows == [
        (1, "p1", "2020", None),
        (3, "posts.jsonl#3", None, "record_not_understood"),
        (4, "posts.jsonl#4", None, "record_not_understood"),
        (5, "posts.jsonl#5", None, "text_missing"),
        (6, "posts.jsonl#6", None, "text_missing"),
        (7, "posts.jsonl#7", "20200305", None),
    ]
    counts = study.rows("select lines_read, lines_skipped, lines_data from raw.source_files")
    assert counts == [(7, 1, 6)]


def test_a_workbook_gives_one_document_per_row_and_keeps_the_length_of_a_cut_cell(study):
    import openpyxl

    study.declare(COLLECTION.format(ending="xlsx"))
    book = openpyxl.Workbook()
    for row in (["评论表"], ["编号", "标题", "正文", "日期"], ["1", "长", "文" * 32767, 2020]):
        book.active.append(row)
    study.folder.mkdir(exist_ok=True)
    book.save(study.folder / "posts.xlsx")
    study.ingest()
    assert study.rows("select document_id, characters_read, date_text from raw.documents") == [
        ("1", 32767, "2020")
    ]


@pytest.mark.parametrize(
    ("ending", "content"),
    [("xlsx", b"PK\x03\x04 broken"), ("jsonl", "正文".encode() * 20 + b"\xff\xff\xff")],
)
def test_a_collection_that_cannot_be_read_is_one_record_in_quarantine(study, ending, content):
    study.declare(COLLECTION.format(ending=ending))
    study.write(f"posts.{ending}", content)
    study.ingest()
    assert study.rows("select * from raw.documents") == []
    assert study.rows("select source_file from raw.unread_files") == [(f"posts.{ending}",)]
    assert study.rows("select count(*) from raw.source_files") == [(1,)]


@pytest.mark.parametrize(("encoding", "codec"), [("gb18030", "gb18030"), ("big5", "cp950")])
def test_big5_is_told_from_gb18030_and_what_is_too_short_is_put_aside(study, encoding, codec):
    text = "文化創意產業發展計畫，推動文旅融合。"
    posts = "  - {code: posts, files: posts.*, fields: {text: 內文, date: 日期}, type: review}\n"
    study.declare(FOLDER + posts)
    study.write("documents/2020_臺北_plan.txt", text, encoding)
    study.write("documents/2020_臺北_short.txt", "岡", encoding)
    study.write("posts.csv", f"日期,內文\n2020,{text}\n", encoding)
    record = json.dumps({"內文": text, "日期": "2020"}, ensure_ascii=False)
    study.write("posts.jsonl", record, encoding)
    study.write("posts.short.jsonl", '{"text": "岡"}', encoding)
    study.ingest()
    simplified = "文化创意产业发展计划，推动文旅融合。"
    assert study.rows("select source_file, text, reader_issue from raw.documents order by 1") == [
        ("documents/2020_臺北_plan.txt", simplified, None),
        ("documents/2020_臺北_short.txt", None, "document_not_decoded"),
        ("posts.csv", simplified, None),
        ("posts.jsonl", simplified, None),
    ]
    ((file, said),) = study.rows("select source_file, problem_text from raw.unread_files")
    assert file == "posts.short.jsonl" and "too few characters to tell GB18030 from Big5" in said
    encodings = study.rows("select encoding from raw.source_files order by source_file")
    assert encodings == [(codec,), (None,), (codec,), (codec,), (None,)]
    details = study.rows("select reader_detail from raw.documents where text is null")
    assert all("encoding: big5" in detail for (detail,) in details)


def test_broken_files_stop_nothing(study):
    study.write("documents/2020_沈阳_good.txt", "好")
    study.write("documents/2020_沈阳_empty.txt", "")
    study.write("documents/2020_沈阳_bad.pdf", b"%PDF-1.4 nothing")
    study.write("documents/2020_沈阳_odd.xyz", "x")
    study.ingest()
    assert study.issues() == {
        "2020_沈阳_good.txt": None,
        "2020_沈阳_empty.txt": "document_empty",
        "2020_沈阳_bad.pdf": "document_damaged",
        "2020_沈阳_odd.xyz": "document_kind_unknown",
    }
    # a file that holds nothing stands in the account of files all the same
    assert study.rows("select count(*), sum(lines_data) from raw.source_files") == [(4, 1)]


def test_an_unchanged_file_is_parsed_once_and_a_changed_one_again(study, monkeypatch):
    from wenmai.text import text_cache

    parsed = []
    read = text_cache.read_document_apart
    monkeypatch.setattr(
        text_cache,
        "read_document_apart",
        lambda path, *rest: parsed.append(path.name) or read(path, *rest),
    )
    page = "<html><body><p>{}</p></body></html>"
    study.write("documents/2020_沈阳_a.html", page.format("甲"))
    study.write("documents/2020_沈阳_b.pdf", b"%PDF-1.4 nothing")
    study.ingest()
    first = study.rows("select * from raw.documents order by all")
    study.ingest()
    assert sorted(parsed) == ["2020_沈阳_a.html", "2020_沈阳_b.pdf"]
    assert study.rows("select * from raw.documents order by all") == first
    study.write("documents/2020_沈阳_a.html", page.format("乙"))
    study.ingest()
    assert parsed.count("2020_沈阳_a.html") == 2
    assert ("乙",) in study.rows("select text from raw.documents")


def test_a_collection_may_be_parquet_by_month(study):
    study.declare(COLLECTION.format(ending="*/*.parquet").replace("posts.", "posts/"))
    said = "'甲' || n as 正文, {} as 标题, date '2024-03-05' as 日期, n as 编号"
    months = {"2024-03": "nullif(n::varchar, '2')", "2024-04": "n", "2024-05": "''"}
    for month, title in months.items():
        place = study.write(f"posts/{month}/a.parquet", "")
        columns = said.format(title) if month != "2024-05" else "n as 标题"
        duckdb.sql(f"copy (select {columns} from range(3) as t(n)) to '{place}' (format parquet)")
    study.ingest()
    query = (
        "select source_file, _row_number, document_id, title_text, date_text, text, file_kind"
        " from raw.documents order by all"
    )
    assert study.rows(query) == [
        (f"posts/{month}/a.parquet", n + 1, str(n), title, "2024-03-05", f"甲{n}", "parquet")
        for month, titles in (("2024-03", ("0", "1", None)), ("2024-04", ("0", "1", "2")))
        for n, title in enumerate(titles)
    ]
    ((file, problem),) = study.rows("select source_file, problem_text from raw.unread_files")
    assert file == "posts/2024-05/a.parquet"
    assert "study.yml posts: The file has no column '日期'." in problem
    assert study.rows("select source_file, lines_data from raw.source_files order by 1") == [
        ("posts/2024-03/a.parquet", 3),
        ("posts/2024-04/a.parquet", 3),
        ("posts/2024-05/a.parquet", 0),
    ]


def test_texts_are_read_in_place_and_only_what_changed_is_read_anew(study, monkeypatch):
    from wenmai.text import collection, corpus

    read, masked = [], collection.mask_identifiers
    monkeypatch.setattr(
        collection, "mask_identifiers", lambda text, mark: read.append(text) or masked(text, mark)
    )
    row = corpus.document_row
    monkeypatch.setattr(
        corpus, "document_row", lambda place, *said, **more: read.append(place.source_file)
        or row(place, *said, **more)
    )  # fmt: skip
    years = FOLDER.replace("documents/*", "documents/*/*")
    study.declare(years + COLLECTION.format(ending="jsonl"))
    names = ["documents/2023/2023_沈阳_a.txt", "documents/2024/2024_沈阳_b.txt"]
    study.write(names[0], "甲")
    study.write(names[1], "乙")
    study.write("posts.jsonl", '{"正文": "丙", "日期": 2020}')
    study.ingest()
    assert sorted(read) == [*names, "丙"]
    parts = lambda: set((study.settings.build_file.parent / "texts").rglob("*.parquet"))  # noqa: E731
    first = parts()
    assert len(first) == 3
    query = "select schema_name from duckdb_views() where view_name = 'documents'"
    assert study.rows(query) == [("raw",)]
    files = study.rows("select * exclude (_load_id) from raw.source_files order by all")
    read.clear()
    # another folder's document, and nothing else
    study.write(names[1], "丁")
    study.ingest()
    assert read == [names[1]]
    assert study.rows("select text from raw.documents order by 1") == [("丁",), ("丙",), ("甲",)]
    now = study.rows("select * exclude (_load_id) from raw.source_files order by all")
    assert len(set(now) ^ set(files)) == 2
    assert len(parts() - first) == len(first - parts()) == 1
    # what is missed is written again, although no file of the user has changed
    (gone,) = parts() - first
    gone.unlink()
    study.ingest()
    assert read == [names[1]] * 2
    assert gone.is_file()
    # a full disk is no fault of a file: nothing is left out, and the rows are as they were
    study.write("posts.jsonl", '{"正文": "戊", "日期": 2020}')
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, "No space left on device")
        patch.setattr("pyarrow.parquet.ParquetWriter.write_batch", Mock(side_effect=full))
        with pytest.raises(WenmaiError, match="The disk is full"):
            study.ingest()
    assert study.rows("select text from raw.documents order by 1") == [("丁",), ("丙",), ("甲",)]
    # what no entry names any more does not stay
    study.declare(FOLDER.replace("documents/*", "documents/2023/*"))
    study.ingest()
    assert study.rows("select text from raw.documents") == [("甲",)]
    assert len(parts()) == 1


def test_a_damaged_memory_of_texts_is_read_anew_and_an_old_one_forgotten(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body>甲</body></html>", encoding="utf-8")
    cache = TextCache(tmp_path / "cache")
    assert cache.read(path, "hash").text == "甲"
    (entry,) = (tmp_path / "cache").glob("*/*.json")
    entry.write_text('{"text": 1', encoding="utf-8")
    assert cache.read(path, "hash").text == "甲"
    os.utime(entry, (0, 0))
    cache.prune()
    assert not entry.exists()


def test_a_memory_that_cannot_be_written_is_no_error(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body>甲</body></html>", encoding="utf-8")
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    assert TextCache(blocked).read(path, "hash").text == "甲"


def test_plain_text_is_not_copied(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    assert TextCache(tmp_path / "cache").read(path, "hash").text == "甲"
    assert not (tmp_path / "cache").exists()


def test_identifiers_inside_texts_are_masked_before_anything_is_written(study):
    text = "联系人电话13912345678，证件11010519491231002X，订单2024010112345678"
    page = f"<html><body>{text}</body></html>"
    study.declare(FOLDER + COLLECTION.format(ending="jsonl"))
    study.write("documents/2020_沈阳_a.html", page)
    post = {"正文": text, "标题": "甲", "日期": "2020", "编号": "1"}
    study.write("posts.jsonl", json.dumps(post, ensure_ascii=False))
    study.ingest()
    query = "select distinct text, masked_identifiers from raw.documents"
    assert study.rows(query) == [("联系人电话＊＊＊，证件＊＊＊，订单2024010112345678", 2)]
    # nor in what is remembered of costly files
    remembered = list((study.settings.build_file.parent / "extracted_texts").glob("*/*.json"))
    assert remembered and b"13912345678" not in b"".join(path.read_bytes() for path in remembered)
    said = FOLDER + "    mask_identifiers: false\n"
    said += COLLECTION.format(ending="jsonl") + "    mask_identifiers: false\n"
    study.declare(said)
    study.ingest()
    assert study.rows(query) == [(text, 0)]
