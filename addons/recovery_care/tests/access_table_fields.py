"""Who may see which protected field.

``FIELDS`` names their roles. To everybody else these fields are closed in every way: reading, searching, ordering,
grouping, aggregating, exporting.
"""

from .access_table import CODED, STAFF

_IDENTITY = ("counsellor", "house", "manager", "privacy")
_CLINICAL = ("counsellor", "manager", "data", "auditor")

FIELDS = {
    "recovery.client": {
        (
            "first_name", "last_name", "name", "name_folded", "birthdate", "phone", "phone_e164", "email", "address",
            "duplicate_ids",
        ): _IDENTITY,
        ("nickname",): (*STAFF, "privacy"),
        ("partner_id",): ("manager", "finance"),
        ("merge_count",): ("manager", "privacy", "auditor"),
        ("episode_ids", "episode_active_ids", "delivery_ids", "encounter_count", "hours_total", "last_contact"): (
            *STAFF, *CODED,
        ),
        ("group_member_ids", "group_count"): (*STAFF, *CODED),
        ("relation_ids", "relation_inverse_ids", "relation_count"): (*STAFF, "privacy"),
        ("substance_use_ids",): (*STAFF, "data", "auditor"),
        ("situation_ids",): (*STAFF, "data", "auditor"),
        (
            "naloxone_kits", "naloxone_trained_on", "naloxone_use_count", "naloxone_untrained", "rapid_test_count",
            "rapid_test_open",
        ): (*STAFF, "data", "auditor"),
        ("note_ids",): STAFF,
        ("ors_ids", "ors_count"): _CLINICAL,
        ("override_ids",): ("manager", "privacy"),
        ("access_log_ids",): ("privacy",),
        ("consent_ids", "consent_count"): (*STAFF, "privacy", "data", "auditor"),
        ("code_hash",): (),
    },
    "recovery.consent": {("document", "document_name", "signature"): _IDENTITY},
    "recovery.client.merge": {("counts", "line_ids"): ()},
    "recovery.client.merge.line": {("before", "after"): ()},
    "recovery.relation": {("related_name", "related_phone"): _IDENTITY},
    "recovery.episode": {
        (
            "ors_ids", "ors_count", "ors_first", "ors_last", "ors_change", "ors_first_date", "ors_last_date",
            "ors_result", "ors_alarm", "ors_flag_above_cutoff", "ors_flag_sawtooth",
        ): _CLINICAL,
        ("situation_ids",): (*STAFF, "data", "auditor"),
    },
    "recovery.encounter": {
        ("ors_ids",): _CLINICAL, ("note_ids", "unit_text"): STAFF, ("amendment_ids",): (*STAFF, "auditor"),
        ("batch_id",): (*STAFF, "auditor"), ("rapid_test_ids", "naloxone_use_ids"): (*STAFF, "data", "auditor"),
        ("restricted_user_ids",): (),
    },
    "recovery.outreach.shift": {("batch_ids",): STAFF},
    "recovery.encounter.amendment": {("changes",): ()},
    "recovery.event": {("encounter_id",): ()},
    "recovery.program": {("episode_ids",): (*STAFF, *CODED)},
}
