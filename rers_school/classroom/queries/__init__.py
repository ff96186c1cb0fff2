"""Read models for pages: frozen dataclasses, a constant number of SQL queries each."""
