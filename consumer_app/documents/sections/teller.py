"""Whose words the account is, where somebody acts for the shopper."""

import re

from consumer_app import formats
from consumer_app.documents.paper import Block, Items, Paragraph, Table
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
    if one and speaks_of_family(_words(material.case), material.book):
        return called(one)
    return material.asker if one and one.capacity == "guardian" else material.speaking.me


def whose_words(material: Material) -> str:
    """Whose words the account is and who 我 is in it; empty where the shopper acts alone or nothing is told."""
    one, words = acting(material), _words(material.case)
    if one is None or not words:
        return ""
    who = called(one) if speaks_of_family(words, material.book) else material.asker
    meant = f"，其中的“{MYSELF}”指{who}" if MYSELF in words else ""
    return f"事情经过由{called(one)}讲述{meant}"


def in_its_person(material: Material, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What a letter says, in its person: of a child, for whom the guardian signs, and before whoever decides or helps 投诉人 (原告) and never 本人.

    Words of the case stay as they are, and so do those of an author's own template.
    """
    me = material.speaking.me
    return blocks if me == SHOPPER else tuple(_of_another(block, me) for block in blocks)


def _of_another(block: Block, asker: str) -> Block:
    if isinstance(block, Paragraph) and not _of_the_case(block.source):
        return block.model_copy(update={"text": block.text.replace(SHOPPER, asker)})
    if isinstance(block, Items):
        items = tuple(
            item if _of_the_case(item.source) else item.model_copy(update={"text": item.text.replace(SHOPPER, asker)})
            for item in block.items
        )
        return block.model_copy(update={"items": items})
    if isinstance(block, Table) and block.name == "timeline":
        rows = tuple(
            row.model_copy(update={"cells": (row.cells[0], row.cells[1].replace(SHOPPER, asker), *row.cells[2:])})
            for row in block.rows
        )
        return block.model_copy(update={"rows": rows})
    return block


def _of_the_case(source: tuple[str, ...]) -> bool:
    """Whether words of people stand in it: of the shopper's story or demands, of what the other side said, or of a template that is somebody's own."""
    own_demand = any(one.startswith("demands/") for one in source) and not any(
        one.startswith("claim:") for one in source
    )
    own_template = any(one.startswith("template:own:") for one in source)
    return (
        own_demand or own_template or any(one == "told" or one.startswith(("events/", "promises/")) for one in source)
    )


def _words(case: Case) -> str:
    """What is told in the shopper's own words, without what others are quoted with."""
    told = (case.trouble or "", *(event.what for event in case.events), *(part.text for part in rest_of(case)))
    return QUOTED.sub("", "\n".join(told)).strip()
