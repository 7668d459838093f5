from . import consortium
from . import consortium_work
from . import riverbank
