"""Intake: a file of any office format → grid model → recognised forms, with evidence and problems. Pure: no database.

``source.py``   what a reader hands over: blocks in reading order, each cell with the place it was read from
``readers/``    one reader a format, run in a limited child process (``child.py``)
``reading.py``  what the recogniser hands back: forms, evidence by path, problems
``recognise.py``  blocks → forms: by vocabulary and labels (``vocabulary.py``), never by position
"""
