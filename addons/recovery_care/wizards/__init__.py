from . import episode_close
from . import episode_close_situation
from . import encounter_amend
from . import encounter_participants
from . import ors_cancel
from . import situation_cancel
from . import ors_licence
from . import access_request
