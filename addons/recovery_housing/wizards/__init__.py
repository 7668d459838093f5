from . import stay_check_out, stay_correct, stay_leave_refuse, stay_move, substance_test_cancel
