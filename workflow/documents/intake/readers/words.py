"""Why a file is refused: every sentence in one place. What a reader could not take over is in ``sentences.py``."""

SAVE_AS = "请用 Word 或 WPS 打开，另存为 docx、xlsx 或 pdf 后重新上传。"

REFUSALS: dict[str, tuple[str, str]] = {
    "file_missing": ("找不到文件“{name}”，请核对路径。", "“{name}” was not found: check the path."),
    "file_empty": ("“{name}”是空文件，请重新导出后上传。", "“{name}” is empty: export it again."),
    "file_too_large": (
        "“{name}”大于 {most} MB，未读取。请只保留表格页，或拆成几个文件。",
        "“{name}” is larger than {most} MB and was not read: keep only the pages with forms, or split it.",
    ),
    "file_truncated": (
        "“{name}”不完整，可能没有传完。请重新复制或导出后上传。",
        "“{name}” is cut off, probably by an interrupted copy: copy or export it again.",
    ),
    "file_damaged": (
        "“{name}”已损坏，无法打开。请用原软件打开确认，另存后重新上传。",
        "“{name}” is damaged and cannot be opened: open it in its own program, save it anew and try again.",
    ),
    "not_this_kind": (
        "“{name}”的内容不是 {kind} 文件，也不是文字。请核对是否选错了文件。",
        "The content of “{name}” is neither {kind} nor text: check whether it is the right file.",
    ),
    "save_as_xlsx": (
        "“{name}”不是 xlsx 文件（可能另存成了 xls 或 csv）。请打开填好的文件，另存为“Excel 工作簿（*.xlsx）”后再上传。",
        "“{name}” is no xlsx file (perhaps saved as xls or csv): save it as an Excel workbook (*.xlsx) and try again.",
    ),
    "unknown_kind": (
        "“{name}”不是可识别的文件。可用 xlsx、xls、docx、pdf、html、md、txt、csv。",
        "“{name}” is of no known kind: use xlsx, xls, docx, pdf, html, md, txt or csv.",
    ),
    "unpacks_too_far": (
        "“{name}”解压后过大（超过 {most} MB 或 {parts} 个部件），未读取。请只保留需要的表后另存。",
        "“{name}” unpacks to more than {most} MB or {parts} parts and was not read: keep only what is needed.",
    ),
    "external_entity": (
        "“{name}”内含文档类型或外部实体声明，为安全起见未读取。请用 Office 或 WPS 打开，另存后重新上传。",
        "“{name}” declares a document type or entities and was not read: save it anew with an office program.",
    ),
    "has_macros": (
        "“{name}”含有宏，未读取。请另存为不含宏的 docx 或 xlsx 后重新上传。",
        "“{name}” holds macros and was not read: save it as docx or xlsx without macros.",
    ),
    "password_protected": (
        "“{name}”有打开密码，无法读取。请取消密码后重新上传。",
        "“{name}” is protected by a password: remove it and try again.",
    ),
    "too_many_pages": (
        "“{name}”超过 {most} 页，未读取。请只保留需要的页，或拆成几个文件。",
        "“{name}” has more than {most} pages and was not read: keep only the pages with forms, or split it.",
    ),
    "too_many_cells": (
        "“{name}”的单元格或段落超过 {most} 个，未读取。请删除多余的表和空行，或拆成几个文件。",
        "“{name}” has more than {most} cells or paragraphs and was not read: remove what is not needed, or split it.",
    ),
    "too_many_unruled": (
        "“{name}”里没有表格线或列不对齐的指标表超过 {most} 格，未读取。请改用有表格线、列对齐的文件，或拆成几个文件。",
        "“{name}” holds more than {most} cells of indicators without rules or out of their columns and was not read: "
        "give a file with ruled tables, or split it.",
    ),
    "no_text_layer": (
        "“{name}”只有图片，没有可读取的文字（扫描件）。请上传导出的 pdf、docx 或 xlsx。",
        "“{name}” holds only pictures and no text (a scan): give the exported pdf, docx or xlsx.",
    ),
    "secret_mark": (
        "“{name}”标有密级（{mark}）。本系统不得存储、处理涉密文件，内容未保存。请按保密规定处理。",
        "“{name}” is marked as a state secret ({mark}). This system must not hold it; nothing was kept.",
    ),
    "legacy_document": (
        "“{name}”是 {kind} 格式，不能直接读取。" + SAVE_AS,
        "“{name}” is of the {kind} format, which is not read: save it as docx, xlsx or pdf.",
    ),
    "is_image": (
        "“{name}”是图片，不能读取文字。请上传原来的 docx、xlsx 或带文字的 pdf。",
        "“{name}” is a picture: give the docx, xlsx or pdf with text that it was made from.",
    ),
    "is_archive": (
        "“{name}”是压缩包，请解压后上传其中的文件。",
        "“{name}” is an archive: unpack it and give the files inside.",
    ),
    "too_slow": (
        "“{name}”在 {most} 秒内没有读完，已停止。请只保留需要的页或表后重新上传。",
        "“{name}” could not be read within {most} seconds: keep only the pages or sheets that are needed.",
    ),
    "too_much_memory": (
        "“{name}”读取时占用内存过多，已停止。请只保留需要的页或表后重新上传。",
        "“{name}” needs too much memory to be read: keep only the pages or sheets that are needed.",
    ),
    "no_room": (
        "系统暂时无法读取“{name}”（{why}），内容未保存。请稍后重试；仍不行请联系系统管理员。",
        "“{name}” cannot be read at the moment ({why}); nothing was kept. Try again later, or tell the administrator.",
    ),
    "interrupted": (
        "“{name}”的读取被系统中断，没有读完，内容未保存。请重新上传再试；仍不行请联系系统管理员。",
        "Reading “{name}” was interrupted by the system; nothing was kept. Upload it again, or tell the administrator.",
    ),
    "reader_failed": (
        "“{name}”读取时出错，内容未保存。请另存为 docx、xlsx 或 pdf 后重新上传；仍不行请联系系统管理员。",
        "“{name}” could not be read because of an error: save it as docx, xlsx or pdf, or tell the administrator.",
    ),
}
"""By code: the sentence in Chinese and in English. It names the file, the reason and the next step."""


class Unreadable(Exception):
    """The file as a whole cannot be used. ``facts`` fill the sentence of ``code``; ``name`` is given by ``read``."""

    def __init__(self, code: str, name: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.name = name
        self.facts = facts

    @property
    def message_zh(self) -> str:
        return REFUSALS[self.code][0].format(name=self.name, **self.facts)

    @property
    def message_en(self) -> str:
        return REFUSALS[self.code][1].format(name=self.name, **self.facts)

    def named(self, name: str) -> "Unreadable":
        self.name = name
        return self
