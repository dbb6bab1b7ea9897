"""Screenshots and photos on the short path: a few boxes, several files at once, captions on the same page, and one tap to go on without."""

import io
from typing import Any

import pytest
from PIL import Image
from werkzeug.datastructures import MultiDict

from consumer_app.domain.case import Case, Evidence
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.gathering import NOT_A_PICTURE, foremost
from consumer_app.domain.law import LawBook
from tests.web.full_path import story


def bare(slug: str) -> Case:
    return story(slug).model_copy(update={"evidence": (), "events": (), "promises": ()})


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 90), colour).save(out, "JPEG")
    return out.getvalue()


class Sender:
    """A shopper whose case has no evidence yet, at the page of the proof."""

    def __init__(self, visitor: Any) -> None:
        self.visitor = visitor
        _, self.opened = visitor.begin(bare("spoiled-food"))
        self.boxes = list(self.page.forms[-1].files)

    @property
    def page(self) -> Any:
        return self.visitor.get("/case/proof")

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        found: Case = self.visitor.storage.cases.open(self.opened.case_id, self.opened.dek).case
        return found.evidence

    def send(self, files: dict[str, list[tuple[bytes, str]]] | None = None, **typed: str) -> Any:
        """The page sent with these files in its boxes and these words in its captions."""
        fields: MultiDict[str, Any] = MultiDict(self.page.fields())
        for name, value in typed.items():
            fields[name] = value
        for box, several in (files or {}).items():
            for data, name in several:
                fields.add(box, (io.BytesIO(data), name))
        return self.visitor.send("/case/proof", fields, content_type="multipart/form-data")


@pytest.fixture
def sender(visitor: Any) -> Sender:
    return Sender(visitor)


def test_the_page_asks_for_two_or_three_pictures_of_this_dispute_and_can_be_skipped(
    sender: Sender, book: LawBook
) -> None:
    asked = [box for box in sender.boxes if box != "files-other"]
    assert 2 <= len({box for box in asked if box.startswith("files-")}) <= 3
    wanted = {f"files-{one.id}" for one in book.disputes["spoiled-food"].evidence}
    assert {box for box in asked if box.startswith("files-")} <= wanted
    page = sender.page
    assert "有截图或照片吗" in page.words
    assert "没有，先跳过" in page.words
    onward = sender.send()
    assert onward.status == 303
    assert f'href="{onward.leads_to}"' in page.html  # the button and the link lead to the same next page
    assert sender.evidence == ()


def test_several_photos_of_one_thing_are_one_exhibit_that_says_what_it_proves(sender: Sender, book: LawBook) -> None:
    box = sender.boxes[0]
    wanted = next(one for one in book.disputes["spoiled-food"].evidence if f"files-{one.id}" == box)
    sent = sender.send({box: [(picture("red"), "a.jpg"), (picture("blue"), "b.jpg")]})
    assert (sent.status, sent.leads_to) == (303, "/case/proof")
    (exhibit,) = sender.evidence
    assert (exhibit.title, exhibit.proves, exhibit.gathers) == (wanted.title, wanted.proves, wanted.id)
    assert [file.name for file in exhibit.files] == ["a.jpg", "b.jpg"]
    shown = sender.page
    assert "/case/evidence/x1/thumbnail" in shown.html
    assert shown.fields()["title-x1"] == wanted.title
    assert shown.fields()["proves-x1"] == wanted.proves
    assert "没有，先跳过" not in shown.words


def test_further_photos_of_the_same_thing_join_it_and_others_stand_alone(sender: Sender) -> None:
    box = sender.boxes[0]
    sender.send({box: [(picture("red"), "a.jpg")]})
    sender.send({box: [(picture("blue"), "b.jpg")], "files-other": [(picture("gray"), "小票.jpg")]})
    first, other = sender.evidence
    assert [file.name for file in first.files] == ["a.jpg", "b.jpg"]
    assert (other.title, other.gathers, other.proves) == ("小票", None, None)


def test_the_captions_are_changed_on_the_same_page_and_the_path_goes_on(sender: Sender) -> None:
    sender.send({"files-other": [(picture("gray"), "IMG_1.jpg")]})
    done = sender.send(**{"title-x1": "柜台小票", "proves-x1": "10月1日付了59.90元"})
    assert done.status == 303
    assert done.leads_to != "/case/proof"
    assert [(item.title, item.proves) for item in sender.evidence] == [("柜台小票", "10月1日付了59.90元")]
    sender.send(**{"title-x1": "", "proves-x1": ""})
    assert [(item.title, item.proves) for item in sender.evidence] == [("柜台小票", None)]


def test_of_several_files_a_bad_one_is_named_and_the_good_ones_are_there_to_be_described(sender: Sender) -> None:
    box = sender.boxes[0]
    answer = sender.send({box: [(picture("red"), "a.jpg"), ("这不是图片".encode(), "发票.jpg")]})
    assert answer.status == 422
    assert "「发票.jpg」这个文件其实不是图片" in answer.words
    assert "title-x1" in answer.fields()
    assert [file.name for item in sender.evidence for file in item.files] == ["a.jpg"]


def test_captions_typed_while_more_files_are_sent_are_kept_too(sender: Sender) -> None:
    sender.send({"files-other": [(picture("gray"), "IMG_1.jpg")]})
    sender.send({"files-other": [(picture("red"), "IMG_2.jpg")]}, **{"proves-x1": "付过款"})
    assert [item.proves for item in sender.evidence] == ["付过款", None]


def test_a_file_sent_with_a_stale_token_must_be_chosen_again(sender: Sender) -> None:
    fields = {"csrf_token": "x", "files-other": (io.BytesIO(picture("red")), "a.jpg")}
    answer = sender.visitor.send("/case/proof", fields, content_type="multipart/form-data")
    assert answer.status == 422
    assert "请把文件再选一次" in answer.words
    assert sender.evidence == ()


def test_every_kind_of_dispute_has_pictures_to_ask_for_and_they_do_not_change_when_one_is_gathered(
    real_law: LawBook,
) -> None:
    today = bare("spoiled-food").order.received_at
    assert today is not None
    day = today.first_day
    assert day is not None
    for slug in real_law.disputes:
        case = bare("spoiled-food").model_copy(update={"disputes": (slug,), "answers": {}})
        before = foremost(assess(case, real_law, day), real_law, 3)
        assert 1 <= len(before) <= 3, slug
        assert not {one.kind for one in before} & NOT_A_PICTURE, slug
        gathered = Evidence(id="x1", kind="photo", title="有了", gathers=before[0].id)
        after = foremost(assess(case.model_copy(update={"evidence": (gathered,)}), real_law, day), real_law, 3)
        assert after == before, slug


def test_of_two_disputes_the_first_picture_of_each_is_asked_for(real_law: LawBook) -> None:
    case = bare("spoiled-food").model_copy(update={"disputes": ("spoiled-food", "prepaid-shop-closed"), "answers": {}})
    day = case.order.received_at.first_day if case.order.received_at else None
    assert day is not None
    asked = [one.id for one in foremost(assess(case, real_law, day), real_law, 3)]
    lists = [
        [one.id for one in real_law.disputes[slug].evidence if one.kind not in NOT_A_PICTURE] for slug in case.disputes
    ]
    assert asked[0] in lists[0]
    assert asked[1] in lists[1]
