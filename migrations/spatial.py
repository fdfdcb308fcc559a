"""Geometry columns and their indexes, on SpatiaLite and on PostGIS."""

from alembic import op


def prepare() -> None:
    """Make the database spatial, once."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'spatial_ref_sys') "
            "THEN InitSpatialMetaData(0, 'WGS84') END"
        )
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")


def add_geometry(table: str, column: str, kind: str, *, required: bool = True) -> None:
    """Add an indexed geometry *column* in WGS 84 to *table*, which has to be a narrow table of its own."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"SELECT AddGeometryColumn('{table}', '{column}', 4326, '{kind}', 'XY', {int(required)})")
        op.execute(f"SELECT CreateSpatialIndex('{table}', '{column}')")
    else:
        null = " NOT NULL" if required else ""
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} geometry({kind}, 4326){null}")
        op.execute(f"CREATE INDEX idx_{table}_{column} ON {table} USING gist ({column})")


def drop_table(table: str, *columns: str) -> None:
    """Drop *table* with its geometry *columns* and their indexes."""
    if op.get_bind().dialect.name == "sqlite":
        for column in columns:
            for notes in ("auth", "field_infos", "statistics", "time"):
                op.execute(f"DELETE FROM geometry_columns_{notes} WHERE f_table_name = '{table}'")
            op.execute(f"SELECT DisableSpatialIndex('{table}', '{column}')")
            op.execute(f"DROP TABLE idx_{table}_{column}")
            op.execute(f"SELECT DiscardGeometryColumn('{table}', '{column}')")
    op.drop_table(table)
