"""What is said about an offline workbook that came back (422), as a whole and at its cells, by code."""

from workflow.notifications.sentences import Sentence

OFFLINE_REFUSALS: dict[str, Sentence] = {
    "offline_file_missing": ("请选择填好的离线填报表", "Choose the workbook you filled in"),
    "offline_unreadable": ("{zh}", "{en}"),
    "offline_no_stamp": (
        "这不是系统导出的离线填报表（找不到版本信息）。请重新下载模板，把内容粘贴进去后上传",
        "This is no offline workbook of this system (its stamp is missing); download the template anew",
    ),
    "offline_foreign": (
        "这份离线填报表不是本系统导出的，或者版本信息被改动过。请重新下载模板",
        "This workbook was not exported by this system, or its stamp was changed; download the template anew",
    ),
    "offline_old_form": (
        "导出这份离线填报表之后表样有更新。请重新下载模板，把内容粘贴进去后上传",
        "The form has changed since this workbook was exported; download the template anew",
    ),
    "offline_no_projects": (
        "找不到“项目”表（没有“项目名称”等表头）。请不要删除表头，改回后再上传",
        "The sheet of projects was not found; put its headings back and upload it again",
    ),
    "offline_column_missing": (
        "找不到“{name}”列，这一列的内容按原样保留，没有改动。要修改的，请把表头改回“{name}”",
        "There is no column “{name}”; its contents were left as they are",
    ),
    "offline_column_twice": (
        "“{name}”列出现了两次，只读取了前面一列。请删除多余的列，确认内容填在前面一列",
        "There are two columns “{name}”; only the first was read",
    ),
    "offline_sheet_twice": (
        "“{name}”表与“{sheet}”表的表头相同，没有读取。如果内容填在“{name}”表，请删除“{sheet}”表，再把它改名为“{sheet}”",
        "The sheet “{name}” has the headings of “{sheet}” and was not read; keep only the one that was filled in",
    ),
    "offline_sheet_lost": (
        "找不到“{name}”表（或者它的表头），这张表的内容按原样保留，没有改动",
        "The sheet “{name}” or its headings were not found; its contents were left as they are",
    ),
    "offline_left_out": (
        "“项目”表里已没有 {names}，它们在其他表里的行没有读取，草稿没有改动。要修改的，请把项目那一行补回来",
        "No longer among the projects and left as they are: {names}; put the row of the project back to change it",
    ),
    "offline_not_taken": (
        "上年的 {count} 个项目没有采用：{names}。要采用的，请在“项目”表“采用”列选“是”后再上传",
        "Not taken over from last year ({count}): {names}. Choose 是 in the column 采用 to take one over",
    ),
    "offline_other_unit": (
        "这是{name}{year}年的离线填报表，您不能替它填报。请上传本单位的，或者重新下载",
        "This is the workbook of {name} of {year}, for which you do not file; bring back your own unit's",
    ),
    "offline_key_missing": (
        "“{sheet}”表的隐藏识别码列不见了，无法对应原有的行，这张表没有读取。请重新下载模板",
        "The hidden column of keys of “{sheet}” is gone, so the sheet was not read; download the template anew",
    ),
    "offline_other_form": (
        "这份填报表不是本次申报任务的表样，不能新增项目。请下载申报任务的填报表，在那里新增",
        "This workbook is not of the form of the task; add new projects in the workbook of the task",
    ),
    "offline_name_twice": ("“{name}”在“项目”表中出现了两次，请只保留一行", "“{name}” stands twice among the projects"),
    "offline_row_moved": (
        "这一行属于“{name}”，不能改成别的项目。要给别的项目加一行，请在空行中填写",
        "This row belongs to “{name}”; to give another project a row, use an empty one",
    ),
    "offline_project_unknown": (
        "“项目”表中没有“{name}”，这一行没有读取。请先在“项目”表中填写这个项目",
        "There is no project “{name}” in the sheet of projects; this row was not read",
    ),
    "offline_project_blank": (
        "没有填写项目名称，这一行没有读取",
        "The row names no project and was not read",
    ),
    "offline_goal_unknown": (
        "“目标”表中没有名为“{raw}”的目标，请填写目标名称",
        "There is no goal called “{raw}” in the sheet of goals",
    ),
    "offline_amount_with_unit": (
        "“{raw}”带了单位。这一列已经以万元为单位，请只填数字 {wan}",
        "“{raw}” says its unit; this column is in 万元, so type only {wan}",
    ),
    "offline_error_value": (
        "这一格是错误值 {raw}，请改成应填的内容",
        "This cell is the error {raw}; type what it should say",
    ),
    "offline_formula_without_value": (
        "公式没有计算结果，请在 Excel 或 WPS 中打开并保存后再上传，或者直接填写结果",
        "The formula has no result; open and save the file in an office program, or type the result",
    ),
    "offline_merged_cells": (
        "这一格被合并到别的格里了，内容已经丢失。请取消合并，重新填写",
        "This cell was merged away and its content is lost; unmerge it and type it again",
    ),
    "offline_conflict": (
        "导出以后，{who}在系统里把这一格改成了“{theirs}”。要用您填的，请保留不动再次上传；要用系统里的，请改成一样的内容",
        "{who} changed this cell to “{theirs}” after the export. Upload again to use yours, or type theirs",
    ),
    "offline_removed_changed": (
        "您删除的一行（{name}）在导出以后有人在系统里改过，没有删除。仍要删除的，请再次上传系统返回的文件",
        "A row you removed ({name}) was changed by somebody since the export; upload the returned file to remove it",
    ),
    "no_such_upload": ("没有这份上传的离线填报表，或您看不到它", "No such upload, or it is not visible to you"),
}
