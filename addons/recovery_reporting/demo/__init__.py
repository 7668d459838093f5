from . import builder
from . import contact_centre
