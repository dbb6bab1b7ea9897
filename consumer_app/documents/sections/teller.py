"""Whose words the account is, where somebody acts for the shopper."""

import re

from consumer_app import formats
from consumer_app.documents.paper_material import Material
from consumer_app.domain.case import Case
from consumer_app.domain.case.document import Representative
from consumer_app.domain.case.telling import rest_of
from consumer_app.domain.listening.whose import speaks_of_family

QUOTED = re.compile('“[^”]*”|「[^」]*」|『[^』]*』|"[^"]*"')
MYSELF = "我"
SHOPPER = "本人"


def acting(material: Material) -> Representative | None:
    """Who acts for the shopper; None where the shopper acts alone."""
    shopper = material.case.party("shopper")
    return shopper.representative if shopper else None


def called(one: Representative) -> str:
    """By which right: 法定代理人, 委托代理人, 代办人."""
    return formats.CAPACITIES[one.capacity or "family"]


def teller(material: Material) -> str:
    """Who tells the account: 本人, or who acts for the shopper where the words speak of the shopper as of another (我妈买的)."""
    one = acting(material)
    return called(one) if one and speaks_of_family(_words(material.case), material.book) else SHOPPER


def whose_words(material: Material) -> str:
    """Whose words the account is and who 我 is in it; empty where the shopper acts alone or nothing is told."""
    one, words = acting(material), _words(material.case)
    if one is None or not words:
        return ""
    who = called(one) if speaks_of_family(words, material.book) else material.asker
    meant = f"，其中的“{MYSELF}”指{who}" if MYSELF in words else ""
    return f"事情经过由{called(one)}讲述{meant}"


def _words(case: Case) -> str:
    """What is told in the shopper's own words, without what others are quoted with."""
    told = (case.trouble or "", *(event.what for event in case.events), *(part.text for part in rest_of(case)))
    return QUOTED.sub("", "\n".join(told)).strip()
