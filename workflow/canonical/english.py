"""What the printed words of the forms are called in English: for pages and sentences, never for the paper itself.

By name or code, so a form of another region or year needs nothing here as long as it asks for the same things.
"""

FIELDS: dict[str, str] = {
    "project_name": "Project name",
    "project_code": "Project code",
    "responsible_person": "Person responsible",
    "phone": "Telephone",
    "project_category": "Project category",
    "project_type": "Project type",
    "application_reason": "Reason for the application",
    "main_content": "Main content",
    "establishment_basis": "Basis of establishment",
    "implementation_plan": "Implementation plan",
    "prior_evaluation": "Last year's evaluation and what followed from it",
    "prior_budget": "Budgets of the two years before and change this year",
    "budget_total": "Total budget",
    "budget_year": "Budget of the year",
}

SECTIONS: dict[str, str] = {
    "basics": "Project basics",
    "bodies": "Executing bodies",
    "grounds": "Grounds",
    "history": "Last evaluation and earlier budgets",
    "budget": "Budget",
    "funding": "Funding sources",
    "details": "Expenditure lines",
    "assets": "Assets and procurement",
    "goals": "Goals",
    "long_term": "Long-term goals and indicators",
    "annual": "Annual goals and indicators",
    "attachments": "Attachments",
}

SOURCES: dict[str, str] = {
    "fiscal": "Fiscal appropriation",
    "local": "Local appropriation",
    "transfer": "Transfers from above",
    "special_account": "Non-tax revenue from the special account",
    "other": "Other funds",
    "all": "Amount",
}

NATURES: dict[str, str] = {
    "appropriation": "Appropriation",
    "non_tax": "Non-tax revenue",
    "government_fund": "Government fund",
    "state_capital": "State capital operations",
    "social_insurance": "Social insurance fund",
}

HINTS: dict[str, str] = {
    "project_code": "21 characters; may stay empty until there is one",
    "budget_total": "for projects that go on over several years",
}
