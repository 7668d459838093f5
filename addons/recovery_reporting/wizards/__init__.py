from . import attribution_wizard
