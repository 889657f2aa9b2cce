"""Every way to look at a batch and to act on an application, by name."""

from collections.abc import Callable

from domain.accounts.access import Administrator
from domain.application import Application
from domain.findings import Verdict
from tests.unit.services.site import Site

Look = Callable[[Site, Administrator, Application], object]
LOOKS: dict[str, Look] = {
    "batch": lambda site, who, one: site.looking.batch(who, one.batch_id),
    "tab": lambda site, who, one: site.looking.tab(who, one.batch_id, Verdict.READY),
    "problems": lambda site, who, one: site.looking.problems(who, one.batch_id),
    "submissions": lambda site, who, one: site.looking.submissions(who, one.batch_id),
    "application": lambda site, who, one: site.looking.application(who, one.id),
    "preview": lambda site, who, one: site.looking.preview(who, one.id, {}),
}
ACTS: dict[str, Look] = {
    "edit": lambda site, who, one: site.mending.edit(who, one.id, {}, one.version),
    "save": lambda site, who, one: site.mending.save_for_later(who, one.id, one.version),
    "delete": lambda site, who, one: site.mending.delete(who, one.id, one.version),
    "restore": lambda site, who, one: site.mending.restore(who, one.id, one.version),
    "delete errors": lambda site, who, one: site.mending.delete_errors(who, one.batch_id),
    "submit": lambda site, who, one: site.submitting.submit_one(who, one.id, one.version),
    "submit ready": lambda site, who, one: site.submitting.submit_ready(who, one.batch_id),
}
