"""Looking for words in every form somebody may read, a few hits of each: what a search box over the whole portal shows.

One statement for each form that has searched texts which show to him; the rest of a form is a list's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dougong.engines.finding import Invalid
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.lower import NotLowerable
from dougong.platform.storage.records import Found, Records
from dougong.platform.storage.select import ListQuery
from dougong.platform.storage.words import words_of

EACH = 5


@dataclass(frozen=True)
class Hits:
    """The first records of one form that hold all the words, newest first."""

    form: StoredForm
    found: Sequence[Found]


def search_forms(records: Records, forms: Iterable[StoredForm], text: str, *, each: int = EACH) -> list[Hits]:
    """Forms without a hit are left out, and those whose rights the database cannot compute: nobody reads them, and one
    app's mistake is not that of all."""
    words = words_of(text)
    hits: list[Hits] = []
    for form in forms if words else ():
        rights = records.rights(form)
        searched = [key for key in form.tables.searched if not rights.hidden(key)]
        if "read" not in rights.actions or not searched:
            continue
        fields = (form.title,) if form.title is not None and form.title in form.fields else ()
        try:
            page = records.page(form, ListQuery(words=words, fields=fields), limit=each)
        except (NotLowerable, Invalid):
            continue
        if page.items:
            hits.append(Hits(form, page.items))
    return hits
