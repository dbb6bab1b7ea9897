"""What the kinds of things in a case and in the law book are called."""

from collections.abc import Mapping

from consumer_app.domain.case import Party, Role

ROLES: Mapping[Role, str] = {
    "shopper": "消费者",
    "seller": "商家",
    "platform": "平台",
    "maker": "生产者",
    "carrier": "快递公司",
    "passenger_carrier": "客运承运人",
    "installer": "安装方",
}
ROLES_SPOKEN: Mapping[str, str] = {
    "shopper": "我",
    "seller": "商家（客服、店员）",
    "platform": "平台（客服、官方）",
    "maker": "生产厂家",
    "carrier": "快递、物流",
    "passenger_carrier": "航空公司、铁路",
    "installer": "安装、维修师傅",
}
RESPONDENTS: Mapping[str, str] = {role: name for role, name in ROLES.items() if role != "shopper"}
CONTACT_CHANNELS: Mapping[str, str] = {
    "chat": "聊天（平台客服、微信等）",
    "phone": "电话",
    "sms": "短信",
    "page": "网页、订单页面",
    "visit": "上门",
    "store": "到店",
    "platform": "平台介入、平台客服",
    "mail": "信件、邮件",
    "video": "视频、直播",
    "other": "其他方式",
}
# Short enough for a column of a paper, and nothing where there is nothing to name.
CONTACT_CHANNELS_SHORT: Mapping[str, str] = {
    "chat": "聊天",
    "phone": "电话",
    "sms": "短信",
    "page": "网页",
    "visit": "上门",
    "store": "到店",
    "platform": "平台",
    "mail": "信件",
    "video": "视频",
    "other": "",
}
PROMISE_PLACES: Mapping[str, str] = {
    "product_page": "商品页面",
    "chat": "聊天",
    "phone": "电话",
    "live_stream": "直播间",
    "activity_page": "活动页面",
    "platform_rules": "平台规则",
    "manual": "说明书、包装",
    "store": "店里",
    "contract": "合同、单据",
    "other": "其他地方",
}
PROMISE_PLACES_SHORT: Mapping[str, str] = {
    "product_page": "商品页面",
    "chat": "聊天",
    "phone": "电话",
    "live_stream": "直播间",
    "activity_page": "活动页面",
    "platform_rules": "平台规则",
    "manual": "说明书",
    "store": "门店",
    "contract": "合同",
    "other": "",
}
OUTCOMES: Mapping[str, str] = {
    "broken": "没有做到",
    "late": "晚了才做到",
    "kept": "做到了",
    "pending": "还没到时候",
    "unknown": "不清楚",
}
OUTCOMES_IN_PAPERS: Mapping[str, str] = {
    "broken": "没有做到",
    "late": "没有按时做到",
    "kept": "已经做到",
    "pending": "尚未到期",
    "unknown": "",
}
CAPACITIES: Mapping[str, str] = {
    "guardian": "法定代理人",
    "agent": "委托代理人",
    "family": "代办人",
}
EVIDENCE_KINDS: Mapping[str, str] = {
    "photo": "照片",
    "screenshot": "截图",
    "chat": "聊天记录",
    "page": "网页",
    "receipt": "付款凭证",
    "document": "文件",
    "audio": "录音",
    "video": "视频",
    "object": "实物",
    "other": "其他",
}
STATUSES: Mapping[str, str] = {
    "settled": "可以主张",
    "contested": "法院看法不一",
    "open": "还差事实",
    "excluded": "不能主张",
}
STATUS_SIGNS: Mapping[str, str] = {"settled": "✔", "contested": "△", "open": "？", "excluded": "✘"}
CONTESTED: Mapping[str, str] = {"settled": "规定明确", "contested": "有争议"}
DOORS: Mapping[str, str] = {"open": "可以走", "not_yet_known": "还要先弄清", "closed": "走不了"}
CERTAINTIES: Mapping[str, str] = {"A": "已核对原文", "B": "据二手资料", "C": "未核验"}
FACT_KINDS: Mapping[str, str] = {
    "yes_no": "是或不是",
    "choice": "选项中的一个",
    "choices": "选项中的几个",
    "number": "数字",
    "money": "金额（元，最多两位小数）",
    "date": "日期（如 2026-06-01）",
    "text": "文字",
}
STATUTE_KINDS: Mapping[str, str] = {
    "law": "法律",
    "regulation": "行政法规",
    "rule": "部门规章",
    "interpretation": "司法解释",
}
ASKS: Mapping[str, str] = {
    "refund": "退款",
    "return": "退货退款",
    "exchange": "更换",
    "repair": "修理",
    "redo": "重作",
    "restore": "恢复原状",
    "price_reduction": "减少价款",
    "supply": "补足",
    "perform": "继续履行",
    "compensate": "赔偿损失",
    "punitive": "惩罚性赔偿",
    "information": "提供信息、说明",
    "correction": "更正",
    "apology": "道歉",
    "stop": "停止",
    "records": "提供记录",
}
INSTEAD_ON: Mapping[str, str] = {"not_performed": "未履行", "not_granted": "请求未获支持"}
"""What must come to pass with the first demand before the other is asked."""
# What a shopper may have said that they want, as they would say it.
WISHES: Mapping[str, str] = {
    "refund": "退钱",
    "exchange": "换货",
    "repair": "修好",
    "redo": "重做",
    "supply": "把东西补来",
    "perform": "照说好的办",
    "compensate": "赔偿",
    "apology": "道歉",
    "explanation": "给个说法",
    "takedown": "撤下、删除",
    "punish": "有人管一管",
    "warning": "提醒别人",
    "information": "发票、合同、资料",
}
SENT_BY: Mapping[str, str] = {
    "chat": "聊天窗口、微信、短信",
    "in_person": "当面交的",
    "post": "快递、挂号信",
    "mail": "电子邮件",
    "platform": "平台的售后页面",
    "website": "网站、App、小程序",
    "phone": "打电话",
    "other": "别的办法",
}
REPLY_KINDS: Mapping[str, str] = {
    "accepted": "全都答应了",
    "partial": "只答应一部分",
    "refused": "拒绝了",
    "silence": "到了日子没有答复",
}
WHO: Mapping[str, str] = {
    "shopper": "您",
    "seller": "商家",
    "platform": "平台",
    "carrier": "承运人",
    "authority": "行政机关",
    "court": "法院",
}
UNITS: Mapping[str, str] = {
    "hour": "小时",
    "natural_day": "日",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
}
WORDING_KINDS: Mapping[str, str] = {
    "threat": "威胁",
    "accusation": "定罪式的说法",
    "overclaim": "超出法律的要求",
    "term": "容易误会的用词",
    "silence": "封口",
    "insult": "辱骂",
    "privacy": "隐私",
}
FIELDS: Mapping[str, str] = {
    "name": "姓名",
    "phone": "电话",
    "address": "地址",
    "shop": "店铺名称",
    "registered_name": "登记名称（营业执照上的名称）",
    "licence_no": "统一社会信用代码",
}
PARTS: Mapping[str, str] = {
    "platform": "平台",
    "order.no": "订单编号",
    "order.ordered_at": "下单时间",
    "order.received_at": "收货时间",
    "order.paid": "实付金额",
    "order.freight": "运费",
    "order.refunded": "已退金额",
    "events": "经过",
    "story": "经过",
    "evidence": "证据",
    "promises": "商家的承诺",
    "demands": "诉求",
}


def part_name(address: str) -> str:
    """What a part of the case is called: ``seller.registered_name`` is 商家的登记名称（营业执照上的名称）."""
    if address in PARTS:
        return PARTS[address]
    pieces = address.split(".")
    role = next((one for one in ROLES if one == pieces[0]), None)
    if len(pieces) == 2 and role and pieces[1] in FIELDS:
        whose = "您" if role == "shopper" else ROLES[role]
        return f"{whose}的{FIELDS[pieces[1]]}"
    if pieces[:2] == ["order", "lines"]:
        return {"affected": "这件商品有问题部分的价款", "paid": "这件商品的价款"}.get(pieces[-1], "商品")
    return "一件事的时间" if pieces[0] == "events" else address


PERSONS = ("师傅", "老师", "教练", "先生", "女士", "老板", "老板娘", "大姐", "大哥", "阿姨", "姐", "哥")
"""How the name of somebody ends who is no shop."""


def shop_named(shop: str, *, online: bool) -> str:
    """What a paper calls a shop: 店铺“慢时光箱包店” on a platform, where there are shops of that name; elsewhere its name alone."""
    return f"店铺“{shop}”" if online else shop


def at_the_shop(shop: str, *, online: bool) -> str:
    """Where something was bought: 在“慢时光箱包店”, 在红星家具店, 在张师傅处."""
    if online:
        return f"在“{shop}”"
    return f"在{shop}处" if shop.endswith(PERSONS) else f"在{shop}"


def party_name(party: Party) -> str:
    """How a party is named: its registered name, its shop, its own name, or what it is."""
    return (party.name if party.role == "shopper" else party.named) or ROLES[party.role]
