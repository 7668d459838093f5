from . import test_click
from . import test_menu_views
