"""Forms given together, each beside the others: what the database knows of stored ones, found by their own words.

The same department and project name one year before is last year's; the overall declaration of the department and year
is the one to agree with; the department's other forms of the year are siblings; everybody else's are the corpus.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflow.canonical import Declaration, Overall
from workflow.canonical.profile import shipped
from workflow.copies import Library
from workflow.rules import check
from workflow.rules.beside import Alike, Corpus, Linked
from workflow.rules.finding import Context, Finding
from workflow.rules.last_year import folded
from workflow.types import Scope

ALL = frozenset(Scope)


class Together:
    """Declarations and overall declarations that are reviewed in one go; forms of one year are one corpus."""

    def __init__(self, declarations: Sequence[Declaration], overalls: Sequence[Overall] = ()) -> None:
        self._forms = list(declarations)
        self._overalls = {(overall.department, overall.fiscal_year): overall for overall in overalls}
        self._by_name = {(form.department, folded(form.project_name), form.fiscal_year): form for form in self._forms}
        self._departments = sorted({form.department for form in self._forms} | {key[0] for key in self._overalls})
        self._libraries: dict[int, Library] = {}
        for number, form in enumerate(self._forms):
            self._libraries.setdefault(form.fiscal_year, Library()).add(number, form.department, form)

    def findings(self, context: Context | None = None) -> Iterator[list[Finding]]:
        """Of all three scopes, form by form; without a context under the form's own profile and unset rules."""
        for number, form in enumerate(self._forms):
            given = context or Context(shipped()[form.form_profile])
            yield check(form, replace(given, linked=self.linked(number), corpus=self.corpus(number)), ALL)

    def linked(self, number: int) -> Linked:
        """What lies beside one of the forms."""
        form = self._forms[number]
        return Linked(
            last_year=self._by_name.get((form.department, folded(form.project_name), form.fiscal_year - 1)),
            overall=self._overalls.get((form.department, form.fiscal_year)),
            siblings=tuple(
                other
                for at, other in enumerate(self._forms)
                if at != number and (other.department, other.fiscal_year) == (form.department, form.fiscal_year)
            ),
            departments=tuple(name for name in self._departments if name != form.department),
        )

    def corpus(self, number: int) -> Corpus:
        """What the other departments' forms of the year have in common with it."""
        found = self._libraries[self._forms[number].fiscal_year].alike(number)
        return Corpus(
            tuple(
                Alike(item.path, item.share, other.department, other.project_name, item.text)
                for item in found
                for other in (self._forms[item.other.form],)
                if item.share
            )
        )
