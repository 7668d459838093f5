from . import (
    test_access_table,
    test_bed,
    test_bed_outage,
    test_database_objects,
    test_house,
    test_house_lease,
    test_maintenance,
    test_room,
    test_stay,
    test_stay_actions,
    test_stay_obstacles,
)
