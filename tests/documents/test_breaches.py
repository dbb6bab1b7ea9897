"""A report names only duties whose breach was confirmed, tells that fact, and is refused where there is none."""

import pytest

from consumer_app import lawbook, paths
from consumer_app.documents.breaches import broken
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.refusals import refusals
from consumer_app.documents.sections import story
from consumer_app.domain.judging.assessment import assess

REPORT = "market-regulator-report"


def _report(slug: str) -> LetterMaterial:
    book = lawbook.law_book_of(paths.LEGAL_REFS)
    example = lawbook.load_examples(paths.LEGAL_REFS)[slug]
    return LetterMaterial(example.case, assess(example.case, book, example.today), book, channel_id=REPORT)


@pytest.mark.parametrize(
    ("slug", "provision"),
    [
        ("spoiled-food", "food-safety-law:34(6)"),
        ("compressor-never-replaced", "infringement-penalty-rules:13(1)"),
        ("honey-shop-shows-no-papers", "food-safety-law:53"),
        ("teenager-tips-streamer", "minors-network-regulation:44"),
        ("elderly-talk-mattress", "advertising-law:17"),
    ],
)
def test_a_report_names_the_duty_that_was_broken(slug: str, provision: str) -> None:
    material = _report(slug)
    found = broken(material)
    assert provision in [str(cited) for one in found for cited in one.provisions]
    assert {one.fact for one in found} <= {fact for fact, _ in story.confirmed(material)}
    assert not [one for one in refusals(material) if one.kind == "no_act"]


@pytest.mark.parametrize(
    "slug",
    [
        "agency-did-not-know",
        "auto-renewal-never-shown-2023",
        "care-dog-died-agreement-signed",
        "child-buys-pens",
        "counterfeit-bought-as-replica",
        "exam-class-terms-not-met",
        "gift-really-gone",
        "medicine-kept-damp-at-home",
        "mover-extra-floor-agreed-calmly",
        "order-cancelled-price-lost-a-zero",
        "price-trick-room-resold-dear",
        "price-trick-rounded-up",
        "renovation-tiles-swapped-by-consent",
        "slimming-diet-not-kept",
        "voucher-expiry-refund-not-yet-due",
    ],
)
def test_a_report_without_an_act_is_refused(slug: str) -> None:
    assert "no_act" in [one.kind for one in refusals(_report(slug))]
