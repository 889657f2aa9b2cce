"""How Alembic reaches the database.

The product hands its open connection over. On the command line, name the database:
``alembic -x url=sqlite:///new.sqlite3 upgrade head``.
"""

from alembic import context
from sqlalchemy import Connection

from adapters.persistence.engine import open_engine, writer
from adapters.persistence.tables import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with writer(open_engine(context.get_x_argument(as_dictionary=True)["url"])).begin() as opened:
        run(opened)
