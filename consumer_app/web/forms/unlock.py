"""The unlock page's fields."""

from consumer_app.web.forms.fields import TextField, TickField
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.secret import SecretField


class UnlockForm(SiteForm):
    """The case code in any way a person may type it, the passphrase once it is asked for, and whether this device is remembered."""

    code = TextField(
        "案件编号",
        required="请填写案件编号，它在您保存的卡片上",
        hint="26 位字母和数字。大小写、空格、横线都不要紧，把整条链接贴进来也行",
        most=2000,
        autocomplete="off",
    )
    passphrase = SecretField("口令", hint="您给这个案件设过口令", autocomplete="current-password")
    remember = TickField("在这台设备上记住 90 天", hint="只在自己的手机或电脑上勾选；随时可以取消")


class TicketForm(SiteForm):
    """A one-use ticket, as the link carries it."""

    ticket = TextField("一次性链接", required="请从原来的页面再点一次「在浏览器中打开」", most=300, autocomplete="off")
