"""What tests in many places are told with: two law books, the real one, read once, and one small enough to read at a glance; a clock that can be turned, and a vault whose passphrases cost little."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from consumer_app import paths
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.lawbook import law_book_of, load_examples, load_law_book
from consumer_app.storage import StorageSettings, open_storage
from consumer_app.storage.vault import Argon2Cost

hypothesis.settings.register_profile("any machine", deadline=None)
if hypothesis.settings.get_current_profile_name() == "default":
    hypothesis.settings.load_profile("any machine")  # how long a case takes says only how busy the machine is

SMALL_LAW = {
    "facts/shop.toml": """
[bought_on]
kind = "date"
untold = true
from = "order.ordered_at"
label = "下单日期"
question = "哪天买的？"
said = ["买", "下单"]
[received_on]
kind = "date"
untold = true
from = "order.received_at"
label = "收货日期"
question = "哪天收到的？"
not_before = "bought_on"
said = ["收到"]
[paid]
kind = "money"
untold = true
from = "order.paid"
label = "实付金额"
question = "一共付了多少？"
said = ["花了", "付了"]
[refunded]
kind = "money"
untold = true
from = "order.refunded"
label = "已经退回的钱"
question = "退了多少？"
at_most = "paid"
[affected]
kind = "money"
untold = true
from = "order.lines.affected"
label = "有问题部分的价款"
question = "有问题的部分多少钱？"
[goods_kind]
kind = "choice"
from = "order.lines.goods_kind"
label = "商品种类"
question = "买的是什么？"
choices = {food = "食品", bag = "箱包"}
[bad_food]
kind = "yes_no"
label = "食品不符合安全标准"
question = "食品坏了吗？"
said = ["发霉", "坏了"]
[label_flaw]
kind = "yes_no"
label = "只是标签瑕疵"
question = "只是标签小毛病吗？"
[lied]
kind = "yes_no"
label = "商家说了假话"
question = "商家说了假话吗？"
[seller_knew]
kind = "yes_no"
label = "商家明知"
question = "商家知道吗？"
[expired_when_sold]
kind = "yes_no"
label = "卖时已过期"
question = "卖的时候就过期了吗？"
[loss]
kind = "money"
untold = true
label = "损失"
question = "损失多少？"
[asked_on]
kind = "date"
untold = true
label = "提出退货的日期"
question = "哪天提出退货的？"
""",
    "statutes/food-law.toml": """
title = "中华人民共和国食品安全法"
short = "食品安全法"
kind = "law"
issued_by = "全国人民代表大会常务委员会"
in_force_from = 2015-10-01
checked_on = 2026-11-21
source = "国家法律法规数据库"
[articles.148]
text = \"\"\"
消费者因食品受到损害的，可以要求赔偿损失。
生产不符合食品安全标准的食品，消费者可以要求支付赔偿金。
\"\"\"
[articles.34]
text = \"\"\"
禁止生产经营下列食品：
（一）甲；
（二）乙。
\"\"\"
""",
    "statutes/shopper-law.toml": """
title = "中华人民共和国消费者权益保护法"
short = "消费者权益保护法"
kind = "law"
issued_by = "全国人民代表大会常务委员会"
in_force_from = 2014-03-15
checked_on = 2026-11-21
source = "国家法律法规数据库"
[articles.55]
text = "经营者提供商品有欺诈行为的，应当增加赔偿。"
[articles.24]
text = "不符合质量要求的，可以退货。"
""",
    "statutes/parcel-rules.toml": """
title = "快递暂行条例"
short = "快递暂行条例"
kind = "regulation"
issued_by = "国务院"
in_force_from = 2025-06-01
checked_on = 2026-11-21
source = "国务院"
[articles.28]
text = "新条文。"
""",
    "statutes/parcel-rules-2019.toml": """
title = "快递暂行条例"
short = "快递暂行条例"
kind = "regulation"
issued_by = "国务院"
in_force_from = 2018-05-01
in_force_until = 2025-06-01
checked_on = 2026-11-21
source = "国务院"
[articles.27]
text = "旧条文。"
""",
    "claims/ten-times.toml": """
title = "食品十倍赔偿"
asks = "punitive"
against = "maker"
day = "bought_on"
basis = ["food-law:148.2"]
excludes = ["three-times"]
request = "支付赔偿金{amount}"
ground = "经营者应当按照价款的倍数支付赔偿金。"
other_side = "对方会说没有问题；有照片就说得清。"
[[when]]
fact = "goods_kind"
is = "food"
[[when]]
fact = "bad_food"
is = true
[[unless]]
fact = "label_flaw"
is = true
why = "标签瑕疵除外"
[remedy]
formula = "multiple_of_price_or_of_loss"
base = "affected"
inputs = {loss = "loss"}
multiple.2015-10-01 = 10
loss_multiple.2015-10-01 = 3
floor.2015-10-01 = 1000
""",
    "claims/three-times.toml": """
title = "欺诈三倍赔偿"
asks = "punitive"
against = "seller"
day = "bought_on"
basis = ["shopper-law:55"]
request = "支付赔偿金{amount}"
ground = "经营者应当按照价款的倍数支付赔偿金。"
other_side = "对方会说没有问题；有照片就说得清。"
[[when]]
any = [{fact = "lied", is = true}, {fact = "seller_knew", is = true}]
[remedy]
formula = "multiple_of_price"
base = "affected"
multiple.2014-03-15 = 3
floor.2014-03-15 = 500
""",
    "claims/refund.toml": """
title = "退款"
asks = "refund"
against = "seller"
day = "bought_on"
basis = ["shopper-law:24"]
request = "退还{amount}"
ground = "商品不符合要求的，经营者应当退货。"
other_side = "对方会说没有问题；有照片就说得清。"
[[when]]
fact = "bad_food"
is = true
[remedy]
formula = "price"
base = "whole"
less = ["refunded"]
[[deadline]]
id = "return-within"
title = "提出退货"
who = "shopper"
after = "received_on"
count = 7
unit = "natural_day"
basis = "shopper-law:24"
""",
    "claims/carrier-pays.toml": """
title = "快递赔偿"
asks = "compensate"
against = "carrier"
day = "bought_on"
basis.2018-05-01 = ["parcel-rules:27"]
basis.2025-06-01 = ["parcel-rules:28"]
request = "赔偿损失"
ground = "快递企业应当赔偿损失。"
other_side = "对方会说没有问题；有照片就说得清。"
""",
    "excuses/badly-stored.toml": """
title = "保存不当"
answer = "请说明一直按包装存放。"
ground = "保质期内的食品应当合格。"
basis = ["food-law:148.1"]
right_when = "确实没有冷藏"
right_if = [{fact = "label_flaw", is = true}]
""",
    "voices/business.toml": """
title = "写给商家"
asker = "投诉人"
asked = "被投诉人"
signer = "投诉人"
me = "本人"
you = "贵方"
law = "quoted"
""",
    "channels/store.toml": """
title = "和商家交涉"
kind = "store"
rank = 10
addressee = "商家"
voice = "business"
plain = "先找商家。"
""",
    "channels/regulator.toml": """
title = "12315 投诉"
kind = "regulator"
rank = 40
addressee = "市场监督管理局"
voice = "business"
plain = "调解。"
cannot = ["apology"]
fields = [{label = "姓名", fill = "shopper.name", required = true}, {label = "商家", fill = "seller.registered_name", required = true}]
[[closes]]
channel = "association"
why = "同一件事只由一家处理。"
""",
    "channels/association.toml": """
title = "消费者协会"
kind = "association"
rank = 50
addressee = "消费者协会"
voice = "business"
plain = "调解。"
""",
    "disputes/bad-food.toml": """
title = "食品变质"
plain = "买来的食品坏了。"
cause = "买卖合同纠纷"
facts = ["goods_kind", "bad_food", "label_flaw", "affected", "lied", "seller_knew", "expired_when_sold", "asked_on"]
claims = ["ten-times", "three-times", "refund"]
excuses = ["badly-stored"]
channels = ["store", "regulator", "association"]
[[evidence]]
id = "sample"
title = "样品"
kind = "object"
proves = "食品坏了"
disappears = {after = "received_on", count = 10, unit = "natural_day"}
""",
    "disputes/lost-parcel.toml": """
title = "快递丢失"
plain = "包裹不见了。"
cause = "运输合同纠纷"
facts = ["bought_on"]
claims = ["carrier-pays"]
channels = ["store"]
""",
    "platforms/taobao.toml": 'title = "淘宝"\nalso = ["某宝"]\n',
    "elsewhere/salary.toml": """
title = "工资"
where = "劳动监察 12333"
because = "这是劳动争议。"
""",
    "wording/threat.toml": """
[[rule]]
id = "expose"
patterns = ["不{pays}…6曝光"]
words.pays = ["赔", "退"]
not_after = ["若"]
hears = ["不赔我就曝光"]
passes = ["曝光时间不够", "若不赔就曝光"]
why = "像是在要挟"
instead = "我将依法通过12315、诉讼等途径解决"
""",
    "calendars/2026.toml": """
year = 2026
workdays = [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]
source = "国务院办公厅"
checked_on = 2026-11-21
[holidays]
spring = [2026-02-15, 2026-02-16, 2026-02-17, 2026-02-18, 2026-02-19, 2026-02-20, 2026-02-21, 2026-02-22, 2026-02-23]
new_year = [2026-01-01, 2026-01-02, 2026-01-03]
tomb = [2026-04-04, 2026-04-05, 2026-04-06]
labour = [2026-05-01, 2026-05-02, 2026-05-03, 2026-05-04, 2026-05-05]
dragon = [2026-06-19, 2026-06-20, 2026-06-21]
autumn = [2026-09-25, 2026-09-26, 2026-09-27]
national = [2026-10-01, 2026-10-02, 2026-10-03, 2026-10-04, 2026-10-05, 2026-10-06, 2026-10-07]
""",
}

WriteLaw = Callable[..., Path]
Judged = Callable[[str], Assessment]


def written(folder: Path, changes: Mapping[str, str | None]) -> Path:
    for name, text in {**SMALL_LAW, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def write_law(tmp_path: Path) -> WriteLaw:
    """Write the small law book into a folder, with files replaced or added; None leaves a file out."""
    return lambda changes=None: written(tmp_path / "legal_refs", changes or {})


@pytest.fixture(scope="session")
def law(tmp_path_factory: pytest.TempPathFactory) -> LawBook:
    """The small law book as it is written above."""
    return load_law_book(written(tmp_path_factory.mktemp("small") / "legal_refs", {}))


@pytest.fixture(scope="session")
def real_law() -> LawBook:
    """The law book."""
    return law_book_of(paths.LEGAL_REFS)


@pytest.fixture(scope="session")
def judged(real_law: LawBook, examples: Mapping[str, Example]) -> Judged:
    """What comes out of a worked example, by its slug; each is assessed once in a run, for whoever asks first."""
    return cache(lambda slug: assess(examples[slug].case, real_law, examples[slug].today))


@pytest.fixture(scope="session")
def examples() -> Mapping[str, Example]:
    """The worked examples, by slug."""
    return load_examples(paths.LEGAL_REFS)


class Clock:
    """Says the time it was set to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 4, 10, 0, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(clock: Clock) -> StorageSettings:
    """Of a vault that goes by the clock."""
    return StorageSettings(argon2=Argon2Cost(1, 64, 1), reserve_bytes=2**20, clock=clock)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database of a vault in which nothing was ever kept."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    open_storage(folder, StorageSettings(reserve_bytes=0)).close()
    return (folder / "cases.sqlite3").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, empty_database: bytes) -> Path:
    """The data folder of a vault, as after its first start."""
    made = tmp_path / "data"
    made.mkdir(mode=0o700)
    (made / "cases.sqlite3").write_bytes(empty_database)
    return made
