"""A site that takes one order and is killed before it is carried out. Arguments: the data folder, and ``letter``, ``photo`` or ``import``.

Says the session's cookie and the page that waits.
"""

import io
import sys
import time
from pathlib import Path

from PIL import Image

from consumer_app import create_app
from consumer_app.bench import Job
from consumer_app.config import Config
from consumer_app.storage import StorageSettings
from consumer_app.web import import_work, kept_work
from tests.conftest import Clock
from tests.web.conftest import Visitor
from tests.web.test_papers import story

if __name__ == "__main__":
    folder, asked = Path(sys.argv[1]), sys.argv[2]
    site = create_app(
        Config(data_dir=folder, bench_wait=0.0, print_ahead=False).prepared(), storage=StorageSettings(clock=Clock())
    )
    visitor = Visitor(site)
    _, opened = visitor.begin(story("spoiled-food"))
    site.extensions["bench"].ask(Job(opened.case_id, "in the way", lambda call: time.sleep(600)), 0)
    if asked == "import":
        from tests.web.test_importing import upload
        from tests.web.test_importing_later import exported

        kept_work.KINDS[import_work.KIND] = (lambda work, call: time.sleep(600), "导入的文件", import_work.BACK)
        waiting = upload(visitor, exported()).leads_to
    elif asked == "letter":
        waiting = visitor.fill("/case/papers/letter/store", freeze="yes").leads_to
    else:
        picture = io.BytesIO()
        Image.new("RGB", (300, 200), "white").save(picture, "JPEG")
        picture.seek(0)
        form = next(form for form in visitor.get("/case/evidence").forms if form.files)
        fields = form.fields.to_dict(flat=False)
        fields["files"] = [(picture, "外箱.jpg")]
        waiting = visitor.send("/case/evidence", fields, content_type="multipart/form-data").leads_to
    print(visitor.cookie("case"), waiting, flush=True)
    time.sleep(600)
