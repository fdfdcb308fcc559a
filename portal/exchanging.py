"""The commands that bring things in and take them out: places, pages, guides, events."""

from pathlib import Path

import click

from map.exchange import osm, own
from map.exchange.records import Report, store
from portal import db
from portal.app import create_app
from portal.languages import SOURCE
from portal.pages import actions as pages
from portal.settings import Settings, load
from resources.events.exchange import files as event_files
from resources.guides.exchange import folder as guide_folder
from resources.guides.exchange import integreat
from resources.guides.exchange import records as guide_records


@click.group("import")
def bring() -> None:
    """Bring in places, hotlines, pages, guides or events."""


@bring.command("places")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["osm", "toml"]), required=True, help="What kind of file it is.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--withdraw-missing", is_flag=True, help="Hide the places that this file no longer has.")
def bring_places(file: Path, form: str, dry_run: bool, withdraw_missing: bool) -> None:
    """Bring in the places of FILE: all of them or, where one cannot be read, none."""
    settings = load()
    source, extract = _read_extract(file, settings) if form == "osm" else _read_own(file)
    with create_app(settings).app_context():
        report = store(
            source, extract.places, extract.areas, settings.time_zone,
            withdraw_missing=withdraw_missing, dry_run=dry_run,
        )  # fmt: skip
    report.skipped.update(extract.skipped)
    _say(report, dry_run=dry_run)


def _read_own(file: Path) -> tuple[str, osm.Extract]:
    return own.SOURCE, osm.Extract(places=own.read(file, db.today()))


def _read_extract(file: Path, settings: Settings) -> tuple[str, osm.Extract]:
    city = osm.City(settings.local_language, settings.country, settings.time_zone)
    with click.progressbar(length=osm.count(file), label="Reading") as bar:
        return osm.SOURCE, osm.read(file, city, progress=bar.update)


@bring.command("pages")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def bring_pages(folder: Path) -> None:
    """Bring in every PAGE.LANGUAGE.md of FOLDER, in place of what is there."""
    with create_app(load()).app_context(), db.transaction() as session:
        taken = pages.load(session, folder, replace=True)
    click.echo(f"{taken} pages taken.")


@bring.command("guides")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--format", "form", type=click.Choice(["markdown", "integreat"]), default="markdown", help="What it is."
)
@click.option("--source-language", default="", help="The language of the originals; empty: the city's own.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def bring_guides(path: Path, form: str, source_language: str, dry_run: bool) -> None:
    """Bring in guides: a folder of SLUG.LANGUAGE.md, or JSON of pages. What people here wrote or checked stays."""
    settings = load()
    with create_app(settings).app_context():
        source = source_language or settings.local_language or SOURCE
        found = guide_folder.read(path) if form == "markdown" else integreat.read(path, source)
        report = guide_records.bring(found, dry_run=dry_run)
    for counted in (report.done, report.skipped):
        for what, number in counted.most_common():
            click.echo(f"{number} {what}")
    click.echo("A dry run: nothing was changed." if dry_run else "Done.")


@bring.command("events")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--organisation", default="", help="Who holds them: the last part of the organisation's address here.")
@click.option("--language", default="", help="The language that they are written in; empty: the city's own.")
@click.option("--category", default="associations", help="What they are about: the code of a category.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def bring_events(file: Path, organisation: str, language: str, category: str, dry_run: bool) -> None:
    """Bring in the events of FILE, a calendar (.ics) or a table (.csv): what can be read of it.

    What people here changed stays. What a calendar that was brought before has no more, is cancelled.
    """
    with create_app(load()).app_context():
        report = event_files.bring(file, event_files.Whose(organisation, language, category), dry_run=dry_run)
    click.echo("A dry run: nothing was changed." if dry_run else "Done.")
    click.echo(f"{report.taken} new, {report.changed} changed, {report.unchanged} as they were, {report.over} over.")
    click.echo(f"Of the changed ones, {report.cancelled} cancelled, {report.returned} take place after all.")
    for heading, said in (("Left out", report.skipped), ("Kept", report.kept), ("Good to know", report.notes)):
        for each in said:
            click.echo(f"{heading}: {each.said()}")


@click.group("export")
def take() -> None:
    """Take out guides."""


@take.command("guides")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def take_guides(folder: Path) -> None:
    """Write every guide, in every language, into FOLDER as SLUG.LANGUAGE.md."""
    with create_app(load()).app_context():
        click.echo(f"{guide_folder.write(folder)} files written.")


def _say(report: Report, *, dry_run: bool) -> None:
    click.echo("A dry run: nothing was changed." if dry_run else "Done.")
    click.echo(f"{report.taken} new, {report.changed} changed, {report.unchanged} as they were.")
    for reason, number in report.skipped.most_common():
        click.echo(f"{number} skipped: {reason}")
    if report.missing:
        what = "hidden" if report.withdrawn else "kept; --withdraw-missing hides them"
        click.echo(f"{len(report.missing)} not in this file any more ({what}): {', '.join(report.missing[:10])}")
