from . import consortium, consortium_work, riverbank
