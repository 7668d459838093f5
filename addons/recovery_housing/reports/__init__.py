from . import house_week
