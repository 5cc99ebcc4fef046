"""An independent examiner of intake: what forms say (``contents``) and the many ways files say it (``layouts``).

Whoever works on the readers or the recogniser does not tune them to this package, and nothing here imports them.
"""
