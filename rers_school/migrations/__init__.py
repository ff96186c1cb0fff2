"""The history of the schema, as Alembic revisions: one head, each goes up and down."""
