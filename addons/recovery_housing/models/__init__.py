from . import bed
from . import bed_board
from . import bed_board_check
from . import bed_outage
from . import house
from . import room
from . import stay
from . import board_source
from . import stay_leave
from . import bed_board_leave
from . import bed_line
from . import bed_outage_night
from . import bed_state
from . import bed_state_night
from . import client
from . import client_application
from . import client_debt
from . import client_housing_path
from . import client_income
from . import client_life
from . import client_merge_night
from . import client_night
from . import client_payer
from . import client_statement
from . import client_tenancy
from . import fee
from . import fee_arrears
from . import fee_calculation
from . import fee_correction
from . import fee_invoicing
from . import fee_plan
from . import fee_plan_payer
from . import fee_run
from . import fee_share
from . import fee_share_correction
from . import fee_share_invoicing
from . import front_desk_night
from . import front_desk_night_screen
from . import house_agreement
from . import house_application
from . import house_criterion
from . import house_curfew
from . import house_incident
from . import house_incident_actions
from . import house_incident_duty
from . import house_incident_level
from . import house_incident_notice
from . import house_incident_person
from . import house_item
from . import house_kind
from . import house_lease
from . import house_leave
from . import house_life
from . import house_log
from . import house_log_receipt
from . import house_meeting
from . import house_meeting_attendance
from . import house_meeting_decision
from . import house_meeting_encounter
from . import house_night
from . import house_rota
from . import house_rule
from . import house_rule_event
from . import house_task
from . import house_task_duty
from . import house_task_exemption
from . import house_task_swap
from . import house_visit
from . import house_visit_ban
from . import housing_application
from . import housing_application_actions
from . import housing_application_checks
from . import housing_application_rank
from . import housing_application_transfer
from . import housing_check
from . import housing_check_facts
from . import housing_offer
from . import housing_weight
from . import ir_websocket
from . import maintenance_equipment
from . import maintenance_request
from . import night
from . import night_actions
from . import night_counts
from . import night_cron
from . import night_guest
from . import night_guest_obstacles
from . import night_passage
from . import night_places
from . import night_refusal
from . import repayment_instalment
from . import repayment_plan
from . import res_company
from . import res_company_fee
from . import res_company_housing
from . import res_config_settings_fee
from . import stay_actions
from . import stay_application
from . import stay_claims
from . import stay_deposit
from . import stay_deposit_held
from . import stay_fee
from . import stay_item
from . import stay_leave_actions
from . import stay_leave_fee
from . import stay_leave_stay
from . import stay_life
from . import stay_night
from . import stay_obstacles
from . import stay_papers
from . import stay_rota
from . import stay_undo
from . import substance_panel
from . import substance_test
from . import substance_test_actions
from . import substance_test_line
from . import tenancy
from . import week_page
from . import (
    bed,
    bed_outage,
    bed_state,
    client,
    house,
    house_agreement,
    house_daily,
    house_item,
    house_kind,
    house_lease,
    house_log,
    house_log_receipt,
    house_meeting,
    house_meeting_attendance,
    house_meeting_decision,
    house_meeting_encounter,
    house_rota,
    house_task,
    house_task_duty,
    house_task_exemption,
    house_task_swap,
    house_visit,
    house_visit_ban,
    maintenance_equipment,
    maintenance_request,
    res_company,
    room,
    stay,
    stay_actions,
    stay_item,
    stay_obstacles,
    stay_leave,
    stay_leave_actions,
    stay_leave_stay,
    stay_obstacles,
    substance_panel,
    substance_test,
    substance_test_actions,
    substance_test_line,
    house_incident,
    house_incident_actions,
    house_incident_duty,
    house_incident_level,
    house_incident_notice,
    house_incident_person,
    house_rule,
    house_rule_event,
    house_life,
    stay_life,
    client_life,
    stay_papers,
    stay_rota,
    week_page,
)
