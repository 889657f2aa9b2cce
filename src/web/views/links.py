"""Where an application is to be found on the site and in its sheet, and until when."""

from datetime import date, datetime, timedelta

from domain.application import Application, State
from domain.batch import Batch
from domain.ports import Clock
from domain.values import format_date
from web import paths
from web.messages import Message, done


def list_address(application: Application) -> str:
    """The list the application stands on: Saved Applications or its tab of the batch."""
    if application.state is State.SAVED:
        return paths.SAVED
    if application.state in (State.SUBMITTED, State.DELETED):
        return paths.BATCH(application.batch_id)
    return paths.BATCH(application.batch_id, tab=application.verdict.value)


def place(batch: Batch, row: int, column: str) -> str:
    """Where in the sheet a column's value stands, as a sentence begins: "Cell S14"."""
    cell = batch.cell(row, column)
    return f"Cell {cell}" if cell[0].isupper() else f"Row {row}"


def day_of(moment: datetime, clock: Clock) -> date:
    """The carrier's calendar day of a moment that is whole days from now."""
    return clock.today() + timedelta(days=round((moment - clock.now()) / timedelta(days=1)))


def set_aside(saved: Application, clock: Clock) -> Message:
    """What is said once an application is saved for later."""
    until = format_date(day_of(saved.expires_at, clock))
    return done(f"{saved.person_name} is saved for later and kept until {until}.")
