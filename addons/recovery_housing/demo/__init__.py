from . import consortium
from . import consortium_work
