"""Write side: one verb per function, inside the caller's ``unit_of_work(write=True)``."""
