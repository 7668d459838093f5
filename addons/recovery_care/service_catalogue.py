"""Services that a low-threshold programme usually has, with what they ask. All of it is data once it is added:
an administrator renames, archives and adds."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


def _question(name, *options, multiple=True):
    return {"name": name, "multiple": multiple, "options": options}


# Codes are letters alone, so that they fit any other code list of the organisation.
LOW_THRESHOLD = (
    {
        "code": "DAY", "name": _lt("Day centre"), "kind": "social", "minutes": 60, "intervention": False,
        "questions": (
            _question(
                _lt("What was used"), _lt("Rest"), _lt("Charging, telephone, computer"), _lt("Activity"),
                _lt("Safe keeping"),
            ),
        ),
    },
    {
        "code": "WARM", "name": _lt("Warming room"), "kind": "accommodation", "minutes": 60, "intervention": False,
        "questions": (),
    },
    {
        "code": "SWAP", "name": _lt("Exchange of material"), "kind": "exchange", "minutes": 10, "intervention": True,
        "questions": (),
    },
    {
        "code": "HYG", "name": _lt("Hygiene"), "kind": "hygiene", "minutes": 20, "intervention": False,
        "questions": (
            _question(
                _lt("What was used"), _lt("Shower"), _lt("Toilet"), _lt("Shaving"), _lt("Haircut"),
                _lt("Hygiene parcel"), _lt("Treatment of lice or scabies"),
            ),
        ),
    },
    {
        "code": "FOOD", "name": _lt("Food"), "kind": "food", "minutes": 10, "intervention": False,
        "questions": (
            _question(
                _lt("What was given"), _lt("Hot meal"), _lt("Cold meal"), _lt("Hot drink"), _lt("Water"),
                _lt("Food parcel"),
            ),
        ),
    },
    {
        "code": "LAUNDRY", "name": _lt("Laundry"), "kind": "hygiene", "minutes": 10, "intervention": False,
        "questions": (_question(_lt("What was done"), _lt("Washed"), _lt("Dried"), _lt("Disinfected")),),
    },
    {
        "code": "CLOTHES", "name": _lt("Clothing"), "kind": "social", "minutes": 10, "intervention": False,
        "questions": (
            _question(
                _lt("What was given"), _lt("Underwear"), _lt("Clothes"), _lt("Shoes"), _lt("Winter clothing"),
                _lt("Blanket or sleeping bag"),
            ),
        ),
    },
    {
        "code": "AID", "name": _lt("First aid"), "kind": "medical", "minutes": 20, "intervention": True,
        "questions": (
            _question(
                _lt("What was done"), _lt("Wound cleaned"), _lt("Dressing changed"), _lt("Abscess looked after"),
                _lt("Injection site looked at"), _lt("Blood pressure or temperature"), _lt("Advice"),
                _lt("Ambulance called"),
            ),
            _question(
                _lt("How it ended"), _lt("Settled here"), _lt("Comes back"), _lt("Sent to a doctor"),
                _lt("Taken to hospital"), _lt("Refused help"), multiple=False,
            ),
        ),
    },
    {
        "code": "NALOX", "name": _lt("Naloxone training"), "kind": "education", "minutes": 20, "intervention": True,
        "naloxone": True, "questions": (),
    },
    {
        "code": "TEST", "name": _lt("Rapid testing"), "kind": "testing", "minutes": 20, "intervention": True,
        "questions": (),
    },
    {
        "code": "LEGAL", "name": _lt("Legal help"), "kind": "legal", "minutes": 45, "intervention": True, "client": True,
        "questions": (
            _question(
                _lt("Matter"), _lt("Debts and enforcement"), _lt("Criminal matter"), _lt("Family"), _lt("Housing"),
                _lt("Benefits"), _lt("Work"), _lt("Papers and residence"), multiple=False,
            ),
            _question(
                _lt("Stage"), _lt("First advice"), _lt("Document drafted"), _lt("Filed"), _lt("Hearing"), _lt("Closed"),
                multiple=False,
            ),
        ),
    },
    {
        "code": "CRISIS", "name": _lt("Crisis intervention"), "kind": "crisis", "minutes": 60, "intervention": True,
        "questions": (
            _question(
                _lt("Trigger"), _lt("Relapse"), _lt("Overdose"), _lt("Withdrawal"), _lt("Loss of home"),
                _lt("Violence"), _lt("Death or loss"), _lt("Conflict"), _lt("Mental state"), _lt("Police or court"),
            ),
            _question(
                _lt("Risk"), _lt("None seen"), _lt("To self"), _lt("To others"), _lt("To self and others"),
                multiple=False,
            ),
            _question(
                _lt("What was agreed"), _lt("Safety plan"), _lt("Comes back tomorrow"), _lt("Accompanied to help"),
                _lt("Ambulance called"), _lt("Police called"), _lt("A place for the night"), _lt("Nothing"),
            ),
        ),
    },
    {
        "code": "ESCORT", "name": _lt("Accompaniment to offices"), "kind": "social", "minutes": 90, "intervention": True,
        "client": True,
        "questions": (
            _question(
                _lt("Office"), _lt("Labour office"), _lt("Social department"), _lt("Registry, identity card"),
                _lt("Court or police"), _lt("Health insurance"), _lt("Doctor or hospital"), _lt("Bank or bailiff"),
                _lt("Other office"), multiple=False,
            ),
            _question(
                _lt("Outcome"), _lt("Settled"), _lt("Partly settled"), _lt("Another appointment"), _lt("Refused"),
                _lt("Not received"), multiple=False,
            ),
        ),
    },
    {
        "code": "SEND", "name": _lt("Sending on to another institution"), "kind": "social", "minutes": 15,
        "intervention": True, "client": True, "referral": True,
        "questions": (
            _question(
                _lt("Where to"), _lt("Detox"), _lt("Inpatient treatment"), _lt("Outpatient treatment"),
                _lt("Substitution"), _lt("Therapeutic community"), _lt("Shelter or hostel"), _lt("Doctor or hospital"),
                _lt("Counselling"), _lt("Other low-threshold service"), multiple=False,
            ),
            _question(
                _lt("Accepted"), _lt("Accepted"), _lt("On a waiting list"), _lt("Refused there"), _lt("Did not go"),
                _lt("Not known yet"), multiple=False,
            ),
        ),
    },
)
