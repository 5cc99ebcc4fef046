"""From domain values to what templates show: labels, chips, steps, sentences. No decisions, no database."""
