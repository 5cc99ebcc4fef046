"""Every route of the product with the gate it must carry. A new route stands here, or the inventory test fails.

``signed_in`` means: the object is scoped in the query, and the domain refuses who holds no role for the action.
"""

BUSINESS = (
    "roles:auditor,budget_section,department_reviewer,filer,leader,performance,section_head,section_reviewer,"
    "treasury,unit_head"
)
REGION = "roles:treasury,performance,budget_section,leader,auditor"
EXTENDING = "roles:performance,section_head"
LETTERS = "roles:performance,system_admin"
FILER, TREASURY, PERFORMANCE = "roles:filer", "roles:treasury", "roles:performance"

GATES: dict[str, str] = {
    "health.healthz": "public",
    "session.sign_in": "public",
    "session.do_sign_in": "public",
    "session.choose_language": "public",
    "session.choose_year": "signed_in",
    "session.sign_out": "signed_in",
    "worklist.show": "signed_in",
    "inbox.index": "signed_in",
    "inbox.open_message": "signed_in",
    "inbox.read_all": "signed_in",
    "people.index": "signed_in",
    "declarations.index": "signed_in",
    "declarations.show": "signed_in",
    "declarations.paper": "signed_in",
    "declarations.new": FILER,
    "declarations.create": FILER,
    "moves.ask": "signed_in",
    "moves.take": "signed_in",
    "comments.add": "signed_in",
    "comments.edit": "signed_in",
    "comments.publish": "signed_in",
    "comments.delete": "signed_in",
    "extensions.index": EXTENDING,
    "extensions.create": EXTENDING,
    "stand_ins.index": BUSINESS,
    "stand_ins.create": BUSINESS,
    "stand_ins.end": BUSINESS,
    "suggestions.add": "signed_in",
    "suggestions.accept": "signed_in",
    "suggestions.refuse": "signed_in",
    "suggestions.withdraw": "signed_in",
    "batches.precheck": PERFORMANCE,
    "batches.perform": PERFORMANCE,
    "batches.index": "signed_in",
    "batches.show": "signed_in",
    "attachments.add": "signed_in",
    "attachments.download": "signed_in",
    "attachments.remove": "signed_in",
    "editor.show": "signed_in",
    "editor.save": "signed_in",
    "editor.save_form": "signed_in",
    "editor.do": "signed_in",
    "editor.paste": "signed_in",
    "editor.answer": "signed_in",
    "editor.ask_explain": "signed_in",
    "editor.explain": "signed_in",
    "editor.withdraw_explanation": "signed_in",
    "editor.ask_unlock": "signed_in",
    "editor.unlock": "signed_in",
    "execution.index": BUSINESS,
    "execution.months": BUSINESS,
    "execution.months_json": BUSINESS,
    "execution.project": BUSINESS,
    "payments.index": REGION,
    "payments.show": REGION,
    "payments.rows_csv": REGION,
    "payments.waiting": REGION,
    "payments.row": REGION,
    "payments.new": TREASURY,
    "payments.upload": TREASURY,
    "payments.stop": TREASURY,
    "payments.restart": TREASURY,
    "payments.correct": TREASURY,
    "payments.aside": TREASURY,
    "payment_match.lines": REGION,
    "payment_match.unmatched": REGION,
    "payment_match.match": TREASURY,
    "payment_match.take": TREASURY,
    "campaigns.index": BUSINESS,
    "campaigns.show": BUSINESS,
    "campaigns.new": PERFORMANCE,
    "campaigns.create": PERFORMANCE,
    "campaigns.ask_close": PERFORMANCE,
    "campaigns.close": PERFORMANCE,
    "reports.show": "signed_in",
    "reports.save": "signed_in",
    "reports.paper": "signed_in",
    "reports.ask": "signed_in",
    "reports.take": "signed_in",
    "deliveries.index": LETTERS,
    "deliveries.send_again": LETTERS,
}

BODIES: dict[str, object] = {
    "editor.save": {"changes": [{"path": "basics/-/project_name", "old": "", "new": "x"}]},
    "editor.do": {"do": "add:goals"},
    "editor.paste": {"section": "indicators", "text": "产出指标\t数量指标\tx\t1次"},
}
"""What the routes that understand only JSON are sent."""
