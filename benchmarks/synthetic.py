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
# Two multiplicative hashes give each place its angle and distance; the square root of nothing makes the middle dense.
POINTS = """
INSERT INTO place_geometry (place_id, geom)
SELECT id, MakePoint(
    24.94 + 0.4 * ((id * 2654435761 % 1000003) / 1000003.0 - 0.5) * ((id * 40503 % 65537) / 65537.0),
    60.17 + 0.2 * ((id * 2246822519 % 1000033) / 1000033.0 - 0.5) * ((id * 40503 % 65537) / 65537.0), 4326)
FROM place
"""


def sow(session: Session, number: int) -> None:
    """Fill an empty, migrated SpatiaLite database with *number* places, their names, points and squares."""
    session.execute(text(PLACES), {"number": number})
    session.execute(text(WORDS))
    session.execute(text(POINTS))
    cells.rebuild(session)
