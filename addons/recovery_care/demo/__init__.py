from . import builder
from . import running
