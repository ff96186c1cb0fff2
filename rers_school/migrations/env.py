"""Alembic's entry: migrates over the connection that the runner gives."""

from alembic import context

import rers_school.classroom.models
import rers_school.lti.models  # noqa: F401  registers its tables
from rers_school.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    user_module_prefix="db.",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
