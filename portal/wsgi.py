"""What gunicorn serves."""

from portal import journal
from portal.app import create_app
from portal.settings import load

journal.start()
application = create_app(load())
