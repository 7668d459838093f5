from . import housing_decide, stay_check_out, stay_correct, stay_move
