"""What gunicorn serves."""

import gc

from map.drawing import script
from portal import db, detecting, journal
from portal.app import create_app
from portal.search import table
from portal.settings import load

journal.start()
settings = load()
if not settings.demo:
    settings.require_secret()
application = create_app(settings)
detecting.load()  # before the workers fork, so that no writer waits for it
with application.app_context():
    table.table()
    db.close()
    db.engine().dispose()  # no connection of one process may be another's
script(settings)  # nor the first who opens the map
gc.freeze()  # what is loaded before the workers fork stays: looking through it costs a list page a tenth
