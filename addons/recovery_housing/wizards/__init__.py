from . import night_reopen, stay_check_out, stay_correct, stay_move
from . import stay_check_out, stay_correct, stay_leave_refuse, stay_move, substance_test_cancel
from . import (
    house_meeting_correct,
    house_rota_week,
    stay_check_out,
    stay_correct,
    stay_move,
    stay_week,
)
from . import housing_decide, stay_check_out, stay_correct, stay_move
