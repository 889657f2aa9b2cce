"""What the process does first from which all others are forked: it makes a site and a carrier
once, so that whatever that loads is there."""

from datetime import timedelta

from adapters.persistence import open_engine
from adapters.registry.demonstration import CARRIER_FILE, connect, read_data
from adapters.registry.http.reference.app import create_app as create_carrier
from adapters.registry.http.reference.desk import Desk
from adapters.registry.x12 import open_x12 as open_x12
from adapters.system import SystemClock
from domain.values import parse_phone
from tests.faults import carrier as carrier
from tests.faults.world import SECRET
from tests.keys import TEXT, VAULT
from web.app import create_app
from web.bootstrap import open_parts
from web.settings import Settings
from web.wiring import wire

# Engines connect when they are first used: none of these is.
_NOWHERE = "sqlite:///nowhere.sqlite3"

parse_phone("(202) 555-0100")
_clock = SystemClock()
_settings = Settings(
    database_url=_NOWHERE,
    secret_key=SECRET,
    keys=TEXT,
    carrier_file=CARRIER_FILE,
    registry="http",
    registry_url="http://127.0.0.1:1",
    registry_token="none",
    allowed_hosts=(),
    time_zone="America/Los_Angeles",
)
open_engine("postgresql+psycopg:///nowhere").dispose()
create_app(wire(open_parts(_settings, _clock)), _settings)
create_carrier(Desk(connect(_NOWHERE), _clock, read_data().groups, VAULT, timedelta()), "")
