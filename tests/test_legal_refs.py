"""The law book: every rule holds, every example comes out, every quotation is the official text."""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
import tomli

from consumer_app import paths
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.lawbook import load_examples, load_law_book, read_law_book
from consumer_app.lawbook_checks.examples import examples_that_fail
from consumer_app.lawbook_checks.finding import Finding
from consumer_app.lawbook_checks.rules import (
    ABOUT_EXAMPLES,
    ABOUT_THE_BOOK,
    AT_START,
    findings,
    what_cannot_be_used,
)

FOLDER = paths.LEGAL_REFS / "examples"
EXAMPLES = sorted(
    [*(path.stem for path in FOLDER.glob("*.toml")), *(path.parent.name for path in FOLDER.glob("*/case.json"))]
)
QUOTES = Path(__file__).parents[2] / "shared" / "tools" / "check-quotes"

SOUND_EXAMPLES = {
    "groups.toml": '[[group]]\ntitle = "都有"\ndisputes = ["bad-food", "lost-parcel"]\n',
    "words.toml": '[goods]\nfood = ["面包"]\n',
    "sought.toml": '[[sought]]\ngoods = ["food"]\ndisputes = ["bad-food"]\n',
    "examples/plain.toml": """
title = "发霉"
today = 2026-06-10
dispute = "bad-food"
[answers]
bought_on = 2026-06-01
paid = 12.50
bad_food = true
[expected]
settled = ["refund"]
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
settled = ["carrier-pays"]
""",
}


CONDITION = re.compile(r"\[\[(?:caution\.|advice\.)?(?:when|unless|right_if)\]\]")
SPELT = re.compile(
    r"(only = \{ fact = .+ \}\n)?"
    r"(any = \[\n(  \{ fact = .+ \},\n){2,}\]|fact = .+\n(is|in|has|at_least|at_most|before|after|within|beyond) = .+)\n"
    r"(source = .+\n)?(why = .+\n)?"
)
"""A condition as every law file writes it: what it is only for, one fact with its test or one alternative a line, source, why."""


def test_a_condition_is_written_in_one_way() -> None:
    """``[[when]]`` and its kin are blocks of their own, so that two of them look alike wherever a lawyer meets them. A claim has them in lines (below)."""
    odd = []
    folders = ("excuses", "disputes", "channels", "platforms")
    for path in sorted(path for folder in folders for path in (paths.LEGAL_REFS / folder).glob("*.toml")):
        name, text = path.relative_to(paths.LEGAL_REFS), path.read_text("utf-8")
        odd += [f"{name}: {line}" for line in re.findall(r"^(?:when|unless|right_if) *=.*", text, re.MULTILINE)]
        for found in CONDITION.finditer(text):
            block = re.split(r"\n(?=\n|\[|#)", text[found.end() + 1 :], maxsplit=1)[0].rstrip("\n") + "\n"
            if not SPELT.fullmatch(block):
                odd.append(f"{name}: {found[0]} {block!r}")
    assert odd == []


CLAIMS = sorted(path for folder in ("claims", "common") for path in (paths.LEGAL_REFS / folder).glob("*.toml"))
GROUPS = (
    "title asks beside against no_suit other_respondent day certainty first basis supports excludes instead_of instead_on",
    "request ground other_side moves",
    "common when unless contested",
    "remedy least",
    "burden",
    "caution deadline",
)
"""The groups of a claim's keys, in their order, and the keys in theirs: what it is, its words, its conditions, its sum, its proof, what is said besides."""
CONDITION_KEYS = "only any fact is in has at_least at_most before after within beyond also source why"
ENTRIES = {
    "when": CONDITION_KEYS,
    "unless": CONDITION_KEYS,
    "contested": CONDITION_KEYS,
    "caution": "when text source",
    "deadline": "id title who after count unit roll basis source certainty on_expiry note",
}
"""What stands in a list of its own, one entry a line, and the order of an entry's keys."""
SCREEN = 60


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_claim_is_laid_out_in_one_way(path: Path) -> None:
    """The same thing in the same place in every claim: keys in their order, a blank line between groups and nowhere else, an entry a line."""
    text = path.read_text("utf-8")
    table = tomli.loads(text)
    assert not re.search(r"^\[", text, re.MULTILINE), "a list or a line for each key, no [table]"
    group_of = {key: place for place, keys in enumerate(GROUPS) for key in keys.split()}
    order = list(group_of)
    keys = re.findall(r"^([a-z_]+)[ .\w-]*=", text, re.MULTILINE)
    assert keys == sorted(keys, key=order.index)
    blocks = [re.findall(r"^([a-z_]+)[ .\w-]*=", block, re.MULTILINE) for block in text.split("\n\n")]
    assert [{group_of[key] for key in block} for block in blocks] == [
        {place} for place in sorted({group_of[k] for k in keys})
    ]
    for key, entry_keys in ENTRIES.items():
        lines = re.search(rf"^{key} = \[\n((?:  .+\n)+)\]$", text, re.MULTILINE)
        assert (lines is not None) is (key in table), key
        if lines is not None:
            assert len(re.findall(r"^  \{ ", lines[1], re.MULTILINE)) == len(table[key]), key
            for entry in table[key]:
                assert list(entry) == sorted(entry, key=entry_keys.split().index), key


def test_a_claim_fits_on_a_screen() -> None:
    lines = {path.stem: path.read_text("utf-8").count("\n") for path in CLAIMS if path.parent.name == "claims"}
    assert [slug for slug, number in lines.items() if number > SCREEN] == []


SAID_IN_PLACE = {
    "done-as-agreed-is-no-fault": {"shoot-loss", "shoot-redo", "work-redo"},
    "from-a-business": {"drug-punitive-maker", "drug-punitive-seller"},
}
"""What claims say themselves although ``common/`` says it, because there it would be asked too early."""


def test_what_is_said_once_is_not_said_again(real_law: LawBook) -> None:
    """A claim that says all that an entry of ``common/`` says names it instead."""
    again: dict[str, set[str]] = {}
    for slug, whole in real_law.claims.items():
        own = whole.as_written(real_law.common)
        for name, one in real_law.common.items():
            said = [(key, entry) for key in ENTRIES for entry in getattr(one, key)]
            if said and all(entry in getattr(own, key) for key, entry in said):
                again.setdefault(name, set()).add(slug)
    assert again == SAID_IN_PLACE


def test_a_long_list_of_phrases_has_one_a_line() -> None:
    """So that a change of one phrase is a change of one line."""
    long_list = re.compile(r"^(?!basis)\S+ = \[.{60,}\]$", re.MULTILINE)
    folders = ("facts", "disputes", "excuses", "elsewhere", "wording")
    files = [path for folder in folders for path in (paths.LEGAL_REFS / folder).glob("*.toml")]
    odd = [
        f"{path.relative_to(paths.LEGAL_REFS)}: {line[:40]}…"
        for path in (*files, paths.LEGAL_REFS / "words.toml")
        for line in long_list.findall(path.read_text("utf-8"))
        if sum(2 if character > "\u2e7f" else 1 for character in line) > 120
    ]
    assert odd == []


def test_the_law_book_breaks_no_rule(real_law: LawBook, examples: Mapping[str, Example]) -> None:
    """But for what comes out of the examples, which is looked at below, one by one."""
    about_the_book = chain.from_iterable(rule(real_law) for rule in (*AT_START, *ABOUT_THE_BOOK))
    others = [rule for rule in ABOUT_EXAMPLES if rule is not examples_that_fail]
    about_examples = chain.from_iterable(rule(real_law, examples) for rule in others)
    assert [str(finding) for finding in (*about_the_book, *about_examples)] == []


def test_every_example_is_judged(examples: Mapping[str, Example]) -> None:
    assert sorted(examples) == EXAMPLES


@pytest.mark.parametrize("slug", EXAMPLES)
def test_an_example_comes_out_as_it_says(slug: str, real_law: LawBook, examples: Mapping[str, Example]) -> None:
    assert [str(finding) for finding in examples_that_fail(real_law, {slug: examples[slug]})] == []


SAID = [
    (
        "spoiled-food",
        "我在淘宝买了一箱火腿肠花了59.9元，6月5号收到，吃了几根发现有的烂了发霉，客服说我保存不当，还骂我讹钱",
    ),
    ("spoiled-food", "拼多多买的牛奶打开一股酸臭味，商家不退"),
    ("spoiled-food", "外卖里吃出一根头发"),
    ("spoiled-food", "超市买的面包过期两天了还在卖"),
    ("spoiled-food", "给我妈买的鸡蛋打开臭的，十个坏了六个，商家只肯赔我3块钱"),
    ("spoiled-food", "外卖的鸡腿是酸的馊的，吃完上吐下泻"),
    ("spoiled-food", "一箱牛奶有三盒胀包，我没喝，商家说已过售后期"),
    ("spoiled-food", "超市里买的速冻水饺回家煮的时候吃出一只蟑螂 恶心死了"),
    ("undated-food", "买的特产里面小包装都没有生产日期，平台还驳回我的退货"),
    ("undated-food", "零食包装上啥日期都没有 三无产品"),
    ("false-description", "说是牛皮包结果是人造革的，要退货商家不理"),
    ("false-description", "商品页面写的纯棉 收到是聚酯纤维"),
    ("false-description", "详情页说实木桌子，拆开一看是压缩板"),
    ("false-description", "宣传的是正品，拿到专柜鉴定是假货"),
    ("false-description", "网上买的红木手串说小叶紫檀，拿去鉴定不是"),
    ("false-description", "羽绒服写的90白鹅绒，检测出来是鸭毛含绒量40%，刚买3天"),
    ("transport-damage", "京东买的洗衣机 上个月5号送到 外包装完好拆开里面有个大坑 让我找快递 快递说签收了不管"),
    ("transport-damage", "快递把我花瓶摔碎了卖家让我找快递"),
    ("transport-damage", "冰箱送货上门签收后才看到侧面凹进去一块，客服推来推去"),
    ("wrong-service", "我买的电视付的是挂架安装费，师傅却给装成了底座，还把墙打坏了"),
    ("wrong-service", "空调安装师傅乱收费，装错了位置"),
    ("information-refused", "说明书上写警告不能和某某一起用，问客服啥意思没人说得清"),
    ("information-refused", "电饭煲说明书有一条警示看不懂，打厂家电话也说不知道"),
    ("order-cancelled", "付款之后商家说没货把我的订单取消了"),
    ("order-cancelled", "双11抢到的手机第二天商家说标错价了强制退款"),
    ("order-cancelled", "客服说能用券我才买的结果又说不能用，单方面取消订单"),
    ("seven-day-return", "衣服买来没穿过，吊牌还在，第三天申请退货商家说影响二次销售不给退"),
    ("seven-day-return", "拆封了就不给七天无理由退货"),
    ("longer-promise", "页面写着30天无理由退换，第20天去退说超过7天不行"),
    ("refund-delayed", "货退回去商家签收半个月了还不退款"),
    ("refund-delayed", "退款申请通过了钱一直没到账"),
    ("quality-defect", "买的耳机用了三天就没声音了，商家让我自己寄厂家修"),
    ("quality-defect", "手机用了一个月就黑屏死机，售后说人为损坏不保修"),
    ("late-reply", "投诉了半个月客服一直说在处理没有答复"),
    ("order-cancelled", "付完钱通知我订单超时未自提自动取消 钱退回来了 现在同款贵六百多 我就要原来的"),
    ("seven-day-return", "鞋子试了一下有点挤脚，要退，老板说穿过了影响二次销售不给退"),
    ("spoiled-food", "月饼长绿毛了，商家说是天气热让我放冰箱"),
    ("prepaid-shop-closed", "健身房跑路了！！年卡才办俩月"),
    ("prepaid-refund", "健身房私教课还有32节，教练走了给我换了个啥也不懂的，想退钱要扣40%违约金"),
    ("wrong-service", "空调清洗师傅来了二十分钟就走了，压根没拆，里面还是黑的"),
    ("auto-renewal", "试用一块钱的会员，第二个月直接扣我128，提前连个短信都没得"),
    ("counterfeit", "花8000买的项链店里说是足金，火一烧变黑了"),
    ("second-hand", "转转买的苹果13说没拆没修，拿去维修点人家说换过屏主板动过"),
    ("parcel-lost", "手机显示已签收人家说放小区门口架子上了，找不到了5000多块谁赔"),
    ("refund-delayed", "商家同意退款说走线下转账，转头把我拉黑了钱没给"),
    ("short-weight", "大米标的10公斤，自己称才9.2"),
    ("deposit", "相中一台车交了五千订金，后来不想要了4S店死活不退"),
    ("takeaway-meal", "点的黄焖鸡里头有只死苍蝇，商家说给我返现10块删差评"),
    ("event-ticket", "话剧改期了，新的时间我去不了，票务平台只给换不给退"),
    ("hotel-booking", "携程订的海景房，推窗对着人家后墙，要退说入住了不能退"),
    ("minor-spending", "9岁儿子拿我手机给主播刷了两万多礼物，平台叫我证明是孩子刷的"),
    ("sick-pet", "买的柯基到家一礼拜就细小死了，狗舍说过了三天包活期"),
    ("laundry", "洗鞋店把我AJ洗脱胶了 说本来就旧 只赔30"),
    ("price-trick", "刚买完第三天就降了七百，问客服保价说不参加"),
    ("elderly-health-sales", "我奶奶被拉去免费旅游，回来带了一箱六千块的灵芝孢子粉，说是包治百病"),
    ("quality-defect", "沙发坐了两个月皮就掉渣了，商家说是正常磨损"),
    ("courier-loss", "顺丰寄的玉镯子断了没保价，就说赔七倍运费"),
    ("telecom-fees", "想把129的套餐换成最低8块的，移动说我签了两年合约要赔违约金"),
    ("car-defect", "新能源车开着开着突然断电趴窝，修三次了没修好，想退车"),
    ("repair-trap", "修个冰箱开口就说压缩机坏了要八百，找别人看就换了个30块的小件"),
    ("things-in-care", "健身房柜子里的手表被偷了，他们说贵重物品自己保管"),
    ("tie-in-sale", "买火车票软件默认给我勾了个40块的加速包"),
    ("prize-refused", "直播间抽中了一部手机，主播说要我发朋友圈集赞才给，后来就没影了"),
    ("wrong-or-missing-items", "买的黑色发来白色，叫我凑合用，换货还得自己出邮费"),
]
NOT_SAID = [
    ("cancelled_by_me", "淘宝旗舰店说价格标错了不给发货，让我申请退款"),
    ("cancelled_by_me", "京东买的手机，商家直接给我取消了订单"),
    ("arrived_damaged", "手机屏幕用了三个月摔了一下裂了，快递倒是完好的"),
    ("arrived_damaged", "油烟机安装师傅把瓷砖打裂了两块"),
    ("service_fee", "油烟机安装师傅把瓷砖打裂了两块"),
    ("property_damaged", "电视安装要打孔收我80块，说好免费安装的"),
    ("defective", "退款卡住了客服没反应"),
    ("promise_made", "快递说好的今天送到没到，收到打开就碎了"),
    ("promised_remedies", "收到打开就碎了，我要换新的，店家只肯补20块"),
    ("asked_seller", "扫地机亮红灯，客服说让我等，说法不一"),
    ("insulted", "火腿肠发霉了，客服态度差阴阳怪气的"),
    ("reply_promised", "答应48小时发货，后来订单被取消了，一直没人回"),
]

SAID_OF_OTHER_MATTERS = [
    ("salary", "老板拖欠我三个月工资不发"),
    ("private-loan", "朋友借我钱不还"),
    ("landlord", "房东不退押金"),
    ("bank-insurance", "信用卡被银行多扣了年费"),
    ("police-fraud", "网上刷单被骗了两万块"),
    ("telecom", "移动公司乱扣话费"),
    ("property-management", "小区物业不修电梯"),
    ("medical", "医院手术没做好"),
    ("shop-owner", "我的淘宝店被恶意退货，平台偏袒买家"),
    ("police-fraud", "有人冒充京东客服说我开了白条，骗我转了3万"),
    ("business-purchase", "开店进了一批货全是次品，供货商不给退"),
    ("landlord", "租的房子甲醛超标房东不让退租"),
]


@pytest.mark.parametrize(("dispute", "text"), SAID, ids=[text[:12] for _, text in SAID])
def test_plain_words_lead_to_the_dispute_among_the_first_three(dispute: str, text: str, real_law: LawBook) -> None:
    found = suggest(text, real_law, date(2026, 11, 21))
    assert dispute in [each.id for each in found.disputes[:3]]
    assert all(quote in text for each in found.disputes for quote in each.because)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("火腿肠发霉了，客服一直不回", "spoiled"),
        ("网上买的核桃都长虫了", "spoiled"),
        ("牛奶变质了", "spoiled"),
        ("外卖里吃出一根头发", "foreign_matter"),
        ("酱油瓶子上生产日期看不清", "no_date"),
        ("果冻收到就过期了，商家说忘了看日期", "expired"),
    ],
)
def test_what_was_wrong_with_the_food_is_read_rightly_or_asked(text: str, trouble: str, real_law: LawBook) -> None:
    read = {fact.fact: fact.value for fact in suggest(text, real_law, date(2026, 11, 21)).facts}
    assert read.get("food_trouble") in (None, (trouble,))
    assert "food_trouble" in real_law.disputes["spoiled-food"].facts


def test_a_hard_word_of_the_shop_is_no_insult_and_a_box_no_legal_term(real_law: LawBook) -> None:
    found = suggest("买了一箱火腿肠，烂了好几根，客服说我讹钱", real_law, date(2026, 11, 21))
    read = {fact.fact for fact in found.facts}
    assert "goods_kind" in read
    assert not read & {"insulted", "prepackaged", "rest_cannot_be_used", "seller_knew"}


@pytest.mark.parametrize(("fact", "text"), NOT_SAID, ids=[f"{fact} {text[:10]}" for fact, text in NOT_SAID])
def test_no_more_is_read_from_plain_words_than_they_say(fact: str, text: str, real_law: LawBook) -> None:
    read = {said.fact: said.value for said in suggest(text, real_law, date(2026, 11, 21)).facts}
    assert read.get(fact, False) is False


@pytest.mark.parametrize(("matter", "text"), SAID_OF_OTHER_MATTERS, ids=[text for _, text in SAID_OF_OTHER_MATTERS])
def test_what_is_no_consumer_dispute_is_sent_elsewhere(matter: str, text: str, real_law: LawBook) -> None:
    found = suggest(text, real_law, date(2026, 11, 21))
    assert matter in [each.id for each in found.elsewhere]
    assert not found.disputes or found.disputes[0].score < found.elsewhere[0].score


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
        ("facts/shop.toml", "[asked_on]", '[unused]\nkind = "yes_no"\nlabel = "x"\nquestion = "x？"\n[asked_on]', "facts/shop.toml: unused: found a fact that nothing looks at"),
        ("facts/shop.toml", "[asked_on]", '[asked_on]\nwas = ["lied"]', "facts/shop.toml: asked_on.was: found lied; right would be a name that no fact has any more"),
        ("facts/shop.toml", "[asked_on]", '[asked_on]\nwas = ["today"]', "facts/shop.toml: asked_on.was: found today; right would be a name that no fact has any more"),
        ("facts/shop.toml", "[asked_on]\n", '[asked_on]\nsaid = ["下单"]\n', "facts/shop.toml: asked_on.said: found 下单, which also says bought_on (facts/shop.toml) in disputes/"),
        ("facts/shop.toml", 'question = "损失多少？"\n', "", "facts/shop.toml: loss.question: found nothing"),
        ("facts/shop.toml", 'question = "损失多少？"\n', 'question = "损失多少？"\nyes = "有"\n', "facts/shop.toml: loss.yes: found a fact of kind money; right would be a yes_no fact"),
        ("facts/shop.toml", '[bad_food]\n', '[bad_food]\nhint = "没有坏的，选「没有」"\n', "facts/shop.toml: bad_food.hint: found 选「没有」; right would be one of 是、不是、不清楚"),
        ("facts/shop.toml", '[bad_food]\n', '[bad_food]\nhint = "拿不准，选「不是」或者「再说」"\n', "facts/shop.toml: bad_food.hint: found 选「再说」; right would be one of 是、不是、不清楚"),
        ("facts/shop.toml", 'bag = "箱包"', 'bag = "箱包", none = "不清楚"', "facts/shop.toml: goods_kind.choices: found 「不清楚」 twice; right would be each answer once"),
        ("facts/shop.toml", '[bad_food]\n', '[bad_food]\nyes = "不是"\n', "facts/shop.toml: bad_food.no: found 不是; right would be neither the word of yes nor 不清楚"),
        ("facts/shop.toml", '[bad_food]\n', '[bad_food]\ndenial = "{buyer}没有买到坏的"\n', "facts/shop.toml: bad_food.denial: found {buyer}; right would be {asker} or {asked}"),
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
        ("claims/refund.toml", "is = true", 'has = "food"', "claims/refund.toml: when[1]: found bad_food (yes_no) is tested with has = food; right would be a fact of kind choices"),
        ("claims/refund.toml", "is = true", 'is = true\nonly = {fact = "goods_kind", at_least = 3}', "claims/refund.toml: when[1]: found goods_kind (choice) is tested with at_least = 3; right would be a number or money fact"),
        ("claims/refund.toml", "is = true", 'is = true\nonly = {fact = "goods_kind", is = "toy"}', "claims/refund.toml: when[1]: found goods_kind (choice) is tested with is = toy; right would be one of food, bag"),
        ("claims/refund.toml", "is = true", 'is = true\nonly = {fact = "godos_kind", is = "bag"}', "claims/refund.toml: when[1]: found godos_kind; right would be a fact declared in facts/"),
        ("wording/threat.toml", '"不{pays}', '"不({pays}', "wording/threat.toml: expose.patterns: found 不({pays}…6曝光; right would be a regular expression"),
        ("wording/threat.toml", '"不{pays}', '"不{payed}', "wording/threat.toml: expose.patterns: found 不{payed}…6曝光; right would be a list of that name: words.payed"),
        ("wording/threat.toml", '"不{pays}', f'"不{"给" * 80}{{pays}}', "wording/threat.toml: expose.patterns: found 91 characters"),
        ("wording/threat.toml", '"赔", ', f'"赔", "{"给" * 81}", ', "wording/threat.toml: expose.words.pays: found 81 characters"),
        ("wording/threat.toml", '"不赔我就曝光"]', '"不赔我就曝光", "不赔。我要曝光"]', "wording/threat.toml: expose.hears: found 不赔。我要曝光; right would be a sentence in which a pattern finds something"),
        ("wording/threat.toml", 'passes = ["', 'passes = ["不退就曝光", "', "wording/threat.toml: expose.passes: found 不退就曝光, where 「不退就曝光」 is heard"),
        ("wording/threat.toml", 'hears = ["不赔我就曝光"]', "hears = []", "wording/threat.toml: expose.hears: found nothing; right would be at least one sentence"),
        ("channels/regulator.toml", "shopper.name", "shopper.nickname", "channels/regulator.toml: fields[1].fill: found shopper.nickname"),
        ("disputes/bad-food.toml", '"ten-times", ', "", "claims/ten-times.toml: found a claim that no dispute offers"),
        ("sought.toml", 'goods = ["food"]', 'goods = ["bread"]', "sought.toml: bread: found bread; right would be a kind of goods that words.toml has words for"),
        ("sought.toml", 'goods = ["food"]', 'goods = ["food", "food"]', "sought.toml: food: found in 2 rows; right would be each kind of goods in one row, once"),
        ("sought.toml", 'goods = ["food"]', 'goods = []', "sought.toml: food: found in no row; right would be each kind of goods in one row, once"),
        ("sought.toml", '"bad-food"', '"bad-meal"', "sought.toml: bad-meal: found bad-meal; right would be a file disputes/bad-meal.toml"),
        ("groups.toml", '"bad-food", ', "", "groups.toml: bad-food: found in no group; right would be each dispute in one group, once"),
        ("groups.toml", '"bad-food", ', '"bad-food", "bad-food", ', "groups.toml: bad-food: found in 2 places; right would be each dispute in one group, once"),
        ("groups.toml", '"bad-food", ', '"bad-food", "good-food", ', "groups.toml: good-food: found good-food; right would be a file disputes/good-food.toml"),
        ("groups.toml", '"lost-parcel"]', '"lost-parcel"]\n[group.purchase]\ntitle = "买了什么"\nwhat = "什么"\nday = "哪天"\nprice = "多少钱"\nnumber = "单号"', "disputes/bad-food.toml: purchase.shop: found nothing; right would be words, here or in its group"),
        ("groups.toml", '"lost-parcel"]', '"lost-parcel"]\n[group.purchase]\npart = "一部分"', "disputes/bad-food.toml: purchase.part: found 一部分; right would be words for both whole and part, or for neither"),
        ("groups.toml", '"lost-parcel"]', '"lost-parcel"]\n[group.purchase]\narrival = "哪天收到"', 'disputes/lost-parcel.toml: purchase.arrival: found 哪天收到; right would be arrival = "": nothing in this dispute looks at the day of arrival'),
        ("facts/shop.toml", 'question = "损失多少？"', 'question = "{buyin}以后损失多少？"', "facts/shop.toml: loss.question: found {buyin}; right would be one of {day}"),
        ("facts/shop.toml", 'question = "损失多少？"', 'question = "{buying}以后损失多少？"', "facts/shop.toml: loss.question: found {buying} in bad-food; right would be one of {day}"),
        ("groups.toml", '"lost-parcel"]', '"lost-parcel"]\n[group.purchase]\nnever = ["坏"]', "facts/shop.toml: bad_food.question: found 坏 in 「食品坏了吗？」; right would be other words, or a slot: nothing is 坏 in bad-food"),
        ("facts/shop.toml", '[seller_knew]\n', '[seller_knew]\nasked_if = [{ fact = "lied", in = ["yes"] }]\n', "facts/shop.toml: seller_knew.asked_if[1]: found lied = yes; right would be true or false"),
        ("facts/shop.toml", '[seller_knew]\n', '[seller_knew]\nasked_if = [{ fact = "lied" }]\n', "facts/shop.toml: seller_knew.asked_if[1]: found both in and but, or neither"),
        ("facts/shop.toml", '[seller_knew]\n', '[seller_knew]\nasked_if = [{ fact = "lies", in = [true] }]\n', "facts/shop.toml: seller_knew.asked_if[1]: found lies; right would be a fact declared in facts/"),
        ("facts/shop.toml", '[seller_knew]\n', '[seller_knew]\nasked_in = ["bad-meal"]\n', "facts/shop.toml: seller_knew.asked_in: found bad-meal; right would be a dispute"),
        ("facts/shop.toml", '[seller_knew]\n', '[seller_knew]\nsettled_by = [{ fact = "lied", in = [false] }]\n', "facts/shop.toml: seller_knew.settled_by[1]: found both value and value_of, or neither"),
        ("disputes/bad-food.toml", 'facts = [', 'says = { lied = "often" }\nfacts = [', "disputes/bad-food.toml: says.lied: found often; right would be true or false"),
        ("examples/plain.toml", 'amounts = {', 'at_least = {refund = "1.00"}\namounts = {', "examples/plain.toml: expected.at_least: found refund at least None; right would be refund at least 1.00"),
        ("examples/plain.toml", '"12.50"}', '"13.00"}', "examples/plain.toml: expected.amounts: found refund = 12.50; right would be refund = 13.00"),
        ("examples/plain.toml", 'must_not = ["three-times"]', 'must_not = ["refund"]', "examples/plain.toml: expected.must_not: found refund is settled"),
        ("examples/plain.toml", "bad_food = true", "bad_fod = true", "examples/plain.toml: answers: found bad_fod"),
        ("examples/plain.toml", "bad_food = true", 'bad_food = "yes"', "examples/plain.toml: answers.bad_food: found 'yes'"),
        ("examples/plain.toml", "bought_on = 2026-06-01", "bought_on = 2031-06-01", "examples/plain.toml: bought_on: found future"),
        ("examples/parcel.toml", 'settled = ["carrier-pays"]', "", "claims/carrier-pays.toml: found no example expects it"),
    ],
)  # fmt: skip
def test_each_kind_of_rot_is_found_with_file_and_key(write_law, file, old, new, said) -> None:
    folder = write_law(SOUND_EXAMPLES)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    found = [str(finding) for finding in findings(read_law_book(folder), load_examples(folder))]
    assert any(line.startswith(said) for line in found), found


@pytest.mark.parametrize(
    ("test", "right"),
    [('is = "late"', "has = one of late, broken"), ('has = "lost"', "one of late, broken"), ('has = "late"', None)],
)
def test_a_fact_of_several_choices_is_tested_for_having_one_of_them(write_law, test: str, right: str | None) -> None:
    troubles = '[troubles]\nkind = "choices"\nlabel = "问题"\nquestion = "有哪些？"\nchoices = {late = "晚到", broken = "坏了"}\n'
    folder = write_law({"facts/troubles.toml": troubles})
    claim = folder / "claims" / "refund.toml"
    asked = f'fact = "bad_food"\nis = true\n[[when]]\nfact = "troubles"\n{test}'
    claim.write_text(claim.read_text("utf-8").replace('fact = "bad_food"\nis = true', asked), "utf-8")
    found = [finding for finding in what_cannot_be_used(read_law_book(folder)) if finding.key == "when[2]"]
    assert [finding.right for finding in found] == ([right] if right else [])


TOYS_AND_OTHERS = (
    'choices = {food = "食品", bag = "箱包", toy = "玩具", book = "书", meal = "饭菜", drug = "药", other = "其他"}'
)


def said_of_a_refund_for(write_law: Callable[..., Path], condition: str) -> tuple[Finding, ...]:
    """What is found in the small law book where there are seven kinds of goods and a refund has this condition."""
    folder = write_law(SOUND_EXAMPLES)
    for file, old, new in (
        ("claims/refund.toml", 'fact = "bad_food"\nis = true', condition),
        ("facts/shop.toml", 'choices = {food = "食品", bag = "箱包"}', TOYS_AND_OTHERS),
    ):
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")
    return findings(read_law_book(folder), load_examples(folder))


@pytest.mark.parametrize(
    ("test", "named"),
    [
        ('in = ["food", "bag", "toy", "book", "meal", "other"]', 'goods_kind in 6 of its 7 choices; right would be only = { fact = "goods_kind", in = ["drug"] }'),
        ('in = ["food", "bag", "toy", "other"]', 'goods_kind in 4 of its 7 choices; right would be only = { fact = "goods_kind", in = ["book", "meal", "drug"] }'),
        ('in = ["food", "bag", "toy", "book", "meal"]', 'goods_kind in 5 of its 7 choices; right would be only = { fact = "goods_kind", in = ["drug", "other"] }'),
        ('in = ["food", "bag", "toy", "book"]', None),
        ('in = ["food", "bag", "other"]', None),
        ('is = "food"', None),
    ],
)  # fmt: skip
def test_the_few_that_are_meant_are_named_not_all_the_others(write_law, test: str, named: str | None) -> None:
    found = said_of_a_refund_for(
        write_law, f'any = [{{fact = "goods_kind", {test}}}, {{fact = "bad_food", is = true}}]'
    )
    said = [line for line in map(str, found) if line.startswith("claims/refund.toml: when[1].any: found ")]
    assert [line.partition("found ")[2].partition(" before")[0] for line in said] == ([named] if named else []), found


@pytest.mark.parametrize(
    ("listed", "right"),
    [
        ('["food", "bag", "toy", "book", "meal", "drug", "other"]', "no such condition: it holds whatever was answered"),
        ('["food", "bag", "toy", "other"]', 'unless { fact = "goods_kind", in = ["book", "meal", "drug"] }, if those are what is not meant'),
        ('["food", "bag", "toy", "book", "meal"]', None),
        ('["food", "bag", "other"]', None),
    ],
)  # fmt: skip
def test_a_condition_that_stands_alone_lists_neither_every_choice_nor_all_but_a_few(
    write_law, listed: str, right: str | None
) -> None:
    found = said_of_a_refund_for(write_law, f'fact = "goods_kind"\nin = {listed}')
    said = [one.right for one in found if (one.file, one.key) == ("claims/refund.toml", "when[1]")]
    assert said == ([right] if right else []), found


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("pattern = '{mont}月'", "words.toml: day[1]: found {mont}月; right would be a list of that name"),
        ("pattern = '{month}月'\n[parts]\nmonth = '(6'", "words.toml: day[1]: found {month}月; right would be a regular expression"),
        ("pattern = '{month}月'\n[parts]\nmonth = '7'", "words.toml: day[1].hears: found 6月; right would be"),
        ("pattern = '{month}月'\n[parts]\nmonth = '(?P<month>[68])'", "words.toml: day[1].passes: found 8月, where 「8月」 is heard"),
    ],
)  # fmt: skip
def test_how_a_day_is_written_is_shown_by_words_it_reads_and_words_it_leaves_alone(
    write_law, day: str, said: str
) -> None:
    text = f'[[day]]\nhears = ["6月"]\npasses = ["8月"]\n{day}\n'
    folder = write_law(SOUND_EXAMPLES | {"words.toml": text})
    found = [str(finding) for finding in findings(read_law_book(folder), load_examples(folder))]
    assert any(line.startswith(said) for line in found), found


def test_a_text_with_unreliable_paragraphs_takes_no_paragraph(write_law) -> None:
    folder = write_law(SOUND_EXAMPLES)
    statute = folder / "statutes" / "food-law.toml"
    statute.write_text("paragraphs = false\n" + statute.read_text("utf-8"), "utf-8")
    found = [str(finding) for finding in findings(read_law_book(folder), load_examples(folder))]
    assert any("food-law says paragraphs = false, so cite article and item only" in line for line in found)


CITED_TOGETHER = {
    "consumer-rights-law:55.1": {"consumer-rights-law:20.1", "spc-general-provisions:21"},
    "spc-prepaid:9(1)": {"civil-code:497", "consumer-rights-law:26.2"},
    "civil-code:1179": {"civil-code:1173"},
    "civil-code:563.1(4)": {"civil-code:566.1"},
    "civil-code:588.1": {"civil-code:577"},
}
"""What a court that cites the one names too: fraud and what it is, a void term and the rules it breaks, harm and the share of fault, an end and what it leads to."""


@pytest.mark.parametrize("provision", CITED_TOGETHER)
def test_what_courts_cite_together_stands_together(provision: str) -> None:
    for path in (path for path in CLAIMS if path.parent.name == "claims"):
        claim = tomli.loads(path.read_text("utf-8"))
        basis = claim["basis"]
        dated = basis if isinstance(basis, list) else [one for some in basis.values() for one in some]
        cited = {*dated, *claim.get("supports", ())}
        if claim["asks"] in {"refund", "return", "compensate", "punitive"} and provision in cited:
            assert cited >= CITED_TOGETHER[provision], path.stem
