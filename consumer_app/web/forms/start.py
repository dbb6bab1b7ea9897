"""The fields that make a case: what the first pages gathered travels on unseen, and one button confirms."""

from consumer_app.web.forms.describe import StartForm
from consumer_app.web.forms.fields import HiddenTextField, TickField
from consumer_app.web.forms.form import SiteForm


class KeepForm(StartForm):
    """What will be kept: the words told and the disputes chosen, or the example to begin from."""

    example = HiddenTextField(most=80)
    path = HiddenTextField(most=10)


class CardForm(SiteForm):
    """The card page: whether this device may open the case by itself, and the page that the card was looked at from."""

    back = HiddenTextField(most=80)
    remember = TickField("在这台设备上记住 90 天", hint="下次直接打开，不用再输编号。只在自己的手机或电脑上勾选")
