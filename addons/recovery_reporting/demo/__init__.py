from . import builder
from . import contact_centre
from . import association
from . import consortium
