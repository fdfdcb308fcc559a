"""What gunicorn serves."""

from portal import journal
from portal.app import create_app
from portal.settings import load

journal.start()
settings = load()
if not settings.demo:
    settings.require_secret()
application = create_app(settings)
