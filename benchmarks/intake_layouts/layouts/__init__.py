"""All layouts. Each copies a real practice, named in its docstring; add one here and the benchmark runs it."""

from benchmarks.intake_layouts.layouts import files, lists, local, runs, tables
from benchmarks.intake_layouts.made import Layout


def _named(make: object) -> str:
    return str(getattr(make, "__name__", make))


LAYOUTS: tuple[Layout, ...] = (
    *(
        Layout(_named(make), make)
        for make in (
            tables.pipe_table,
            tables.pipe_table_utf16,
            tables.tab_rows,
            tables.tab_rows_gbk,
            tables.labels_repeated,
            tables.transposed_basics,
            tables.full_width_and_spaced,
            tables.page_breaks,
            tables.row_cut_in_two,
            tables.several_goals,
            tables.amounts_in_yuan,
            tables.comparator_words,
            tables.weights_and_basis,
            tables.sub_rows,
            tables.level1_after_its_first_child,
            runs.label_value_lists,
            local.approval_table,
            local.docx_goal_on_every_row,
            local.html_in_markdown,
            local.values_with_blanks,
            lists.levels_on_every_page,
            lists.docx_tables_in_tables,
            lists.nature_value_unit_direction,
            files.docx_two_groups,
            files.docx_approval,
            files.xlsx_mid_and_annual,
            files.xlsx_prior_years,
            files.xlsx_self_evaluation,
            files.xlsx_value_first,
            files.html_unit_column,
            files.html_rowspan,
            files.html_self_evaluation,
        )
    ),
    *(
        Layout(_named(make), make, fits=runs.filled)
        for make in (
            tables.shifted_left,
            tables.shifted_right,
            runs.one_cell_per_line,
            runs.linear_with_blanks,
            runs.label_value_lines,
        )
    ),
    Layout("wrapped_pdf_text", runs.wrapped_pdf_text, fits=runs.wraps_once),
    Layout("wrapped_pdf_boxes", runs.wrapped_pdf_boxes, fits=runs.wraps_once),
    Layout("linear_solid", runs.linear_solid, fits=runs.solid),
    Layout("bracket_labels", runs.bracket_labels, fits=runs.bracketable),
    Layout("numbered_prose", runs.numbered_prose, fits=runs.signed),
    Layout("project_list", lists.project_list, takes=4, fits=runs.signed),
    Layout("approvals_under_a_unit", lists.approvals_under_a_unit, takes=3),
    Layout("pipes_with_breaks", lists.pipes_with_breaks, fits=lists.filled_target),
    Layout("drawn_with_blanks", lists.drawn_with_blanks, fits=runs.filled),
    Layout("three_forms_with_prose", runs.three_forms_with_prose, takes=3),
    Layout("docx_several_forms", files.docx_several_forms, takes=3),
    Layout("xlsx_side_by_side", files.xlsx_side_by_side, takes=2),
    Layout("xlsx_sheets", files.xlsx_sheets, takes=2),
    Layout("docx_overall", files.docx_overall, overall=True),
    Layout("xls_nature_value_unit", files.xls_nature_value_unit, needs="xlwt"),
    Layout("pdf_bordered", files.pdf_bordered, needs="typst"),
    Layout("pdf_borderless", files.pdf_borderless, needs="typst"),
    Layout("pdf_overall", files.pdf_overall, overall=True, needs="typst"),
)
