"""The command ``wayhouse``."""

import os
import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from forum import demo as forum_demo
from map import basemap as basemaps
from map import demo as demos
from map.demo import people
from map.drawing import BASEMAP
from portal import db, exchanging, journal
from portal.accounts import operating
from portal.app import create_app, prepare
from portal.errors import BadInput
from portal.log import commands as log_commands
from portal.outbox.worker import work
from portal.pages import queries as page_queries
from portal.permissions import Role
from portal.search import app as search
from portal.search import table
from portal.settings import BadSetting, load
from portal.supervisor import Supervisor
from resources.events import demo as events_demo
from resources.guides import demo as guides_demo

ONE_LINE = (BadInput, BadSetting, db.MissingSpatialite, demos.NotADemo)


def _app() -> Flask:
    return create_app(load())


@click.group()
def main() -> None:
    """Wayhouse: a map of safe places, guidance in every language, and moderated forums."""
    journal.start()


@main.group("db")
def database() -> None:
    """Look after the database."""


@database.command("upgrade")
def upgrade() -> None:
    """Migrate the database, and add what it lacks of the taxonomy and the pages."""
    prepare(load())
    click.echo("The database is up to date.")


@main.command()
def serve() -> None:
    """Serve the portal, and keep its worker running beside it."""
    settings = load()
    settings.require_secret()
    with prepare(settings).app_context():
        demos.refuse()
    click.echo(f"Wayhouse serves http://{settings.bind}")
    Supervisor(settings).run()


@main.command()
def worker() -> None:
    """Do what must follow a save: index, notify, keep opening times."""
    app = _app()
    with app.app_context():
        table.table()  # now, so that what is saved first is found as fast as the rest
    work(app)


@main.command()
@click.option("--prepare", "only_prepare", is_flag=True, help="Only fill the demo; serve nothing.")
def demo(only_prepare: bool) -> None:
    """Fill a demo with real places of central Helsinki and serve it on this machine only."""
    os.environ |= {name: os.environ.get(name, value) for name, value in demos.ENVIRONMENT.items()}
    settings = load()
    demos.refuse_the_world(settings)
    app = prepare(settings)
    with app.app_context():
        demos.fill()
        password = people.fill(settings)
        forum_demo.fill()
        guides_demo.fill()
        events_demo.fill()
    work(app, until_idle=True)
    if only_prepare:
        return
    click.echo(f"Wayhouse, a DEMO: http://{settings.bind}/")
    click.echo(f"Sign in as {', '.join(people.NAMES)} with the password {password}. Stop with Ctrl-C.")
    Supervisor(settings).run()


@main.group("search")
def search_group() -> None:
    """Look after the search index."""


@search_group.command("rebuild")
def rebuild() -> None:
    """Index everything anew; search goes on meanwhile."""
    with _app().app_context(), click.progressbar(length=search.number(), label="Indexing") as bar:
        count = search.rebuild(bar.update)
    click.echo(f"{count} things indexed.")


@search_group.command("check")
def check_search() -> None:
    """Compare the index with the database; say what differs."""
    with _app().app_context(), click.progressbar(length=search.number(), label="Comparing") as bar:
        found = search.check(bar.update)
    for what, keys in found.items():
        if keys:
            click.echo(f"{len(keys)} {what}: {', '.join(keys[:10])}")
    differing = sum(map(len, found.values()))
    click.echo(
        "The index is as the database." if not differing else "Run `wayhouse search rebuild`, or start the worker."
    )
    sys.exit(1 if differing else 0)


@main.group("basemap")
def basemap_group() -> None:
    """Look after the basemap."""


@basemap_group.command("build")
@click.argument("file", type=click.Path(path_type=Path))
def build_basemap(file: Path) -> None:
    """Make the basemap from an .osm.pbf FILE."""
    settings = load()
    tiles = basemaps.build(file, settings.data_dir / BASEMAP)
    click.echo(f"{tiles} ({tiles.stat().st_size // 1024} KB)")


@main.group("account")
def account_group() -> None:
    """Look after accounts: the first people of a portal are made here."""


@account_group.command("create")
@click.argument("pseudonym")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]), help="A role; again."
)
@click.option("--reads", multiple=True, help="A language that they can review in, such as ar; again.")
@click.password_option(help="Their first password, which they should change.")
def create_account(pseudonym: str, roles: tuple[str, ...], reads: tuple[str, ...], password: str) -> None:
    """Make an account with PSEUDONYM as its public name, and print its sign-in name."""
    with _app().app_context():
        name = operating.create(pseudonym, password, roles, reads)
    click.echo(f"Sign-in name: {name}. Staff set up a second step at their first sign-in.")


@main.group("log")
def log_group() -> None:
    """Look after the log."""


@log_group.command("verify")
@click.option("--head", help="A hash that was published: the log has to go through it.")
def verify_log(head: str | None) -> None:
    """Check that nothing in the log was changed, left out or put in."""
    with _app().app_context():
        line, whole = log_commands.verify_log(head)
    click.echo(line)
    sys.exit(0 if whole else 1)


@main.command("check")
@click.option("--deploy", is_flag=True, help="Say what is missing before the portal is opened to the world.")
def check(deploy: bool) -> None:
    """Check the settings, and what the operator has to name."""
    settings = load()
    with create_app(settings).app_context():
        missing = operating.missing(settings) if deploy else []
    for line in missing:
        click.echo(line, err=True)
    click.echo("Nothing is missing." if not missing else f"{len(missing)} missing.")
    sys.exit(1 if missing else 0)


@main.group("feedback")
def feedback_group() -> None:
    """Read what readers wrote."""


@feedback_group.command("list")
def list_feedback() -> None:
    """Print every message, newest first."""
    with _app().app_context():
        for row in page_queries.feedback():
            click.echo(f"{row.sent_on} [{row.locale}] {row.about}\n{row.text}\n{row.contact}\n")


main.add_command(exchanging.bring)
main.add_command(exchanging.take)


def run() -> None:
    """Run the command; what an operator can mend is said in one line."""
    try:
        main(standalone_mode=False)
    except ONE_LINE as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OperationalError as error:
        click.echo(
            f"The database does not answer: {error.orig}. Is it there, and is `wayhouse db upgrade` done?", err=True
        )
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)


if __name__ == "__main__":
    run()
