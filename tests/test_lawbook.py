"""Reading legal_refs/: what is right is read, and what is wrong is named with file, key, what was found and what would be right."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tomli

from consumer_app import paths
from consumer_app.domain.law import Citation, LawBook, in_force
from consumer_app.lawbook import LawBookError, load_examples, load_law_book, read_law_book


def faults(folder: Path) -> list[str]:
    with pytest.raises(LawBookError) as error:
        load_law_book(folder)
    return str(error.value).splitlines()


def test_a_book_is_read_whole_with_exact_numbers(write_law) -> None:
    law = load_law_book(write_law())
    assert set(law.claims) == {"ten-times", "three-times", "refund", "carrier-pays"}
    remedy = law.claims["ten-times"].remedy
    assert remedy is not None
    assert remedy.floor is not None
    assert remedy.floor.on(date(2026, 1, 1)) == Decimal(1000)
    assert law.calendars[2026].workdays


def test_a_replaced_text_stands_beside_the_new_one_and_each_has_its_days(write_law) -> None:
    law = load_law_book(write_law())
    assert len(law.texts["parcel-rules"]) == 2
    today = date(2026, 11, 21)
    new = in_force(law, Citation.parse("parcel-rules:28"), date(2025, 6, 1), today)
    old = in_force(law, Citation.parse("parcel-rules:27"), date(2025, 5, 31), today)
    assert new is not None
    assert old is not None
    assert (new.in_force_until, old.in_force_until) == (None, date(2025, 6, 1))
    assert in_force(law, Citation.parse("parcel-rules:27"), date(2018, 4, 30), today) is None


SHARED = """
title = "都要的"
when = [{ fact = "bad_food", is = true }]
unless = [{ fact = "label_flaw", is = true }]
contested = [{ fact = "goods_kind", is = "bag" }]
burden = { shopper = "买过", basis = "shopper-law:55" }
caution = [{ text = "先拍照。" }]
deadline = [
  { id = "shared-days", title = "都有的期限", who = "seller", after = "bought_on", count = 3, unit = "year", basis = "shopper-law:55" },
]
"""


def sharing(write_law, shared: str) -> Path:
    """The invented law book, whose refund shares that entry."""
    folder = write_law({"common/shared.toml": shared})
    claim = folder / "claims" / "refund.toml"
    claim.write_text('common = ["shared"]\n' + claim.read_text("utf-8"), "utf-8")
    return Path(folder)


def test_a_claim_has_what_it_shares_after_its_own(write_law) -> None:
    own = load_law_book(write_law()).claims["refund"]
    read = load_law_book(sharing(write_law, SHARED)).claims["refund"]
    assert read.when[:-1] == own.when
    assert [test.fact for test in read.when[-1].tests] == ["bad_food"]
    assert [test.fact for test in read.unless[-1].tests] == ["label_flaw"]
    assert [test.fact for test in read.contested[-1].tests] == ["goods_kind"]
    assert [caution.text for caution in read.caution] == ["先拍照。"]
    assert [deadline.id for deadline in read.deadline] == ["return-within", "shared-days"]
    assert own.burden is None
    assert read.burden is not None
    assert read.burden.shopper == "买过"


def test_what_says_for_whom_a_claim_is_comes_first_and_its_cautions_and_days_still_last(write_law) -> None:
    read = load_law_book(sharing(write_law, f"first = true\n{SHARED.replace('bad_food', 'lied')}")).claims["refund"]
    assert [test.fact for one in read.when for test in one.tests] == ["lied", "bad_food"]
    assert [deadline.id for deadline in read.deadline] == ["return-within", "shared-days"]


def test_a_burden_of_its_own_stands_instead_of_the_shared_one(write_law) -> None:
    folder = sharing(write_law, SHARED)
    claim = folder / "claims" / "refund.toml"
    claim.write_text('burden.shopper = "票据"\n' + claim.read_text("utf-8"), "utf-8")
    burden = load_law_book(folder).claims["refund"].burden
    assert burden is not None
    assert (burden.shopper, burden.basis) == ("票据", None)


def test_a_claim_is_taken_apart_again_as_it_was_put_together(real_law: LawBook) -> None:
    """What a fault is named by: the claim's own file holds what it says itself, and no more."""
    raw = {path.stem: tomli.loads(path.read_text("utf-8")) for path in (paths.LEGAL_REFS / "claims").glob("*.toml")}
    for slug, claim in real_law.claims.items():
        own = claim.as_written(real_law.common)
        for key in ("when", "unless", "contested", "caution", "deadline"):
            assert len(getattr(own, key)) == len(raw[slug].get(key, ())), (slug, key)
        assert (own.burden is None) is ("burden" not in raw[slug]), slug


@pytest.mark.parametrize(
    ("what", "wrong", "named"),
    [
        ('fact = "label_flaw"', 'fact = "label_flow"', "unless[1]: found label_flow; right would be a fact declared"),
        ('is = "bag"', 'is = "bug"', "contested[1]: found goods_kind (choice) is tested with is = bug"),
        ('count = 3, unit = "year", basis = "shopper-law:55"', 'count = 3, unit = "year", basis = "shopper-law:56"', "deadline[1].basis: found shopper-law:56"),
        ('shopper = "买过", basis = "shopper-law:55"', 'basis = "shopper-law:57"', "burden.basis: found shopper-law:57"),
        ('after = "bought_on"', 'after = "paid"', "deadline[1].after: found paid; right would be a date fact"),
        ('text = "先拍照。"', 'txt = "先拍照。"', "caution[1].text: found nothing"),
    ],
)  # fmt: skip
def test_a_fault_in_what_is_shared_is_named_once_where_it_stands(write_law, what: str, wrong: str, named: str) -> None:
    assert what in SHARED
    folder = sharing(write_law, SHARED.replace(what, wrong))
    claim = folder / "claims" / "three-times.toml"
    claim.write_text('common = ["shared"]\n' + claim.read_text("utf-8"), "utf-8")
    found = faults(folder)
    assert [line for line in found if line.startswith(f"common/shared.toml: {named}")] == found[:1]
    assert not [line for line in found if line.startswith("claims/")]


def test_a_deadline_is_not_both_shared_and_the_claims_own(write_law) -> None:
    folder = sharing(write_law, SHARED.replace('"shared-days"', '"return-within"'))
    (line,) = faults(folder)
    said = "claims/refund.toml: deadline: found return-within; right would be an id used once, also by what the claim shares"
    assert line == said


def test_the_number_of_a_faulty_condition_is_its_place_in_its_own_file(write_law) -> None:
    folder = sharing(write_law, f"first = true\n{SHARED}")
    claim = folder / "claims" / "refund.toml"
    claim.write_text(claim.read_text("utf-8").replace('fact = "bad_food"', 'fact = "bad_fod"'), "utf-8")
    assert faults(folder) == ["claims/refund.toml: when[1]: found bad_fod; right would be a fact declared in facts/"]


def test_conditions_that_nobody_shares_and_a_share_in_nothing_are_named(write_law) -> None:
    unused = "common/shared.toml: found shared by no claim; right would be a claim that names it under common"
    folder = write_law({"common/shared.toml": SHARED})
    assert faults(folder) == [unused]
    claim = folder / "claims" / "refund.toml"
    claim.write_text('common = ["shard"]\n' + claim.read_text("utf-8"), "utf-8")
    assert faults(folder) == [unused, "claims/refund.toml: common: found shard; right would be one of shared"]
    claim.write_text('common = ["shared", "shared"]\n' + claim.read_text("utf-8").partition("\n")[2], "utf-8")
    assert faults(folder) == ["claims/refund.toml: common: found shared twice; right would be each name once"]


def test_the_revision_changes_with_any_file(write_law) -> None:
    before = load_law_book(write_law()).revision
    assert load_law_book(write_law()).revision == before
    assert load_law_book(write_law({"wording/threat.toml": ""})).revision != before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("claims/refund.toml", 'asks = "refund"', 'asks = "money"', "claims/refund.toml: asks: found 'money'; right would be"),
        ("claims/refund.toml", 'request = ', 'reqeust = "x"\nrequest = ', "claims/refund.toml: reqeust: found an unknown key; right would be one of title"),
        ("claims/refund.toml", 'title = "退款"\n', "", "claims/refund.toml: title: found nothing; right would be this key is needed"),
        ("claims/refund.toml", 'title = "退款"', 'title = "退款"\ntitle = "再来"', "claims/refund.toml: title: found written twice"),
        ("claims/refund.toml", 'unit = "natural_day"', 'unit = "days"', "claims/refund.toml: deadline[1].unit: found 'days'"),
        ("claims/refund.toml", "count = 7", 'count = "seven"', "claims/refund.toml: deadline[1].count: found 'seven'"),
        ("claims/refund.toml", "shopper-law:24\"]", "shopper-law:24-1\"]", "claims/refund.toml: basis"),
        ("claims/refund.toml", "shopper-law:24\"]", "shopper-law:25\"]", "claims/refund.toml: basis: found shopper-law:25; right would be an article that is quoted in statutes/shopper-law.toml: 24, 55"),
        ("claims/refund.toml", "shopper-law:24\"]", "shoper-law:24\"]", "claims/refund.toml: basis: found shoper-law:24; right would be a statute"),
        ("claims/ten-times.toml", "food-law:148.2", "food-law:148.3", "claims/ten-times.toml: basis: found food-law:148.3; right would be a paragraph up to 2"),
        ("claims/ten-times.toml", "food-law:148.2", "food-law:34(3)", "claims/ten-times.toml: basis: found food-law:34(3)"),
        ("claims/ten-times.toml", 'fact = "bad_food"', 'fact = "bad_fod"', "claims/ten-times.toml: when[2]: found bad_fod; right would be a fact declared in facts/"),
        ("claims/ten-times.toml", '"three-times"', '"two-times"', "claims/ten-times.toml: excludes: found two-times; right would be a claim: a file claims/two-times.toml"),
        ("claims/ten-times.toml", "2015-10-01 = 1000", "2015-13-01 = 1000", "claims/ten-times.toml"),
        ("disputes/bad-food.toml", '"refund"]', '"refnd"]', "disputes/bad-food.toml: claims: found refnd"),
        ("disputes/bad-food.toml", '"store", ', '"shop", ', "disputes/bad-food.toml: channels: found shop; right would be a file channels/shop.toml"),
        ("channels/regulator.toml", '"association"', '"nobody"', "channels/regulator.toml: closes: found nobody"),
        ("calendars/2026.toml", "year = 2026", "year = 2031", "calendars/2026.toml: year: found 2031; right would be 2026"),
        ("facts/shop.toml", 'kind = "date"\nuntold = true\nfrom = "order.ordered_at"', 'kind = "day"\nuntold = true\nfrom = "order.ordered_at"', "facts/shop.toml: bought_on.kind: found 'day'"),
        ("statutes/food-law.toml", "in_force_from = 2015-10-01", 'in_force_from = "soon"', "statutes/food-law.toml: in_force_from: found 'soon'"),
        ("claims/refund.toml", 'other_side = "对方会说没有问题；有照片就说得清。"\n', "", "claims/refund.toml: other_side: found nothing; right would be one sentence: what the other side will say, and what answers it"),
        ("claims/refund.toml", 'request = "退还{amount}"\n', "", "claims/refund.toml: request: found nothing; right would be this key is needed"),
        ("claims/refund.toml", 'ground = "商品不符合要求的，经营者应当退货。"\n', 'ground = " "\n', "claims/refund.toml: ground: found nothing; right would be the rule as one sentence"),
        ("claims/refund.toml", '[[when]]\n', '[[contested]]\nfact = "bad_fod"\nis = true\n[[when]]\n', "claims/refund.toml: contested[1]: found bad_fod; right would be a fact declared in facts/"),
        ("claims/refund.toml", '[remedy]\n', '[least]\nformula = "prise"\n[remedy]\n', "claims/refund.toml: least.formula: found prise; right would be one of price"),
        ("claims/refund.toml", '[remedy]\n', '[least]\nformula = "price"\nbase = "whole"\nless = ["bad_food"]\n[remedy]\n', "claims/refund.toml: least.less: found bad_food (yes_no)"),
        ("claims/refund.toml", 'request = "', 'certainty = "unsure"\nrequest = "', "claims/refund.toml: certainty: found 'unsure'"),
        ("wording/threat.toml", "[[rule]]", "[[rules]]", "wording/threat.toml: rules: found an unknown key; right would be only [[rule]]"),
    ],
)  # fmt: skip
def test_a_fault_names_file_key_what_was_found_and_what_would_be_right(write_law, file, old, new, said) -> None:
    text = (write_law() / file).read_text("utf-8")
    assert old in text
    found = faults(write_law({file: text.replace(old, new)}))
    assert any(line.startswith(said) for line in found), found


@pytest.mark.parametrize(
    ("file", "key"), [("pairs.toml", "pair"), ("groups.toml", "group"), ("wording/threat.toml", "rule")]
)
@pytest.mark.parametrize("value", ["5", '"ab"', "{ title = 1 }", "2026-01-01", "true"])
def test_what_ought_to_be_a_list_and_is_none_is_named_once(write_law, file: str, key: str, value: str) -> None:
    found = faults(write_law({file: f"{key} = {value}"}))
    assert len(found) == 1
    assert found[0].startswith(f"{file}: {key}: found ")
    assert found[0].endswith(f"right would be a list: [[{key}]]")


def test_a_folder_that_is_named_like_a_file_is_named(write_law) -> None:
    folder = write_law()
    (folder / "common" / "folder.toml").mkdir(parents=True)
    assert "common/folder.toml: found a folder; right would be a file" in faults(folder)


def test_every_fault_is_named_not_only_the_first(write_law) -> None:
    found = faults(write_law({"claims/refund.toml": 'title = "x"', "platforms/taobao.toml": "title = 3"}))
    assert {line.split(":")[0] for line in found} == {"claims/refund.toml", "platforms/taobao.toml"}


def test_a_fact_stands_in_one_file_and_its_file_is_known(write_law) -> None:
    extra = '[weight]\nkind = "number"\nlabel = "重量"\nquestion = "多重？"\n'
    book = read_law_book(write_law({"facts/scales.toml": extra}))
    assert (book.file_of("weight"), book.file_of("paid")) == ("facts/scales.toml", "facts/shop.toml")
    assert list(book.facts).index("weight") == 0, "facts come in the order of their files, then of their places"
    (line,) = faults(write_law({"facts/weights.toml": extra}))
    assert line == (
        "facts/weights.toml: weight: found declared in facts/scales.toml too; right would be each in one file"
    )


@pytest.mark.parametrize("content", ["title = ", "[[", '"\\q"', "a = 1\na.b = 2"])
def test_a_file_that_is_no_toml_is_named_with_its_line(write_law, content: str) -> None:
    (line,) = faults(write_law({"platforms/taobao.toml": content}))
    assert line.startswith("platforms/taobao.toml")


LINES = """title = "退款"
when = [
  { fact = "bad_food", is = true },
  { fact = "lied", is = true },
]

burden.shopper = "买过"
burden.seller = "合格"
"""


@pytest.mark.parametrize(
    ("what", "wrong", "said"),
    [
        ('{ fact = "bad_food", is = true },', '{ fact = "bad_food", is = true }', "line 4: found '{ fact = \"lied\", is = true },': Unclosed array"),
        ('"bad_food", is', '"bad_food" is', "line 3: found '{ fact = \"bad_food\" is = true },': Unclosed inline table"),
        ('"bad_food", is', '"bad_food", fact = "lied", is', "fact: found written twice (line 3: "),
        ("burden.seller", "burden.shopper", "burden.shopper: found written twice (line 8: "),
        ("\nburden.seller", '\nwhen = [\n  { fact = "lied", is = true },\n]\nburden.seller', "when: found written twice (line 10: ])"),
        ("\nburden.seller", '\n[[when]]\nfact = "lied"\nburden.seller', "when: found written twice (line 8: [[when]])"),
        ("\nburden.seller", '\n[burden]\nseller', "burden: found written twice (line 8: [burden])"),
    ],
)  # fmt: skip
def test_a_slip_in_a_list_is_named_with_its_line_or_key(write_law, what: str, wrong: str, said: str) -> None:
    assert what in LINES
    found = faults(write_law({"claims/refund.toml": LINES.replace(what, wrong, 1)}))
    assert found[0].startswith(f"claims/refund.toml: {said}"), found
    right = "each key once" if "twice" in said else "a comma after each part, and every { and [ closed"
    assert found[0].endswith(f"right would be {right}")


def test_a_file_in_another_encoding_is_said_to_be_so(write_law) -> None:
    folder = write_law()
    (folder / "platforms" / "taobao.toml").write_bytes('title = "淘宝"'.encode("gbk"))
    assert any("UTF-8" in line for line in faults(folder))


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert "no such folder" in faults(tmp_path / "nowhere")[0]


def test_an_example_is_read_with_its_case_and_what_it_expects(write_law) -> None:
    folder = write_law(
        {
            "examples/plain.toml": """
title = "发霉"
today = 2026-06-10
dispute = "bad-food"
[answers]
bought_on = 2026-06-01
affected = 12.50
bad_food = true
[case.order]
no = "123"
[expected]
settled = ["refund"]
amounts = {refund = "12.50"}
""",
            "examples/story/case.json": '{"v": 1, "disputes": ["bad-food"]}',
            "examples/story/expected.toml": 'title = "故事"\ntoday = 2026-06-10\nopen = ["refund"]\n',
        }
    )
    examples = load_examples(folder)
    assert set(examples) == {"plain", "story"}
    assert examples["plain"].case.answers["affected"] == Decimal("12.50")
    assert examples["plain"].case.order.no == "123"
    assert examples["plain"].expected.amounts == {"refund": Decimal("12.50")}
    assert (examples["story"].files, examples["story"].expected.open) == (True, ("refund",))


def test_an_example_with_an_unknown_expectation_is_a_fault(write_law) -> None:
    folder = write_law({"examples/bad.toml": 'title = "x"\ntoday = 2026-06-10\n[expected]\nsuported = ["refund"]\n'})
    with pytest.raises(LawBookError, match=r"examples/bad.toml: expected.suported: found an unknown key"):
        load_examples(folder)


def test_the_books_of_the_house_are_read() -> None:
    law = load_law_book(paths.LEGAL_REFS)
    assert law.statutes
    assert len(law.revision) == 16
    load_examples(paths.LEGAL_REFS)
