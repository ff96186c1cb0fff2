"""A class after a whole year of exchanges: its pages, and all its pupils at work at once."""
