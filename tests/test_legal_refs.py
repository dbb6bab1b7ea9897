"""The law book of the house: every rule holds, every example comes out, every quotation is the official text."""

import subprocess
import sys
from pathlib import Path

import pytest

from consumer_app import paths
from consumer_app.domain.examples import surprises
from consumer_app.lawbook import load_examples, load_law_book, read_law_book
from consumer_app.lawbook_checks.rules import findings

LAW = read_law_book(paths.LEGAL_REFS)
EXAMPLES = load_examples(paths.LEGAL_REFS)
QUOTES = Path(__file__).parents[2] / "shared" / "tools" / "check-quotes"

SOUND_EXAMPLES = {
    "examples/plain.toml": """
title = "发霉"
today = 2026-06-10
dispute = "bad-food"
[answers]
bought_on = 2026-06-01
paid = 12.50
bad_food = true
[expected]
supported = ["refund"]
open = ["ten-times", "three-times"]
amounts = {refund = "12.50"}
must_not = ["three-times"]
""",
    "examples/parcel.toml": """
title = "丢件"
today = 2026-06-10
dispute = "lost-parcel"
[answers]
bought_on = 2026-06-01
[expected]
supported = ["carrier-pays"]
""",
}


def test_the_law_book_breaks_no_rule() -> None:
    assert [str(finding) for finding in findings(LAW, EXAMPLES)] == []


@pytest.mark.parametrize("slug", EXAMPLES)
def test_an_example_comes_out_as_it_says(slug: str) -> None:
    assert surprises(EXAMPLES[slug], LAW) == ()


@pytest.mark.skipif(not QUOTES.exists(), reason="the official texts are not beside this project")
def test_every_article_is_quoted_word_for_word() -> None:
    checked = subprocess.run(
        [sys.executable, str(QUOTES), str(paths.LEGAL_REFS.parent)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert checked.returncode == 0, checked.stdout


def test_a_small_book_with_its_examples_breaks_no_rule(write_law) -> None:
    folder = write_law(SOUND_EXAMPLES)
    assert findings(load_law_book(folder), load_examples(folder)) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("facts.toml", "[asked_on]", '[unused]\nkind = "yes_no"\nlabel = "x"\nquestion = "x？"\n[asked_on]', "facts.toml: unused: found a fact that nothing looks at"),
        ("facts.toml", 'question = "损失多少？"\n', "", "facts.toml: loss.question: found nothing"),
        ("statutes/parcel-rules-2019.toml", "until = 2025-06-01", "until = 2025-07-01", "statutes/parcel-rules-2019.toml: in_force_until: found 2025-07-01"),
        ("statutes/shopper-law.toml", 'source = "国家法律法规数据库"', 'source = " "', "statutes/shopper-law.toml: source: found nothing"),
        ("statutes/shopper-law.toml", "in_force_from = 2014-03-15", "in_force_from = 2031-03-15", "statutes/shopper-law.toml: in_force_from: found 2031-03-15"),
        ("claims/carrier-pays.toml", "basis.2018-05-01", "basis.2017-05-01", "claims/carrier-pays.toml: basis.2017-05-01: found parcel-rules:27"),
        ("excuses/badly-stored.toml", 'right_when = "确实没有冷藏"', 'right_when = ""', "excuses/badly-stored.toml: right_when: found nothing"),
        ("claims/refund.toml", 'formula = "price"', 'formula = "prise"', "claims/refund.toml: remedy.formula: found prise; right would be one of price"),
        ("claims/refund.toml", 'base = "whole"\n', "", "claims/refund.toml: remedy.base: found nothing"),
        ("claims/three-times.toml", "multiple.2014-03-15 = 3\n", "", "claims/three-times.toml: remedy.multiple: found nothing"),
        ("claims/refund.toml", 'less = ["refunded"]', 'less = ["bad_food"]', "claims/refund.toml: remedy.less: found bad_food (yes_no)"),
        ("claims/refund.toml", 'after = "received_on"', 'after = "paid"', "claims/refund.toml: deadline[1].after: found paid; right would be a date fact"),
        ("claims/refund.toml", 'basis = "shopper-law:24"\n', "", "claims/refund.toml: deadline[1]: found return-within without basis"),
        ("claims/refund.toml", 'day = "bought_on"', 'day = "paid"', "claims/refund.toml: day: found paid; right would be a date fact"),
        ("claims/ten-times.toml", 'is = "food"', 'is = "meal"', "claims/ten-times.toml: when[1]: found goods_kind (choice) is tested with is = meal; right would be one of food, bag"),
        ("claims/refund.toml", "is = true", 'is = "yes"', "claims/refund.toml: when[1]: found bad_food (yes_no) is tested with is = yes; right would be true or false"),
        ("claims/refund.toml", "is = true", "at_least = 3", "claims/refund.toml: when[1]: found bad_food (yes_no) is tested with at_least = 3"),
        ("wording.toml", "不(赔|退)", "不(赔|退", "wording.toml: expose.pattern: found"),
        ("channels/regulator.toml", "shopper.name", "shopper.nickname", "channels/regulator.toml: fields[1].fill: found shopper.nickname"),
        ("disputes/bad-food.toml", '"ten-times", ', "", "claims/ten-times.toml: found a claim that no dispute offers"),
        ("examples/plain.toml", '"12.50"}', '"13.00"}', "examples/plain.toml: expected.amounts: found refund = 12.50; right would be refund = 13.00"),
        ("examples/plain.toml", 'must_not = ["three-times"]', 'must_not = ["refund"]', "examples/plain.toml: expected.must_not: found refund is supported"),
        ("examples/plain.toml", "bad_food = true", "bad_fod = true", "examples/plain.toml: answers: found bad_fod"),
        ("examples/plain.toml", "bad_food = true", 'bad_food = "yes"', "examples/plain.toml: answers.bad_food: found 'yes'"),
        ("examples/plain.toml", "bought_on = 2026-06-01", "bought_on = 2031-06-01", "examples/plain.toml: bought_on: found future"),
        ("examples/parcel.toml", 'supported = ["carrier-pays"]', "", "claims/carrier-pays.toml: found no example expects it"),
    ],
)  # fmt: skip
def test_each_kind_of_rot_is_found_with_file_and_key(write_law, file, old, new, said) -> None:
    folder = write_law(SOUND_EXAMPLES)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    found = [str(finding) for finding in findings(read_law_book(folder), load_examples(folder))]
    assert any(line.startswith(said) for line in found), found


def test_a_text_with_unreliable_paragraphs_takes_no_paragraph(write_law) -> None:
    folder = write_law(SOUND_EXAMPLES)
    statute = folder / "statutes" / "food-law.toml"
    statute.write_text("paragraphs = false\n" + statute.read_text("utf-8"), "utf-8")
    found = [str(finding) for finding in findings(read_law_book(folder), load_examples(folder))]
    assert any("food-law says paragraphs = false, so cite article and item only" in line for line in found)
