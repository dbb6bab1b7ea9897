"""What a case would not take, as complaints of the form that brought it: which list is full, which field is too long, what to do."""

from typing import Any

from pydantic import ValidationError

FULL = {
    "disputes": "最多选 {most} 类，请只留最接近的几类",
    "parties": "最多写 {most} 方，放不下了。请先删掉用不上的，再点一次保存",
    "lines": "一个订单最多写 {most} 件，放不下了。同样的可以合成一件、写上数量，再点一次保存",
    "events": "时间线最多写 {most} 条，放不下了。请把相近的几条合成一条，或者先删掉用不上的，再点一次保存",
    "promises": "承诺最多写 {most} 条，放不下了。请先删掉用不上的，再点一次保存",
    "evidence": "一个案件最多放 {most} 份证据，放不下了。请先删掉用不上的，再点一次保存",
    "demands": "诉求最多写 {most} 条（勾选的也算），请把相近的合成一条，再点一次保存",
    "papers": "一个案件最多放 {most} 份文书，放不下了。请先导出存好，再用一个新案件接着写",
    "steps": "跟进最多记 {most} 步，放不下了。请把相近的几步合成一步，再点一次保存",
}
OTHERWISE = (
    "有一处内容存不下，这次没有保存。您填的都还在，请看看有没有特别长的，或从别处粘贴来的符号，改一改再点一次保存"
)
OF_THE_CASE = {("Case", ()), ("Case", ("order",)), ("Order", ())}


def refusals(refused: ValidationError) -> list[tuple[str, str]]:
    """What a case refused, each with the name of the field it came from (empty where it was none) and what to do; the limits are the model's own."""
    found = (_refusal(refused.title, one["loc"], one["type"], one.get("ctx", {})) for one in refused.errors())
    return list(dict.fromkeys(found))


def complain_of(form: Any, refused: ValidationError) -> None:
    """Put the refusals on the form: each on its field, where the form has that field, otherwise on the form."""
    for name, message in refusals(refused):
        field = next((one for one in form if one.name == name), None)
        if field is not None:
            form.complain(field, message)
        elif message not in form.form_errors:
            form.form_errors.append(message)


def _refusal(model: str, place: tuple[int | str, ...], kind: str, limits: dict[str, Any]) -> tuple[str, str]:
    name = str(place[-1]) if place else ""
    if kind == "too_long":
        words = FULL.get(name) if (model, place[:-1]) in OF_THE_CASE else None
        return name, (words or "最多选 {most} 个，请去掉几个").format(most=limits["max_length"])
    if kind == "string_too_long":
        return name, f"最多 {limits['max_length']} 个字，请删短一些"
    return name, OTHERWISE
