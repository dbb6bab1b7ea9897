"""The notice names everything the site is made with, and the footer leads to it."""

import re

from consumer_app import paths
from consumer_app.web.notice import parts

LOCK = paths.PACKAGE.parent / "requirements.lock"


def test_every_library_that_is_installed_with_the_site_is_named_with_its_licence() -> None:
    installed = {found[1].lower() for found in re.finditer(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text("utf-8"), re.M)}
    named = {name.lower(): licence for name, licence, _ in parts()[0].things}
    assert installed == named.keys()
    assert all(named.values())


def test_the_footer_of_every_page_leads_to_the_notice(visitor) -> None:
    assert 'href="/notice"' in visitor.get("/").html
    page = visitor.get("/notice")
    assert page.status == 200
    for words in ("weasyprint", "BSD-3-Clause", "Noto Serif CJK SC", "OFL-1.1"):
        assert words in page.words, words
