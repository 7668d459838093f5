from . import builder
from . import running
from . import low_threshold
from . import counter
from . import consents
from . import merges
