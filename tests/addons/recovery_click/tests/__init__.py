from . import test_click
