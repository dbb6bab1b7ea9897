"""A field for a passphrase."""

from wtforms.widgets import PasswordInput

from consumer_app.web.forms.fields import TextField


class SecretField(TextField):
    """A passphrase: typed unseen, never shown again, spaces inside kept as typed."""

    most = 256
    look = "secret"
    widget = PasswordInput()

    def read(self, text: str) -> str:
        """The passphrase as typed, if it is not too long."""
        return self._of_bearable_length(text)

    def _value(self) -> str:
        return ""
