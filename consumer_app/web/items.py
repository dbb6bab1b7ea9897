"""The pages of the items of a list: adding one, changing one, taking one out, and putting them in another order."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint, new_id, part, replaced
from consumer_app.domain.case.timeline import in_time_order
from consumer_app.web import current
from consumer_app.web.editing import applied, edit_part
from consumer_app.web.forms.form import PartForm
from consumer_app.web.forms.part_form import CasePartForm

SHAPE = re.compile(r"[a-z]+/[a-z]\d{1,6}")


@dataclass(frozen=True)
class Once:
    """One showing of a page that adds something: the token its form carries, and the item that it has added already."""

    token: str
    added: str | None

    @classmethod
    def of_this_page(cls) -> "Once":
        """The showing that this request's form came from; a new one for a page now to be shown."""
        token = request.form.get("once", "")[:20]
        return cls(token, current.added(token)) if token else cls(secrets.token_urlsafe(9), None)


@dataclass(frozen=True)
class Items:
    """A list of the case, each item of which has pages of its own.

    ``form`` is the form of the item with that id, which may be new; ``template`` draws it (``item_id`` is None for a new one).
    ``list_page`` is the endpoint of the page that lists them. ``brief`` says an item in a few words, ``stays`` what is not taken out
    with it, ``label`` what the button that takes it out is called. ``ours`` leaves out items that belong to other pages.
    """

    name: str
    form: Callable[[Case, str], CasePartForm]
    template: str
    list_page: str
    brief: Callable[[Any], str]
    stays: str = ""
    label: str = ""
    ours: Callable[[Any], bool] = lambda item: True

    def find(self, case: Case, item_id: str | None) -> Any:
        """The item of that id; None when the list has none."""
        item = part(case, f"{self.name}/{item_id}") if item_id else None
        return item if item is not None and self.ours(item) else None

    def address(self, item_id: str) -> str:
        """The part that must not have changed meanwhile when an item is taken out."""
        return f"{self.name}/{item_id}"

    def free_id(self, case: Case) -> str:
        """The id of a further item."""
        return new_id(case, self.name)

    def without(self, case: Case, item_id: str) -> Case:
        """The case without the item; what pointed at it no longer does."""
        return replaced(case, self.address(item_id), None)

    def add(self) -> ResponseReturnValue:
        """The page of a further item. Sent twice, as after going back, it adds one: the second time it is a change of the first."""
        case, once = current.opened.case, Once.of_this_page()
        known = self.find(case, once.added) is not None
        item_id = once.added if once.added and known else self.free_id(case)

        def form_for(case: Case) -> CasePartForm:
            form = self.form(case, item_id)
            form.once = once.token
            return form

        def then() -> str:
            current.remember_added(once.token, item_id)
            return url_for(self.list_page)

        if known and (form := form_for(case)).validate_on_submit() and form.onto(case) == case:
            return redirect(request.path if "again" in request.form else then(), 303)
        return edit_part(form_for, self.template, then=then, item_id=None)

    def edit(self, item_id: str) -> ResponseReturnValue:
        """The page of one item, changed; without such an item 404, or 409 with what was typed into it while it was taken out elsewhere."""
        case, address = current.opened.case, self.address(item_id)
        if not may_be_shown(case, address) or (part(case, address) is not None and self.find(case, item_id) is None):
            abort(404)
        then = url_for(self.list_page)
        return edit_part(lambda case: self.form(case, item_id), self.template, then=then, item_id=item_id)

    def delete(self, item_id: str) -> ResponseReturnValue:
        """The page that asks once more before an item is taken out; without such an item 404, or on to the list where it is gone already."""
        item = self.find(current.opened.case, item_id)
        if item is None:
            if request.method == "POST":
                return redirect(url_for(self.list_page), 303)
            abort(404)
        return take_out(
            self.address(item_id),
            lambda case: self.without(case, item_id),
            "case/delete.html",
            then=url_for(self.list_page),
            what=self.brief(item),
            stays=self.stays,
            label=self.label,
        )


def may_be_shown(case: Case, address: str) -> bool:
    """Whether the page of an item can answer: the item is there, or something typed was sent for one that was taken out meanwhile.

    What was typed is not lost then: saving it finds that the item is gone and answers 409, where it can be put back.
    """
    return part(case, address) is not None or (request.method == "POST" and SHAPE.fullmatch(address) is not None)


def item_pages(bp: Blueprint, url: str, noun: str, items: Items) -> None:
    """Give a blueprint the pages of a list's items: ``add_NOUN`` at url/new, ``edit_NOUN`` at url/<NOUN_id>, ``delete_NOUN`` below it."""
    both, named = ["GET", "POST"], f"<{noun}_id>"

    def with_id(view: Callable[[str], ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        return current.require_case(lambda **named: view(named[f"{noun}_id"]))

    bp.add_url_rule(f"{url}/new", f"add_{noun}", current.require_case(lambda: items.add()), methods=both)
    bp.add_url_rule(f"{url}/{named}", f"edit_{noun}", with_id(items.edit), methods=both)
    bp.add_url_rule(f"{url}/{named}/delete", f"delete_{noun}", with_id(items.delete), methods=both)


def take_out(
    address: str, without: Callable[[Case], Case], template: str, *, then: str, **context: Any
) -> ResponseReturnValue:
    """The confirmation page for taking something out of a list."""
    form = PartForm(data={"seen": fingerprint(current.opened.case, address)})
    if form.validate_on_submit() and applied(form, address, without):
        return redirect(then, 303)
    return render_template(template, form=form, back=then, **context), form.status


def reordered(name: str, form: PartForm) -> bool:
    """Keep the items of a list in the order posted (see ``order_posted``); False when the form says what is wrong."""
    wanted = order_posted(name)
    return form.validate_on_submit() and applied(form, name, lambda case: in_order(case, name, wanted))


def order_posted(name: str) -> list[str]:
    """The ids as the ``order`` fields give them, with one moved ``up`` or ``down`` by its button, or all in the order of time."""
    wanted = request.form.getlist("order")
    if name == "events" and request.form.get("by") == "time":
        wanted = [event.id for event in in_time_order(current.opened.case.events)]
    for direction, by in (("up", -1), ("down", 1)):
        wanted = _moved(wanted, request.form.get(direction), by)
    return wanted


def in_order(case: Case, name: str, wanted: list[str]) -> Case:
    """The case with the items of a list in that order; those it does not name stay behind."""
    place = {item_id: number for number, item_id in enumerate(wanted)}
    items = getattr(case, name)
    return replaced(case, name, tuple(sorted(items, key=lambda item: place.get(item.id, len(items)))))


def _moved(ids: list[str], item: str | None, by: int) -> list[str]:
    if item not in ids:
        return ids
    at = ids.index(item)
    to = min(max(at + by, 0), len(ids) - 1)
    rest = [one for one in ids if one != item]
    return [*rest[:to], item, *rest[to:]]
