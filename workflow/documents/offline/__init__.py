"""The offline workbook: what a unit without network fills in, and how it comes back. Pure: no database.

``layout.py``   THE sheets and columns of a form profile, by name
``stamp.py``    what was exported, signed, so that a foreign or old workbook is recognised
``writing.py``  the template: prefilled, protected, with drop-downs
``reading.py``  any workbook → cells with their places, in a limited child process
``filled.py``   cells → rows by the names of sheets and columns, never by position
``marking.py``  what is wrong, written into the user's own file
"""
