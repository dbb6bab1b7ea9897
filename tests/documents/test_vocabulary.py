"""What a template may say is worked out when it says it: no name that it does not mention, and each name once."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from consumer_app import issuing
from consumer_app.documents import letter_templates
from consumer_app.documents.context import ListOf, Vocabulary, Words, plain, shapes
from consumer_app.documents.paper import Paragraph
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.template_language import names_used
from consumer_app.documents.typesetting import set_letter
from consumer_app.documents.vocabulary import Values
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook

HEAD = "---\ntitle: 试一试\nheading: 投诉函\nchannels: store\n---\n"


@pytest.fixture
def material(spoiled_food: Case, book: LawBook, today: date) -> LetterMaterial:
    return LetterMaterial(spoiled_food, assess(spoiled_food, book, today), book, channel_id="store")


class Noting:
    """Values that note which of them were asked for."""

    def __init__(self, values: Values) -> None:
        self.values, self.asked = values, list[str]()

    def __getitem__(self, name: str) -> object:
        self.asked.append(name)
        return self.values[name]


def fits(value: Any, shape: Any) -> bool:
    """Whether a value is of the shape that the vocabulary publishes."""
    if isinstance(shape, ListOf):
        return isinstance(value, tuple) and all(fits(item, shape.item) for item in value)
    if shape is Words or not is_dataclass(shape):
        return isinstance(value, shape)
    return isinstance(value, shape) and all(fits(getattr(value, f), of) for f, (of, _) in shapes(shape).items())


@pytest.mark.parametrize("name", [one.name for one in fields(Vocabulary)])
def test_every_published_name_has_a_value_of_its_shape(
    name: str, material: LetterMaterial, warning_light: Case
) -> None:
    other = LetterMaterial(
        warning_light, assess(warning_light, material.book, material.today), material.book, channel_id="platform"
    )
    for given in (material, other):
        assert fits(Values(given, given.usual_reply_by)[name], shapes(Vocabulary)[name][0])


def test_what_is_not_published_has_no_value(material: LetterMaterial) -> None:
    with pytest.raises(KeyError):
        Values(material, None)["case"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("一封没有名字的信。", set()),
        ("订单{{ order.no }}，{{ order.what }}。", {"order"}),
        ("{% for e in events %}{{ e.at }}{% if e.quote %}“{{ e.quote }}”{% endif %}{% endfor %}", {"events"}),
        ("{% for l in order.lines %}{{ l.what }}{% endfor %}{% if asks_money %}{{ total|capitals }}{% endif %}", {"order", "asks_money", "total"}),
        ("{% if not law and promises %}{{ facts|join('；') }}{% else %}{{ shopper.name|default('某人') }}{% endif %}", {"law", "promises", "facts", "shopper"}),
        ("[[timeline]]\n[[law]]", set()),
    ],
)  # fmt: skip
def test_a_template_has_only_what_it_mentions_worked_out_for_it(
    body: str, names: set[str], material: LetterMaterial
) -> None:
    assert names_used(body) == names
    values = Noting(Values(material, None))
    set_letter(letter_templates.read(f"{HEAD}{body}\n", "own"), values, lambda mark: ())
    assert sorted(values.asked) == sorted(names)


def shipped() -> Iterator[object]:
    for template in letter_templates.shipped().values():
        yield pytest.param(template, id=template.slug)


@pytest.mark.parametrize("template", list(shipped()))
def test_a_shipped_letter_says_with_its_own_names_what_it_says_with_all(
    template: letter_templates.Template, material: LetterMaterial
) -> None:
    values = Values(material, material.usual_reply_by)
    everything = {one.name: values[one.name] for one in fields(Vocabulary)}
    used = names_used(template.body)
    only = {name: value for name, value in everything.items() if name in used}
    assert len(only) < len(everything) / 2
    assert set_letter(template, only, lambda mark: ()) == set_letter(template, everything, lambda mark: ())


def test_a_value_is_worked_out_once_however_often_it_is_said(material: LetterMaterial) -> None:
    values = Values(material, None)
    assert values["events"] is values["events"]
    (said,) = set_letter(
        letter_templates.read(f"{HEAD}{{{{ order.no }}}}、{{{{ order.no }}}}\n", "own"), values, lambda mark: ()
    )
    assert isinstance(said, Paragraph)
    assert said.text == "3141592653589、3141592653589"


def test_only_plain_values_go_to_the_child(material: LetterMaterial) -> None:
    def only_plain(value: object) -> bool:
        if isinstance(value, list):
            return all(map(only_plain, value))
        if isinstance(value, dict):
            return all(isinstance(name, str) and only_plain(inner) for name, inner in value.items())
        return value is None or isinstance(value, str | bool | int)

    values = Values(material, material.usual_reply_by)
    assert all(only_plain(plain(values[one.name])) for one in fields(Vocabulary))


def test_a_box_of_a_form_is_filled_by_the_name_that_a_template_would_use(material: LetterMaterial) -> None:
    values = Values(material, material.usual_reply_by)
    assert values.words("seller.registered_name") == "杭州老街食品有限公司"
    for nothing in ("seller.phone", "seller", "events", "asks_money", "no_such.name", "order.no_such", ""):
        assert values.words(nothing) == "", nothing
    boxes = {field.label: field.text for field in issuing.channel_form(material)}
    assert all("Words(" not in text for text in boxes.values())
