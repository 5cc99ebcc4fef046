"""一页纸: the overview of a year for leaders, departments and units.

``measures.py``  THE table of what is counted · ``figures.py`` the numbers · ``behind.py`` the files behind one number
"""
