"""A million places that are not there, spread like a city's: dense in the middle, thin at the rim."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from map.places import cells

PLACES = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)
INSERT INTO place (id, slug, category_code, address, hours, time_zone, website, interpreters, emergency, demo,
                   source, source_ref, source_date)
SELECT i, 'p' || i,
       CASE i % 4 WHEN 0 THEN 'meals' WHEN 1 THEN 'clinic' WHEN 2 THEN 'hygiene' ELSE 'jobs' END,
       '', '', 'UTC', '', 0, 0, 0, 'bench', CAST(i AS TEXT), '2026-01-01' FROM n
"""
WORDS = """
INSERT INTO place_text (place_id, locale, name, about, origin, review)
SELECT id, 'en', 'Place ' || id, '', 'imported', 'draft' FROM place
"""
# The mean of three hashes a coordinate: a bell over the city, some 20 km wide, without a point of infinite density.
POINTS = """
INSERT INTO place_geometry (place_id, geom)
SELECT id, MakePoint(
    24.74 + 0.4 * (id * 2654435761 % 1000003 + id * 40503 % 1000033 + id * 2246822519 % 1000037) / 3000073.0,
    60.07 + 0.2 * (id * 3266489917 % 1000039 + id * 668265263 % 1000081 + id * 374761393 % 1000099) / 3000219.0, 4326)
FROM place
"""


def sow(session: Session, number: int) -> None:
    """Fill an empty, migrated SpatiaLite database with *number* places, their names, points and squares."""
    session.execute(text(PLACES), {"number": number})
    session.execute(text(WORDS))
    session.execute(text(POINTS))
    cells.rebuild(session)
