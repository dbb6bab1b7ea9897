"""The journey's first two forms: what happened in the shopper's own words, and which kind of dispute it is."""

from consumer_app.web.forms.fields import Choices, HiddenTextField, LongTextField, ManyField
from consumer_app.web.forms.form import SiteForm

MOST_TOLD = 20_000
MOST_KIND = 80
MOST_KINDS = 5
"""One letter is about one matter: who ticks more kinds than that is asked to choose."""
TOO_MANY = "一封信只说一件事：先选最要紧的一两件，别的以后再写一封"
NOTHING_TOLD = "请先写一两句：买了什么、哪里不对、商家怎么说"


class DescribeForm(SiteForm):
    """The one box of the first page."""

    told = LongTextField(
        "用自己的话说说发生了什么",
        required=NOTHING_TOLD,
        most=MOST_TOLD,
        rows=7,
        hint="买了什么、哪里不对、商家怎么说的。也可以把聊天记录整段粘贴进来",
    )


class LikelyForm(DescribeForm):
    """The words told, and what was answered to the question between kinds of trouble, when one was asked: ``kind``."""

    kind = HiddenTextField(most=MOST_KIND)


class StartForm(SiteForm):
    """What the second page hands to the case: the words told and the disputes chosen.

    ``kind`` is what was answered to the question between kinds, so that the page comes back as it was.
    """

    told = HiddenTextField("您写的经过", most=MOST_TOLD)
    kind = HiddenTextField(most=MOST_KIND)
    disputes = ManyField("哪些像您遇到的事？", required="请至少选一类最接近的；选错了以后也能改")

    def offer(self, disputes: Choices) -> None:
        """Sets what can be chosen; must be called before ``validate``."""
        self.disputes.choices = tuple(disputes)

    def check(self) -> None:
        """One letter about everything helps nobody."""
        if len(set(self.disputes.data)) > MOST_KINDS:
            self.complain(self.disputes, TOO_MANY)
