"""A network of 400 classes: its wall, its search, and the pages of a class that is in it."""
