"""Reminders (催报) as data: which there are, what they are about, and on which day who is told.

``table`` is what comes with the product, ``stored`` what a region made of it, ``sources`` reads the objects from the
database, ``plan`` says which steps have come. ``services.reminders`` sends, ``queries.reminder_preview`` looks ahead.
"""
