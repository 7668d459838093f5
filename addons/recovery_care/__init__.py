from . import models
from . import demo
from . import wizards
from .log_redaction import install as _install_log_redaction

_install_log_redaction()
