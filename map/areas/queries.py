"""Reading areas."""

from flask import g
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from map.areas.models import Area, AreaGeometry
from portal.db import session
from portal.geo import Point, coordinates
from portal.i18n import shown
from portal.languages import Said, best
from portal.settings import current


def public() -> Select[Area]:
    """Every area: none is hidden."""
    return select(Area)


def name(area: Area) -> Said:
    """The name of *area* for the reader."""
    return best({each.locale: each.name for each in area.texts}, shown().tag, current().local_language) or Said(
        area.slug, "en"
    )


def all_areas() -> dict[int, Area]:
    """Every area by its id; read once a request, since there are few."""
    if "areas" not in g:
        g.areas = {area.id: area for area in session().scalars(public().options(joinedload(Area.texts))).unique()}
    found: dict[int, Area] = g.areas
    return found


def named() -> list[tuple[str, Said]]:
    """Every area as (slug, name for the reader), by name."""
    return sorted(((area.slug, name(area)) for area in all_areas().values()), key=lambda pair: pair[1].words)


def centroid(slug: str) -> Point | None:
    """The centre of the area called *slug*, or None where there is no such area."""
    query = select(*coordinates(AreaGeometry.centroid))
    row = session().execute(query.join(Area, Area.id == AreaGeometry.area_id).where(Area.slug == slug)).first()
    return Point(*row) if row else None
