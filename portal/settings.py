"""What an operator can set: a TOML file, then ``WAYHOUSE_*`` variables, each documented in docs/settings.md."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import current_app

DEFAULT_SECRET = "wayhouse-demo-secret-not-for-the-world"  # noqa: S105 (refused outside the demo)


VAR = Path("var")


class BadSetting(ValueError):
    """A setting that cannot be read or must not be used; says which and what to do."""


def setting(default: Any, meaning: str) -> Any:
    """Return a dataclass field that carries its own documentation."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a portal, with its default."""

    city: str = setting("Your city", "Name of the city, as its residents say it.")
    operator: str = setting("The operator of this portal", "Who runs the portal and answers for it.")
    contact: str = setting("contact@example.org", "E-mail address that readers can write to.")
    secret_key: str = setting(DEFAULT_SECRET, "Signs forms. At least 32 random characters; never the default.")
    data_dir: Path = setting(VAR, "Folder of the database, index and basemap. Nothing else is written.")
    database_url: str = setting("", "sqlite:///FILE or postgresql+psycopg://…; empty: a file in data_dir.")
    time_zone: str = setting("UTC", "Time zone of places that name none, such as Europe/Helsinki.")
    local_language: str = setting("", "Tag of the language that the city's own names are in, such as fi.")
    country: str = setting("", "ISO code for public holidays and local phone numbers, such as FI.")
    centre: str = setting("0,0", "Latitude,longitude that the map opens on.")
    exit_url: str = setting("https://www.wikipedia.org/", "Neutral page that quick exit leads to.")
    exit_name: str = setting("Wikipedia", "Name of that page.")
    bind: str = setting("127.0.0.1:8000", "Address and port that gunicorn listens on.")
    workers: int = setting(2, "Number of web processes.")
    proxies: int = setting(0, "How many reverse proxies stand in front and set X-Forwarded-For.")
    trusted_hosts: str = setting("", "Host names that the portal answers to, by comma; empty: any.")
    public_url: str = setting("", "Address that readers use, such as https://help.example.org; mails lead to it.")
    min_age: int = setting(13, "From what age one may have an account: 13 to 16. Below it, helplines are shown.")
    staffed_hours: str = setting("", "When someone reads each language: en=Mo-Fr 09:00-17:00 | ar=Mo,We 10:00-14:00.")
    trust_days: int = setting(14, "How old an account is at the least before it may publish without waiting.")
    trust_contributions: int = setting(3, "How many of its contributions were approved at the least before that.")
    outside_reviewer: str = setting("", "Who outside hears appeals that nobody inside may: name and contact.")
    outside_deputy: str = setting("", "Who stands in for the outside reviewer: name and contact.")
    smtp_url: str = setting("", "Mail server: smtp://USER:PASSWORD@HOST:587 or smtps://…; empty: no mail is sent.")
    mail_from: str = setting("wayhouse@localhost", "Sender of the portal's mails.")
    on_call_mail: str = setting("", "Address that is told of urgent flags at once.")
    on_call_webhook: str = setting("", "https address that is told of urgent flags at once, by a POST of JSON.")
    demo_password: str = setting("", "Password of every demo account; empty: one is made up and printed.")
    demo: bool = setting(False, "Marks the portal as a demo: banners, no real calls. Set by `wayhouse demo`.")

    @property
    def database(self) -> str:
        """The database's URL, the embedded one unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'wayhouse.sqlite'}"

    @property
    def staffed(self) -> dict[str, str]:
        """Opening hours by language tag, of those who read what waits; ``*`` is every language."""
        pairs = (each.partition("=") for each in self.staffed_hours.split("|") if each.strip())
        return {tag.strip(): times.strip() for tag, _, times in pairs}

    @property
    def centre_point(self) -> tuple[float, float]:
        """The map's centre as (latitude, longitude) in degrees."""
        latitude, longitude = self.centre.split(",")
        return float(latitude), float(longitude)

    def require_secret(self) -> None:
        """Refuse to go on with a default or short secret.

        Raises:
            BadSetting: the secret is the shipped one, or shorter than 32 characters.
        """
        if self.secret_key == DEFAULT_SECRET or len(self.secret_key) < 32:
            raise BadSetting(
                "secret_key is the shipped default or too short: set WAYHOUSE_SECRET_KEY to at least 32 random "
                "characters, for example from `python3 -c 'import secrets; print(secrets.token_hex(32))'`."
            )


def _converted(name: str, kind: Any, value: Any) -> Any:
    try:
        if kind is bool:
            return (
                value
                if isinstance(value, bool)
                else {"1": True, "true": True, "0": False, "false": False}[str(value).lower()]
            )
        return kind(value)
    except (ValueError, KeyError) as error:
        raise BadSetting(f"{name} is {value!r}, which is not a {kind.__name__}.") from error


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(f"Settings file {path}: {error}") from error


def _checked(settings: Settings) -> Settings:
    """Refuse what would only fail at a reader's request."""
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting(
            f"time_zone is {settings.time_zone!r}, which is no time zone such as Europe/Helsinki."
        ) from error
    try:
        _latitude, _longitude = settings.centre_point
    except ValueError as error:
        raise BadSetting(f"centre is {settings.centre!r}, not latitude,longitude such as 60.17,24.94.") from error
    if not 13 <= settings.min_age <= 16:
        raise BadSetting(f"min_age is {settings.min_age}, not 13 to 16.")
    return settings


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the TOML file named by ``WAYHOUSE_SETTINGS``, then the ``WAYHOUSE_*`` variables over it.

    Raises:
        BadSetting: an unknown name in the file, or a value of the wrong kind.
    """
    given = _from_file(Path(environ["WAYHOUSE_SETTINGS"])) if environ.get("WAYHOUSE_SETTINGS") else {}
    known = {each.name: each.type for each in fields(Settings)}
    if unknown := sorted(set(given) - set(known)):
        raise BadSetting(f"Unknown setting {', '.join(unknown)}; docs/settings.md lists all of them.")
    given |= {name: environ[key] for name in known if (key := f"WAYHOUSE_{name.upper()}") in environ}
    return _checked(
        replace(Settings(), **{name: _converted(name, known[name], value) for name, value in given.items()})
    )


def current() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["wayhouse.settings"]
    return found
