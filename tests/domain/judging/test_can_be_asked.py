"""Which claims can be asked as things stand: what courts see differently too, and what only its text is wanting for."""

from dataclasses import replace
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import Missing
from consumer_app.domain.judging.wishes import can_be_asked
from consumer_app.domain.law import LawBook


def test_contested_claims_and_open_ones_that_lack_nothing_can_be_asked(real_law: LawBook) -> None:
    case = Case.model_validate({"v": 2, "disputes": ["quality-defect"]})
    lacking = next(one for one in assess(case, real_law, date(2026, 11, 4)).claims if one.status == "open")
    decisive = (next(one for one in lacking.missing if "excluded" in one.could_become),)
    only_surer = (Missing(decisive[0].fact, ("settled", "contested"), decisive[0].at_stake),)
    assert not can_be_asked(lacking)
    assert not can_be_asked(replace(lacking, missing=decisive))
    assert can_be_asked(replace(lacking, missing=only_surer))
    assert can_be_asked(replace(lacking, missing=()))
    assert can_be_asked(replace(lacking, status="contested"))
    assert not can_be_asked(replace(lacking, status="excluded", missing=()))
