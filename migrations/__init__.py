"""How the tables came to be: Alembic scripts that run on SpatiaLite and on PostGIS."""
