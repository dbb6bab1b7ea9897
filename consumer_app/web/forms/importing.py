"""Taking a case in: one file."""

from consumer_app.web.forms.fields import FilesField
from consumer_app.web.forms.form import SiteForm


class ImportForm(SiteForm):
    """An exported ZIP, or a bare case.json."""

    archive = FilesField(
        "选择导出的文件",
        required="请选一个文件：从这里导出的 ZIP，或者 case.json",
        accept=".zip,.json,application/zip,application/json",
        camera=False,
        multiple=False,
    )
