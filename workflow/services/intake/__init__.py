"""导入申报材料: files are kept, read in a limited child, checked by a person, and only then become declarations.

``receive`` keeps a file and asks for its reading, ``reading`` is the job, ``sheet`` computes the draft of a form with
its doubtful places, ``checking`` keeps what a person says about it, ``creating`` makes or updates the declaration.
"""
