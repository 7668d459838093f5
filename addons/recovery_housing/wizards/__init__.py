from . import (
    house_meeting_correct,
    house_rota_week,
    stay_check_out,
    stay_correct,
    stay_move,
    stay_week,
)
