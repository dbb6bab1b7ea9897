"""Every file that the site gives out: one charset, a Chinese name, and a plain name that says what it is."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from PIL import Image

from consumer_app.domain.case import EMPTY_CASE, Demand, Event, Moment

PLAIN = re.compile(r'filename="?([a-z][a-z0-9-]*[a-z0-9]\.[a-z]{2,4})"?(;|$)')


def answers(visitor: Any, *begin: str) -> Iterator[tuple[str, Any]]:
    """What every link gives that these pages and those behind them hold."""
    waiting, known = list(begin), set()
    while waiting:
        url = waiting.pop()
        if url in known or url.startswith("/law/"):
            continue
        known.add(url)
        page = visitor.get(url)
        yield url, page.answer
        waiting += [link for link in page.links if link.startswith(begin) and "?" not in link]


def test_every_answer_has_one_charset_and_every_file_a_name_that_any_program_can_read(visitor: Any) -> None:
    bought = EMPTY_CASE.order.model_copy(update={"ordered_at": Moment(at="2026-06-01", precision="day")})
    told = {
        "disputes": ("quality-defect",),
        "events": (Event(id="e1", what="坏了"),),
        "order": bought,
        "demands": (Demand(text="换一扇柜门"),),
    }
    case = EMPTY_CASE.model_copy(update=told)
    visitor.begin(case)
    photo = io.BytesIO()
    Image.new("RGB", (30, 20), "gray").save(photo, "JPEG")
    sent = {**visitor.get("/case/evidence").fields().to_dict(), "files": (io.BytesIO(photo.getvalue()), "柜门.jpg")}
    assert visitor.send("/case/evidence", sent, content_type="multipart/form-data").status == 303
    assert visitor.fill("/case/papers/letter/store", freeze="yes").status == 303
    saved = {}
    for url, answer in answers(visitor, "/case", "/examples/spoiled-food", "/templates/to-store"):
        assert answer.headers.get("Content-Type", "").count("charset=") <= 1, url
        said = answer.headers.get("Content-Disposition", "")
        if said.startswith("attachment"):
            plain = PLAIN.search(said)
            assert plain is not None, (url, said)
            name = re.search(r"filename\*=UTF-8''(\S+)", said)
            saved[plain[1]] = unquote(name[1]) if name else plain[1]
    endings = {"pdf", "docx", "txt", "html"}
    assert {f"juli-letter-2026-11-04.{ending}" for ending in endings} <= set(saved)
    assert saved["juli-letter-2026-11-04.pdf"].endswith("-2026-11-04.pdf")
    assert saved["juli-deadlines.ics"] == "据理-期限提醒.ics"
    assert "柜门.jpg" in saved.values()
    assert {"juli-example-letter.pdf", "juli-example-checklist.pdf", "to-store.txt"} <= set(saved)
