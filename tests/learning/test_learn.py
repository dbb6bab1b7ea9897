"""What the told texts of a law book teach is written as one artefact, the same each time, and check-refs knows when it is out of date."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from consumer_app.cli import main
from consumer_app.domain.listening.ears import from_bytes
from consumer_app.domain.listening.facts import facts_said
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.lawbook import LEARNED, LawBookError, load_law_book, read_law_book
from consumer_app.lawbook_checks.listening import findings_of_listening
from consumer_app.told_texts import told_texts

KINDS = {
    "disputes/bad-food": ["火腿肠发霉了", "食品变质", "吃的坏了有味道", "酸奶馊了", "面包长毛", "打开罐头是臭的", "牛奶结块", "肉坏了"],
    "disputes/lost-parcel": ["快递丢了", "包裹不见了", "快递员弄丢包裹", "件找不到了", "显示签收没收到", "丢件了", "包裹没影了", "快递没了"],
    "elsewhere/salary": ["老板拖欠工资", "工资不发", "三个月没发工资", "欠薪", "工钱不给", "不给结工资", "工资拖着", "讨薪"],
    "disputes/none": ["天气不错", "你好", "谢谢", "在吗"],
    "replies/badly-stored": ["是您保存不当", "没放冰箱才坏的", "您自己没放好", "天热放坏的", "存放问题", "没冷藏", "保管不善", "放太久"],
}  # fmt: skip
WriteLaw = Callable[..., Path]


def told(changes: dict[str, str] | None = None) -> dict[str, str]:
    """Files of told texts, each by two writers."""
    files = {}
    for name, texts in KINDS.items():
        lines = [f'  {{ by = "w{n % 2}", text = "{text}" }},' for n, text in enumerate(texts)]
        files[f"told/{name}.toml"] = "told = [\n" + "\n".join(lines) + "\n]\n"
    marked = [
        f'  {{ by = "w{n % 3}", says = [["bad_food", "yes", "发霉了"]], text = "{before}，发霉了，{after}" }},'
        for n, (before, after) in enumerate(product(("昨天到的", "打开一看", "刚买的"), ("真气人", "怎么吃", "恶心")))
    ]
    files["told/facts/bad-food.toml"] = "told = [\n" + "\n".join(marked) + "\n]\n"
    return {**files, **(changes or {})}


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small law book with told texts, after learning."""
    from tests.conftest import written

    folder = written(tmp_path_factory.mktemp("learned") / "legal_refs", told())
    assert main(["learn", str(folder)]) == 0
    return folder


def test_learning_teaches_kinds_replies_and_answers_and_the_book_hears_by_it(learned: Path) -> None:
    book = load_law_book(learned)
    assert set(from_bytes(book.learned)[0]) == {"kinds", "replies", "answers"}
    assert suggest("我的快递怎么丢了", book).disputes[0].id == "lost-parcel"
    assert suggest("工资还没发", book).elsewhere[0].id == "salary"
    assert [(one.fact, one.value, one.quote) for one in facts_said("怎么办，发霉了", book, None, {"bad_food"})] == [
        ("bad_food", True, "发霉了")
    ]


def test_learning_again_writes_the_same_and_nothing_is_found_wrong(learned: Path) -> None:
    before = (learned / LEARNED).read_bytes()
    assert main(["learn", str(learned)]) == 0
    assert (learned / LEARNED).read_bytes() == before
    assert findings_of_listening(told_texts(learned), load_law_book(learned)) == ()


def test_a_text_that_was_added_makes_what_was_learned_out_of_date(learned: Path) -> None:
    path = learned / "told/elsewhere/salary.toml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("told = [\n", 'told = [\n  { by = "w1", text = "老板跑了" },\n'), "utf-8")
    (found,) = findings_of_listening(told_texts(learned), read_law_book(learned))
    path.write_text(before, "utf-8")
    assert str(found).startswith("learned.bin: found learned from ")
    assert "consumer-app learn" in found.right


@pytest.mark.parametrize(
    ("name", "line", "finding"),
    [
        ("disputes/bad-food", '{ by = "w", text = "打13812345678" }', "text: found a telephone number"),
        ("disputes/bad-food", '{ by = "w", text = "订单2026060112345678" }', "text: found an order number"),
        ("disputes/bad-food", '{ by = "w", text = "写信a.b@c.com" }', "text: found an e-mail address"),
        ("disputes/bad-food", '{ by = "w", text = "坏了", also = ["lost"] }', "also: found lost"),
        ("disputes/bad-food", '{ by = "w", text = "食品变质" }', "text: found '食品变质' 2 times"),
        ("disputes/gone", '{ by = "w", text = "没有这种" }', "also: found gone"),
        ("disputes/bad-food", '{ text = "坏了" }', "told[1].by: found"),
        ("disputes/bad-food", '{ by = "w", txt = "坏了" }', "told[1]."),
        ("disputes/bad-food", '{ by = "w", text = ', ": found"),
        (
            "facts/bad-food",
            '{ by = "w", says = [["bad_food", "maybe", "坏"]], text = "坏了" }',
            "says: found bad_food maybe",
        ),
        ("facts/bad-food", '{ by = "w", says = [["bad_food", "yes", "臭"]], text = "坏了" }', "says: found '臭'"),
        ("facts/bad-food", '{ by = "w", says = [["nothing", "yes", "坏"]], text = "坏了" }', "says: found nothing"),
        ("facts/gone", '{ by = "w", text = "坏了" }', ": found gone"),
        ("facts/bad-food", '{ by = "w", text = "打13812345678" }', "text: found a telephone number"),
        ("sentences/x", '{ by = "w", says = [["bad_food", "maybe"]], text = "坏了" }', "says: found bad_food maybe"),
        ("other/x", '{ by = "w", text = "坏了" }', ": found another folder"),
        ("disputes/lost-parcel", None, "told: found 1 texts"),
    ],
)
def test_a_told_text_that_is_wrong_is_named_with_its_file(
    write_law: WriteLaw, name: str, line: str | None, finding: str
) -> None:
    file = f"told/{name}.toml"
    whole = told().get(file, "told = [\n]\n")
    text = whole.replace("told = [\n", f"told = [\n  {line},\n") if line else 'told = [{ by = "w", text = "丢了" }]'
    folder = write_law(told({file: text}))
    found = [str(one) for one in findings_of_listening(told_texts(folder), read_law_book(folder))]
    assert any(one.startswith(file) and finding in one for one in found), found


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        ("told = 5", "told: found 5; right would be a list"),
        ('told = "ab"', "told: found 'ab'; right would be a list"),
        ("[told]\ntext = 1", "told: found {'text': 1}; right would be a list"),
        ("told = [5]", "told[1]"),
        ('told = [{ by = "w", text = " " }]', "told[1].text: found ' '"),
        ('told = [{ by = "", text = "坏了" }]', "told[1].by: found ''"),
        ('told = [{ by = "w", text = 2026-01-01 }]', "told[1].text: found datetime.date(2026, 1, 1)"),
    ],
)
def test_a_told_file_of_the_wrong_kind_is_named_and_not_fallen_over(
    write_law: WriteLaw, content: str, finding: str
) -> None:
    folder = write_law(told({"told/disputes/bad-food.toml": content}))
    (folder / "told" / "replies" / "folder.toml").mkdir()
    found = [str(one) for one in findings_of_listening(told_texts(folder), read_law_book(folder))]
    assert any(one.startswith(f"told/disputes/bad-food.toml: {finding}") for one in found), found
    assert "told/replies/folder.toml: found a folder; right would be a file" in found


def test_a_book_whose_learned_file_is_broken_is_not_used_and_says_why(write_law: WriteLaw) -> None:
    folder = write_law({})
    (folder / LEARNED).write_bytes(b"broken")
    with pytest.raises(LawBookError, match=r"learned\.bin: found not what learning writes"):
        load_law_book(folder)


def test_learning_anew_mends_a_learned_file_that_is_broken(write_law: WriteLaw) -> None:
    folder = write_law(told())
    (folder / LEARNED).write_bytes(b"broken")
    assert main(["learn", str(folder)]) == 0
    assert load_law_book(folder).learned
