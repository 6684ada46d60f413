"""Cutting texts on the mill: the same terms as here, whole parts or none, and nothing twice."""

import hashlib
import random
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wenmai.errors import WenmaiError
from wenmai.mill import Mill, mill_of
from wenmai.settings import Settings
from wenmai.text.batches import SegmenterSpec, segment
from wenmai.text.incremental import SEGMENTED, segmented_batch
from wenmai.text.mill_parts import grind, why_not

SPEC = SegmenterSpec({"冰雪旅游": None}, ("的",))
CODE = SPEC.make().segmentation_hash
WORDS = ("冰雪旅游", "文化产业", "数字经济", "的", "博物馆", "沈阳", "创新", "演艺市场")


def texts_of(con, n=12, n_words=60):
    drawn = random.Random(1)
    rows = ["".join(drawn.choices(WORDS, k=n_words)) + "。" for _ in range(n)]
    con.execute("create table texts (content_hash varchar, text varchar, n_characters bigint)")
    said = [(hashlib.sha256(text.encode()).hexdigest(), text, len(text)) for text in rows]
    con.executemany("insert into texts values (?, ?, ?)", said)
    return con.table("texts")


def cut_here(texts):
    rows = texts.order("content_hash").select("content_hash, text").fetchall()
    return pa.Table.from_batches([segmented_batch(p, CODE) for p in segment(rows, SPEC)])


def ground(con, texts, mill, characters=200):
    given = {"segmentation_hash": CODE, "schema": SEGMENTED, "batched": segmented_batch}
    given["characters_per_part"] = characters
    return pa.Table.from_batches(list(grind(con, texts, SPEC, mill, **given)), schema=SEGMENTED)


class ByHand(Mill):
    """A mill that does what Spark does with a part, in this process, and then breaks down."""

    def session(self):
        from contextlib import nullcontext

        mill, left = self, [3]

        class Session:
            class conf:  # noqa: N801
                set = staticmethod(lambda *said: None)

            @property
            def read(self):
                return self

            def parquet(self, place):
                self.table = pq.read_table(place)
                return self

            def repartition(self, n):
                return self

            def mapInArrow(self, cut, schema):  # noqa: N802
                self.cut = cut
                return self

            @property
            def write(self):
                return Writer(self)

        class Writer:
            def __init__(self, session):
                self.session = session

            def mode(self, said):
                return self

            def parquet(self, place):
                if left[0] == 0:
                    raise WenmaiError(f"The mill {mill.url} broke down.")
                left[0] -= 1
                Path(place).mkdir()
                found = pa.Table.from_batches(self.session.cut(self.session.table.to_batches()))
                pq.write_table(found, f"{place}/part-0.parquet")
                Path(place, "_SUCCESS").touch()

        return nullcontext(Session())


def test_a_run_takes_up_what_another_had_done_and_cuts_as_is_cut_here(tmp_path):
    con = duckdb.connect()
    texts = texts_of(con)
    mill = ByHand("spark://by-hand:7077", tmp_path)
    with pytest.raises(WenmaiError, match="broke down"):
        ground(con, texts, mill)
    done = {file: file.stat().st_mtime_ns for file in tmp_path.glob("texts/*/out/_SUCCESS")}
    assert len(done) == 3
    while True:  # three parts a run
        try:
            found = ground(con, texts, mill)
            break
        except WenmaiError:
            continue
    assert all(file.stat().st_mtime_ns == at for file, at in done.items())
    assert found.to_pylist() == cut_here(texts).to_pylist()
    assert not list(tmp_path.glob("texts/*/in.parquet"))  # no text stays on the shared disk
    # other texts are other parts, and what nobody asks for any more goes
    fewer = texts.order("content_hash").limit(1)
    assert ground(con, fewer, mill).num_rows == 1
    assert len(list(tmp_path.glob("texts/*"))) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda part: (part / "out/_SUCCESS").unlink(), "no _SUCCESS"),
        (lambda part: (part / "manifest.json").unlink(), "no manifest"),
        (
            lambda part: pq.write_table(pa.table({"x": [1]}), part / "out/part-0.parquet"),
            "schema",
        ),
        (lambda part: _rewrite(part, slice(1, None)), "11 of 12 texts in 11 rows"),
        (lambda part: _rewrite(part, slice(None), twice=True), "12 of 12 texts in 24 rows"),
        (lambda part: None, ""),
    ],
)
def test_a_part_that_is_not_whole_is_not_used(tmp_path, change, reason):
    con = duckdb.connect()
    texts = texts_of(con)
    ground(con, texts, ByHand("spark://by-hand:7077", tmp_path), characters=10**9)
    (part,) = tmp_path.glob("texts/*")
    hashes = [row[0] for row in texts.order("content_hash").select("content_hash").fetchall()]
    change(part)
    assert why_not(con, part, hashes, SEGMENTED) == reason


def _rewrite(part, kept, twice=False):
    file = part / "out/part-0.parquet"
    rows = pq.read_table(file).to_pylist()[kept]
    pq.write_table(pa.Table.from_pylist(rows * (1 + twice), schema=SEGMENTED), file)


def test_a_mill_that_does_not_answer_is_one_sentence_and_no_secret_is_told(tmp_path):
    settings = Settings.from_env(
        {"WENMAI_MILL": "spark://127.0.0.1:1", "WENMAI_MILL_PROPERTIES": "p", "WENMAI_HOME": "/h"}
    )
    mill = mill_of(settings)
    assert (str(mill.path), str(mill.properties)) == ("/h/build/mill", "/h/p")
    with pytest.raises(WenmaiError, match="does not answer; what is published stays") as told:
        mill.knock()
    assert "没有应答；已发布的版本未受影响" in told.value.text("zh")
    (tmp_path / "p").write_text("# of the bureau\nspark.authenticate.secret  xyzzy\n")
    kept = Mill("spark://mill:7077", tmp_path, tmp_path / "p")
    assert kept.read_properties() == {"spark.authenticate.secret": "xyzzy"}
    assert "xyzzy" not in repr(kept)
    with pytest.raises(WenmaiError, match="There is no file q"):
        Mill("spark://mill:7077", tmp_path, tmp_path / "q").read_properties()
