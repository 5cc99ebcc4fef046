"""What is said when a signed page (审签页) or a sealed letter on paper does not fit what is stored."""

from workflow.notifications.sentences import Sentence

PAPER_REFUSALS: dict[str, Sentence] = {
    "head_missing": ("请选择在纸质审签页上签字的单位负责人", "Choose the head of the unit who signed the page"),
    "not_a_head": (
        "您选择的人现在不是本单位负责人，请核对签字人",
        "The person you chose is not a head of this unit now; check who signed",
    ),
    "head_uploads": (
        "审签人和上传人不能是同一人。您本人就是单位负责人的，请由另一位填报人上传，或在系统内审签",
        "Who signed cannot upload the page; ask another filer to upload it, or sign at the screen",
    ),
    "head_typed": (
        "这位负责人填报过这份申报，不能审签。请由另一位单位负责人签字",
        "This head typed in the file and may not sign it; another head of the unit has to sign",
    ),
    "not_signed_on_paper": (
        "这份申报由单位负责人或主管部门在系统内审签，请由他们撤回或申请退回",
        "The head of the unit or the department signed this file at the screen; ask them to take it back",
    ),
    "sign_page_not_now": (
        "申报已不在单位负责人审签环节，不能再打印审签页",
        "The head of the unit no longer has to sign this file; there is no page to print",
    ),
    "scan_missing": (
        "请选择签字盖章后的审签页扫描件（PDF、JPG、PNG）",
        "Choose the scan of the signed and stamped page (PDF, JPG or PNG)",
    ),
    "scan_type": (
        "“{name}”不是扫描件，请上传 PDF、JPG 或 PNG",
        "“{name}” is no scan; upload a PDF, JPG or PNG",
    ),
    "scan_unsigned": (
        "“{name}”就是下载的空白审签页，上面没有签字。请签字盖章后扫描上传",
        "“{name}” is the blank page as it was downloaded; have it signed and stamped, then upload its scan",
    ),
    "sign_code_missing": (
        "没有从扫描件里读到审签码，请照审签页上二维码旁的 16 位审签码录入",
        "No code could be read from the scan; type the 16 characters beside the QR code of the page",
    ),
    "sign_code_mistyped": (
        "审签码录入有误（漏字、错字或前后颠倒），请对照审签页重新核对。审签码里没有数字 0、1 和字母 I、L、O",
        "The code is mistyped: a character is missing, wrong or swapped. It never holds 0, 1, I, L or O",
    ),
    "sign_code_of_another_file": (
        "这是另一份申报的审签页，请核对是否拿错了纸",
        "This page belongs to another declaration; check whether it is the right sheet",
    ),
    "sign_code_of_named_file": (
        "这是「{project_name}」（{year}年）的审签页，不是本申报的",
        "This page belongs to “{project_name}” ({year}), not to this declaration",
    ),
    "sign_code_outdated": (
        "这是较早一稿的审签页，之后又改了 {count} 处。请重新打印现在这一稿，再签字盖章",
        "This page is of an earlier version, since when {count} cells changed; print and sign the present one",
    ),
    "sign_code_unknown_version": (
        "这是本申报另一稿的审签页，系统没有保存那一稿。请重新打印现在这一稿，再签字盖章",
        "This page is of another version of this file that was not kept; print and sign the present one",
    ),
    "letter_code_missing": (
        "没有从扫描件里读到核验码，请照批复上二维码旁的核验码录入（至少前 16 位）",
        "No code could be read from the scan; type at least the first 16 characters beside the QR code of the letter",
    ),
    "letter_code_wrong": (
        "核验码与这份批复不符，可能录入有误，请对照纸面逐位核对",
        "The code does not fit this letter; it may be mistyped, compare it with the paper",
    ),
    "letter_code_of_another": (
        "这是批复“{number}”的扫描件，不是本批复的",
        "This is a scan of the letter {number}, not of this one",
    ),
}
