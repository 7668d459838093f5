from . import night_reopen, stay_check_out, stay_correct, stay_move
