from . import (
    fee_write_off,
    house_meeting_correct,
    house_rota_week,
    housing_decide,
    night_reopen,
    stay_check_out,
    stay_check_out_money,
    stay_correct,
    stay_leave_refuse,
    stay_move,
    stay_week,
    substance_test_cancel,
)
