"""Why a file was not taken in, in words a person can act on."""

from consumer_app.intake.evidence import LARGEST_FILE, MOST_FILES, MOST_PAGES

_MEGABYTES = LARGEST_FILE // 1024 // 1024

_PROMISES = {
    "图片": ("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "heic", "heif", "hif"),
    "PDF": ("pdf",),
    "视频": ("mp4", "m4v", "mov", "qt", "3gp", "3gpp"),
    "录音": ("m4a", "mp3", "aac", "wav", "amr"),
    "文本": ("txt",),
}

_SENTENCES = {
    "empty": "是空的，可能没有传完。请重新选一次",
    "too_large": f"超过了每个文件 {_MEGABYTES}MB 的上限。照片可以先截屏再传；视频请剪出要紧的一段，或者选「原件在我手里」，写明在哪里、要紧的是哪一段",
    "too_much_at_once": "没有收下：这一次选的文件加起来太大了，请分几次上传",
    "unknown_type": "这种文件现在收不了。请传照片、截图、PDF、录音、视频或 txt 文本；别的东西请拍照或截屏后再传",
    "program": "是一个程序，不能当证据收下。如果它本来应该是照片或文件，请不要打开它，向发给您的人重新要一份",
    "archive": "是一个压缩包，里面的东西看不见，也编不了页码。请先解压，再把里面的照片、PDF 一个一个传上来",
    "office_document": "是 Word 或 Excel 一类的文件，打出来会走样。请在原软件里「另存为 PDF」，或者截屏，再传上来",
    "web_page": "是一个网页文件，不能直接收下。请打开网页后截屏（最好截到网址和日期），再传截图",
    "drawing": "是矢量图文件，不能直接收下。请打开后截屏，再传截图",
    "damaged": "打不开，可能没有传完整或者已经损坏。请在手机或电脑上先打开看看；能看到就截屏再传",
    "locked": "加了密码，打不开。请先去掉密码（例如打开后「打印为 PDF」），再传上来",
    "too_many_pixels": "的像素太高（超过 5000 万），打开它会很吃力。请用普通模式重拍，或者截屏后再传",
    "too_many_pages": f"页数太多（最多 {MOST_PAGES} 页）。请只留要紧的那几页；很长的截图请分成几张",
    "too_slow": "太复杂，一直打不开。请截屏或重新拍一张再传",
    "twice": "和{where}是同一个文件，这次没有重复收",
    "too_many_files": f"没有收下：一个案件最多放 {MOST_FILES} 份证据，请先删去用不上的",
    "case_full": "没有收下：这个案件的空间满了，请先删去用不上的大文件",
}


def sentence(reason: str, name: str, promised: str = "", where: str = "") -> str:
    """One sentence for one file: its name first, then what it is and what to do."""
    shown = name if len(name) <= 40 else f"{name[:28]}…{name[-10:]}"
    if reason == "not_what_it_says":
        kind = next((kind for kind, endings in _PROMISES.items() if promised in endings), "")
        isnt = f"其实不是{kind}" if kind else "的内容和它的名字对不上"
        return f"「{shown}」这个文件{isnt}，只是名字写成了那样。请选原来的照片或文件；网页和文档请截屏后再传"
    return f"「{shown}」{_SENTENCES[reason].format(where=where)}"
