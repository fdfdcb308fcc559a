"""What gunicorn serves."""

import gc

from portal import detecting, journal
from portal.app import create_app
from portal.search import table
from portal.settings import load

journal.start()
settings = load()
if not settings.demo:
    settings.require_secret()
application = create_app(settings)
detecting.load()  # before the workers fork, so that no writer waits for it
table.load()
gc.freeze()  # what is loaded before the workers fork stays: looking through it costs a list page a tenth
