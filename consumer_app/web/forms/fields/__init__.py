"""The fields of every form: each takes messy input, keeps what was typed when it is wrong, and shows what was understood when it is right.

A field is optional unless ``required`` holds the sentence to show when it is left empty. ``look`` tells
``components/form.html`` how to draw it. ``hint`` stands under the label.
"""

from consumer_app.web.forms.fields.choosing import (
    ChoiceField,
    Choices,
    ManyField,
    Option,
    SeveralField,
    TickField,
    TriField,
)
from consumer_app.web.forms.fields.field import SiteField, Validators
from consumer_app.web.forms.fields.files import FilesField
from consumer_app.web.forms.fields.moments import MomentField
from consumer_app.web.forms.fields.text import (
    CONTROL_CHARACTERS,
    CountField,
    DayField,
    DaysField,
    HiddenTextField,
    LicenceNoField,
    LongTextField,
    MoneyField,
    OrderNoField,
    PhoneField,
    TextField,
)

__all__ = [
    "CONTROL_CHARACTERS",
    "ChoiceField",
    "Choices",
    "CountField",
    "DayField",
    "DaysField",
    "FilesField",
    "HiddenTextField",
    "LicenceNoField",
    "LongTextField",
    "ManyField",
    "MomentField",
    "MoneyField",
    "Option",
    "OrderNoField",
    "PhoneField",
    "SeveralField",
    "SiteField",
    "TextField",
    "TickField",
    "TriField",
    "Validators",
]
