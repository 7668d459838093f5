from . import test_district
from . import test_program
from . import test_program_phase
from . import test_relation
from . import test_service
from . import test_substance
from . import test_substance_use
