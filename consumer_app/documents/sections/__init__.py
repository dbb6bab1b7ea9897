"""The parts of a letter that are laid out here, by the mark that stands for them in a template. Each is ``LetterMaterial -> blocks``."""

from collections.abc import Callable, Mapping

from consumer_app.documents.paper import Block
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import account, closing, legal, opening, parties, replies, story

SECTIONS: Mapping[str, Callable[[LetterMaterial], tuple[Block, ...]]] = {
    "gist": opening.head,
    "parties": parties.parties,
    "order": parties.order,
    "id_number": parties.id_number,
    "account": account.account,
    "timeline": story.timeline,
    "facts": story.facts,
    "steps": story.steps,
    "promises": replies.promises,
    "late": replies.late,
    "answers": replies.answers,
    "excuses": replies.excuses,
    "law": legal.law,
    "demands": legal.demands,
    "sums": legal.sums,
    "elsewhere": legal.elsewhere,
    "exhibits": closing.exhibits,
    "attachments": closing.attachments,
    "signature": closing.signature,
}
