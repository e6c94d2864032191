"""When the next digest may come."""

from calendar import monthrange
from datetime import date, timedelta

from .models import ReminderChoice, Rhythm


def next_day(choice: ReminderChoice) -> date | None:
    """Return the first day on which a digest may come, `date.min` for any, None for never."""
    last = choice.last_sent_on
    if choice.rhythm == Rhythm.OFF:
        return None
    if last is None:
        return date.min
    if choice.rhythm == Rhythm.DAILY:
        return last + timedelta(days=1)
    if choice.rhythm == Rhythm.WEEKLY:
        return last + timedelta(days=7)
    year, month = (last.year, last.month + 1) if last.month < 12 else (last.year + 1, 1)
    return date(year, month, min(last.day, monthrange(year, month)[1]))


def is_time(choice: ReminderChoice, on: date) -> bool:
    """Tell whether a digest may come on a day."""
    day = next_day(choice)
    return day is not None and day <= on
