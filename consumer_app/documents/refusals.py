"""Why a letter is not made: it would ask nothing, tell nothing, or go to a door that is not open. Its reader would send it back, so we say it first."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.documents.before_sending import Concern
from consumer_app.documents.breaches import broken
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import account, story

NO_ACT = "还没有可以举报的违法行为：已经答过的里面，没有一件是监管部门查处的违法行为。想要退款、赔偿的，走投诉；有新的情况，先补充回答"

ONLY_HELP = "您要的平台不处理，剩下的只是请它协助和保存记录，单写一份没有用处：钱和东西向商家提，平台不管的走投诉"
ONLY_TOLD = "这份文书里只请求说明情况、提供资料，单为这个起诉，多半立不了案；先选好要钱、要东西的请求，资料可以在那个案子里请法院责令对方提供"
HELP = ("records", "platform")
"""What asks a platform for nothing that anybody is owed: its help, and that it keeps its records."""


def refusals(material: LetterMaterial, *, asks_itself: bool = False) -> tuple[Concern, ...]:
    """Every reason against this letter, with the field that lifts it; none where it can be sent.

    ``asks_itself``: its template asks in words of its own, whatever the case demands.
    Measure: 市场监督管理投诉举报处理办法 articles 10 and 16 (a complaint has a request and facts, a report has leads).
    """
    asks = () if asks_itself or material.claims else _without_request(material)
    return (*_at_the_door(material), *asks, *_without_ground(material))


def _at_the_door(material: LetterMaterial) -> Iterator[Concern]:
    found, title = material.found, material.channel.title
    if found is None:
        yield Concern("door", None, f"「{title}」不是这类纠纷能去的地方")
    elif found.door == "closed":
        why = "；".join(dict.fromkeys(formats.why_not(one, material.book).rstrip("。") for one in found.closed_by))
        yield Concern("door", None, f"「{title}」现在走不了：{why}")
    elif found.door == "not_yet_known":
        fact = next(iter(found.waits_for), None)
        asked = f"先答「{formats.question(fact, material.book)}」" if fact else "还差事实"
        yield Concern("door", "answers", f"还不知道「{title}」能不能走：{asked}", fact)


def _without_request(material: LetterMaterial) -> Iterator[Concern]:
    """A letter that asks nothing; a report asks nothing but to be looked into."""
    if material.voice.suspects:
        return
    if _only_help(material):
        yield Concern("no_demand", "demands", ONLY_HELP)
    if _only_told(material):
        yield Concern("no_demand", "demands", ONLY_TOLD)
    if material.demands.asked:
        return
    gone = [one for one in material.demands.left_out if one.why == "other_respondent"]
    if gone:
        yield Concern("no_demand", "demands", "您要的都该向别人提出，这一份里没有可写的请求；看下面该写给谁")
    else:
        yield Concern("no_demand", "demands", "这份文书里还没有任何请求，收到的人不知道要做什么；请先选好想要什么")


def _only_help(material: LetterMaterial) -> bool:
    """Whether nothing is asked there but that a platform helps and keeps its records, and nobody chose just that."""
    demands = material.demands
    alone = demands.chosen and not demands.left_out
    helps = [one.entry is not None and (one.entry.asks, one.entry.against) == HELP for one in demands.asked]
    return bool(helps) and all(helps) and not alone


def _only_told(material: LetterMaterial) -> bool:
    """Whether a court would be asked for nothing but to be told or shown something, and nobody chose just that."""
    demands, told = material.demands, material.channel.alone
    alone = demands.chosen and not demands.left_out
    only = [one.entry is not None and one.entry.asks in told for one in demands.asked]
    return bool(only) and all(only) and not alone


def _without_ground(material: LetterMaterial) -> Iterator[Concern]:
    """A paper with neither an account nor a confirmed fact nor an exhibit; a report in which nothing answered is the breach of a duty."""
    if material.voice.suspects and not broken(material):
        yield Concern("no_act", "answers", NO_ACT)
    doors = material.book.facts_of_doors
    confirmed = any(name not in doors for name, _ in story.confirmed(material))
    confirmed = confirmed or (material.voice.suspects and bool(broken(material)))
    if not (confirmed or material.attached or material.case.trouble or account.account(material)):
        lead = "线索" if material.voice.suspects else "经过、事实和证据"
        yield Concern("no_ground", "events", f"这份文书里还没有任何{lead}，收到的人没法处理；请先写上发生了什么")
