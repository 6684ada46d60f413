"""Write a study of documents of the demo's grammar: ``python -m benchmarks.text_corpus FOLDER N``.

Document after document goes to the file, so a corpus of any size needs little memory.
"""

import json
import sys
from pathlib import Path
from random import Random

import yaml

from demo.document_grammar import THEMES, compose, pick, softmax
from demo.document_vocabulary import TITLES
from demo.northeast_cities import CITIES

# One text of the grammar is short; four make the length of a usual policy, about 2,500 characters.
TEXTS_PER_DOCUMENT = 4
FIRST_YEAR, LAST_YEAR = 2015, 2024
PROVINCE = "辽宁省"
ISSUERS = [city for city in CITIES if city.province == PROVINCE]
STUDY_CODE, FILE_NAME = "texts", "documents.jsonl"
STUDY = {
    "code": STUDY_CODE,
    "name": {"zh": "文本", "en": "Texts"},
    "years": {"first": FIRST_YEAR, "last": LAST_YEAR},
    "units": {"level": "prefecture", "within": [PROVINCE]},
    "documents": [
        {
            "code": "all",
            "files": FILE_NAME,
            "fields": {name: name for name in ("id", "text", "title", "date", "issuer", "type")},
            "source": "grammar of the demo",
        }
    ],
}


def corpus_file(landing: Path) -> Path:
    """Return where the documents of a landing folder stand."""
    return landing / STUDY_CODE / FILE_NAME


def document(number: int, version: int) -> dict[str, str]:
    """Return the same document for the same number and version."""
    random = Random(f"{number}/{version}")
    document_type, city = pick(random, list(TITLES)), pick(random, ISSUERS)
    titles, parts = [], []
    for _ in range(TEXTS_PER_DOCUMENT):
        mixture = softmax([3 * random.random() for _ in THEMES])
        title, paragraphs = compose(random, document_type, city.name, mixture)
        titles.append(title)
        parts += [title, *paragraphs]
    year = FIRST_YEAR + number % (LAST_YEAR - FIRST_YEAR + 1)
    return {
        "id": f"{number:06d}",
        "text": "\n".join(parts),
        "title": titles[0],
        "date": f"{year}-01-02",
        "issuer": city.name,
        "type": document_type,
    }


def write(landing: Path, count: int, changed_every: int = 0) -> None:
    """Write documents 0 … count - 1; every so-manieth has a new version."""
    path = corpus_file(landing)
    path.parent.mkdir(parents=True, exist_ok=True)
    study = yaml.safe_dump(STUDY, allow_unicode=True)
    (path.parent / "study.yml").write_text(study, encoding="utf-8")
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            version = int(changed_every > 0 and number % changed_every == 0)
            file.write(json.dumps(document(number, version), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:]))
