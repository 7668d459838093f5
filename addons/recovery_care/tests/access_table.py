"""Who may do what with which record: role × model × mode × scope.

``TABLE`` names for every model the rights of each role in each scope, as letters of
``read``, ``write``, ``create`` and ``unlink``; ``-`` is nothing, a role that is not named has
nothing anywhere, and a scope that a model does not know is left out of its ``scopes``.

Scopes, seen from a user who works in the programme ``own``:

``own``         a record of the own programme
``other``       a record of another programme of the company, about somebody unknown in the own one
``shared``      a record of another programme about a client who is in the own programme too
``company``     a record of another company
``restricted``  a record of the own programme about a client who exists only for somebody else
``consented``   a record of another company about a client whom it shares with the users' company by a consent in
                force that names every slice; nothing unless the row says otherwise (``consented``), and never more than
                reading
``ended``       the same when the consent has been withdrawn: nothing, whatever the row says

The last two are tried for every row with the scope ``company``; see ``shared_access_case``.

Tests are generated from it and from ``access_table_fields`` by ``access_case.AccessTableCase``. An
add-on above this one writes its own ``TABLE`` and ``FIELDS`` of the same form for its own models, and
subclasses the case with ``module``, ``table`` and ``fields``; see there.
"""

from dataclasses import dataclass, field

STAFF = ("outreach", "counsellor", "house", "manager")
CODED = ("finance", "data", "auditor")
EVERYBODY = (*STAFF, *CODED, "privacy", "administrator")
FACT_SCOPES = ("own", "other", "shared", "company", "restricted")
CLIENT_SCOPES = ("own", "other", "company", "restricted")
COMPANY_SCOPES = ("own", "company")


@dataclass(frozen=True)
class ModelAccess:
    """The row of one model.

    :param rights: {roles: letters for each scope, in the order of ``scopes``}
    :param edit: harmless values that a user with ``w`` can write
    :param client_data: whether every access line needs a record rule of its group
    :param consented: {roles: letters} in the scope ``consented``
    """

    rights: dict
    edit: dict
    scopes: tuple = FACT_SCOPES
    client_data: bool = True
    consented: dict = field(default_factory=dict)
    _by_role: dict = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self):
        for roles, letters in self.rights.items():
            words = letters.split()
            assert len(words) == len(self.scopes), f"{letters!r} does not fit {self.scopes}"
            for role in roles:
                assert role not in self._by_role, f"{role} is named twice"
                self._by_role[role] = dict(zip(self.scopes, words, strict=True))
        for roles, letters in self.consented.items():
            for role in roles:
                self._by_role[role]["consented"] = letters

    def allows(self, role, mode, scope):
        """Return whether ``role`` has ``mode`` (one of ``rwcu``) in ``scope``."""
        return mode in self._by_role.get(role, {}).get(scope, "-")


TABLE = {
    # People
    "recovery.client": ModelAccess(
        {STAFF: "rwc - - -", CODED: "r r - -", ("privacy",): "rw rw - -"},
        edit={"gender": "other"}, scopes=CLIENT_SCOPES, consented={(*STAFF, *CODED, "privacy"): "r"},
    ),
    "recovery.relation": ModelAccess(
        {STAFF: "rwcu - rwcu - -", ("privacy",): "r r r - -"}, edit={"shares_household": True},
    ),
    "recovery.substance.use": ModelAccess(
        {STAFF: "rwcu - rwcu - -", ("data", "auditor"): "r r r - -"}, edit={"route": "other"},
    ),
    # Drafts, which alone may be changed and deleted; given ones: test_consent.py.
    "recovery.consent": ModelAccess(
        {STAFF: "rwcu - rwcu - -", ("privacy",): "rw rw rw - -", ("data", "auditor"): "r r r - -"},
        edit={"date_to": "2099-12-31"},
    ),
    # What is done for them
    "recovery.episode": ModelAccess(
        {STAFF: "rwcu - - - -", CODED: "r r r - -"}, edit={"ever_treated": "never"}, consented={STAFF: "r"},
    ),
    "recovery.encounter": ModelAccess(
        {STAFF: "rwcu - - - -", CODED: "r r r - -"}, edit={"place": "phone"},
    ),
    "recovery.delivery": ModelAccess(
        {STAFF: "rwcu - - - -", CODED: "r r r - -"}, edit={"quantity": 2},
    ),
    "recovery.supply": ModelAccess(
        {STAFF: "rwcu - - - -", CODED: "r r r - -"}, edit={"issued": 5},
    ),
    # Outreach: shifts and finds name no client, their visits do.
    "recovery.outreach.shift": ModelAccess(
        {STAFF: "rwcu - -", CODED: "r r -"}, edit={"date_stop": "2099-01-01 00:00:00"},
        scopes=("own", "other", "company"),
    ),
    "recovery.outreach.stop": ModelAccess(
        {STAFF: "rwcu - -", CODED: "r r -"}, edit={"sequence": 3}, scopes=("own", "other", "company"),
    ),
    "recovery.find": ModelAccess(
        {STAFF: "rwc - -", CODED: "r r -"}, edit={"pieces": 3}, scopes=("own", "other", "company"),
    ),
    # Groups and events. A session is an encounter.
    "recovery.group": ModelAccess(
        {STAFF: "rwc - -", CODED: "r r -"}, edit={"color": 3}, scopes=("own", "other", "company"),
    ),
    "recovery.group.member": ModelAccess(
        {STAFF: "rwcu - - - -", CODED: "r r r - -"}, edit={"date_from": "2020-01-01"},
    ),
    "recovery.event": ModelAccess(
        {STAFF: "rwcu - -", CODED: "r r -"}, edit={"topic": "Changed"}, scopes=("own", "other", "company"),
    ),
    "recovery.event.participant": ModelAccess(
        {STAFF: "rwcu - - - -", CODED: "r r r - -"}, edit={"role": "volunteer"},
    ),
    "recovery.publication": ModelAccess(
        {STAFF: "rwcu - -", CODED: "r r -"}, edit={"authors": "Changed"}, scopes=("own", "other", "company"),
    ),
    "recovery.encounter.amendment": ModelAccess(
        {STAFF: "r - - - -", ("auditor",): "r r r - -"}, edit={"reason": "Changed"},
    ),
    # A note for the team written by a colleague; own notes and audiences: test_note.py.
    "recovery.note": ModelAccess({STAFF: "rc - - - -"}, edit={"body": "Changed"}),
    "recovery.ors": ModelAccess(
        {("counsellor", "manager"): "rwc - - - -", ("data", "auditor"): "r r r - -"}, edit={"administered": "phone"},
        consented={("counsellor", "manager"): "r"},
    ),
    "recovery.situation": ModelAccess(
        {STAFF: "rwc - - - -", ("data", "auditor"): "r r r - -"}, edit={"debts": "yes"}, consented={STAFF: "r"},
    ),
    # Drafts, which alone may be changed and deleted; recorded ones: test_batch.py.
    "recovery.batch": ModelAccess(
        {STAFF: "rwcu - -", ("auditor",): "r r -"}, edit={"hour": 9.0}, scopes=("own", "other", "company"),
    ),
    "recovery.batch.line": ModelAccess({STAFF: "rwcu - - - -", ("auditor",): "r r r - -"}, edit={"minutes": 5}),
    "recovery.batch.supply": ModelAccess({STAFF: "rwcu - - - -", ("auditor",): "r r r - -"}, edit={"issued": 5}),
    "recovery.batch.count": ModelAccess(
        {STAFF: "rwcu - -", ("auditor",): "r r -"}, edit={"headcount": 5}, scopes=("own", "other", "company"),
    ),
    "recovery.naloxone.use": ModelAccess(
        {STAFF: "rwc - - - -", ("data", "auditor"): "r r r - -"}, edit={"doses": 2},
    ),
    "recovery.rapid.test": ModelAccess(
        {STAFF: "rwc - - - -", ("data", "auditor"): "r r r - -"}, edit={"confirmation": "pending"},
    ),
    # Who looked at whom. The emergency access is a colleague's; one's own: test_access_override.py.
    "recovery.access.log": ModelAccess(
        {("privacy", "auditor"): "r r - -"}, edit={"reason": "Changed"}, scopes=CLIENT_SCOPES,
    ),
    "recovery.access.override": ModelAccess(
        {("privacy", "auditor"): "r r - -"}, edit={"reason": "Changed"}, scopes=CLIENT_SCOPES,
    ),
    # What devices have sent: nobody reads it, the front desk claims keys as superuser.
    "recovery.entry.key": ModelAccess({}, edit={"key": "changed-changed-changed"}, scopes=("own",), client_data=False),
    # Which files were made one. A manager sees the merges of the own programmes; what was changed nobody reads.
    "recovery.client.merge": ModelAccess(
        {("manager",): "r - - -", ("privacy", "auditor"): "r r - -"}, edit={"reason": "Changed"}, scopes=CLIENT_SCOPES,
    ),
    "recovery.client.merge.line": ModelAccess({}, edit={"step": 2}, scopes=CLIENT_SCOPES),
    # Configuration
    "recovery.program": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED, "privacy"): "r r -", ("manager",): "rw r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"color": 3}, scopes=("own", "other", "company"), client_data=False,
    ),
    "recovery.program.phase": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED, "privacy"): "r r -", ("manager",): "rwcu r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"contact_every_days": 9}, scopes=("own", "other", "company"), client_data=False,
    ),
    "recovery.outreach.route": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED): "r r -", ("manager",): "rwcu r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"sequence": 7}, scopes=("own", "other", "company"), client_data=False,
    ),
    "recovery.outreach.place": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED): "r r -", ("manager",): "rwcu r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"sequence": 7}, scopes=("own", "other", "company"), client_data=False,
    ),
    "recovery.service": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.service.question": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.service.option": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.unit": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.district": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"name": "Changed"}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.code.scheme": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.code.part": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.consent.purpose": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"sequence": 7}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.substance": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r", ("administrator",): "rwcu"},
        edit={"sequence": 7}, scopes=("own",), client_data=False,
    ),
    "recovery.ors.ruleset": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"alarm_after_ratings": 5}, scopes=COMPANY_SCOPES, client_data=False,
    ),
    "recovery.ors.cutoff": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r -", ("administrator",): "rwcu -"},
        edit={"cutoff": 26.0}, scopes=COMPANY_SCOPES, client_data=False,
    ),
}

# Dialogs and who opens them; their records belong to whoever did.
WIZARDS = {
    **dict.fromkeys((
        "recovery.event.correct", "recovery.episode.close", "recovery.encounter.amend", "recovery.encounter.participants",
        "recovery.situation.cancel", "recovery.find.cancel", "recovery.visit.fact.cancel", "recovery.code.new",
    ), STAFF),
    **dict.fromkeys(("recovery.ors.cancel", "recovery.access.request"), ("counsellor", "manager")),
    **dict.fromkeys((
        "recovery.client.merge.wizard", "recovery.client.merge.choice", "recovery.client.merge.episode",
    ), ("manager", "privacy")),
    **dict.fromkeys((
        "recovery.ors.licence", "recovery.program.services", "recovery.program.services.line",
    ), ("administrator",)),
    "recovery.client.promote": ("counsellor", "house", "manager"),
    "recovery.client.demote": ("counsellor", "house", "manager", "privacy"),
}
