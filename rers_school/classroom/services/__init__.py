"""Use cases: (session, actor, data) -> entity. They flush and never commit."""
