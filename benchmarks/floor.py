"""The floor: the least that a Flask page with 20 rows from a database can cost."""

from pathlib import Path

from flask import Flask, render_template_string
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGE = "<ul>{% for row in rows %}<li>{{ row.id }} {{ row.name }}</li>{% endfor %}</ul>"


class Base(DeclarativeBase):
    """The parent of the floor's one table."""


class Row(Base):
    """A row with a name."""

    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def make(folder: Path) -> Flask:
    """A bare application: Flask, SQLAlchemy, Jinja, 20 rows at ``/``."""
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(Row(name=f"row {number}") for number in range(20))
        session.commit()
    app = Flask("floor")

    @app.get("/")
    def index() -> str:
        with Session(engine) as session:
            return render_template_string(PAGE, rows=session.scalars(select(Row).limit(20)).all())

    return app
