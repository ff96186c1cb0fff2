"""The forms of the pages: labels in the user's words, limits of the domain."""
