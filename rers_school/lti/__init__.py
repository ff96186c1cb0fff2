"""The LTI 1.3 tool side: platforms, launches, and what they say about people and classes."""
