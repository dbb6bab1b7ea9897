"""Files sent, from the camera or from the album."""

from typing import Any

from werkzeug.datastructures import FileStorage

from consumer_app.web.forms.fields.field import SiteField


class FilesField(SiteField):
    """Files sent, from the camera or from the album; a list of FileStorage, never read here. ``accept`` narrows the picker only."""

    look = "files"

    def __init__(
        self, label: str, *, accept: str = "", camera: bool = True, multiple: bool = True, **others: Any
    ) -> None:
        super().__init__(label, **others)
        self.accept, self.camera, self.multiple = accept, camera, multiple

    def process_data(self, value: Any) -> None:
        """No file to begin with."""
        self.data = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The files that have a name; an empty picker sends one without."""
        self.data = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
