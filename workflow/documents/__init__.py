"""Between rows and documents: assembling the canonical form, later intake and rendering."""
