"""The work around the day of loading: whom the team sees these weeks, who is due, overdue or alarming."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .course import END, SLOTS, Contact, Course, Stretch
from .rating_course import Rating, split


@dataclass
class Case:
    """A running case; days count back from today, ``seen`` is {days ago: rated total in tenths or None}."""

    key: str
    program: str
    keyworker: str
    seen: dict
    missed: tuple = ()
    planned: tuple = ()
    state: str = "active"
    reason: str = ""


CASES = (
    Case(
        "improving", "centre", "counsellor",
        {70: 140, 63: None, 56: None, 48: 172, 41: None, 27: 213, 13: None, 1: 255}, planned=(13,),
    ),
    Case(
        "falling", "centre", "counsellor",
        {62: 185, 55: None, 48: None, 41: 220, 34: None, 20: None, 6: 155}, planned=(1,),
    ),
    Case(
        "not_improving", "centre", "counsellor",
        {76: 160, 69: None, 62: 175, 55: None, 48: 158, 34: None, 20: 172, 9: None}, planned=(0,),
    ),
    Case("never_rated", "centre", "counsellor", {24: None, 17: None, 8: None}, planned=(2,)),
    Case("overdue_long", "centre", "manager", {58: 120, 51: None, 44: 135, 30: None}, missed=(23,)),
    Case("overdue", "centre", "counsellor", {40: 200, 33: None, 26: None, 16: None}),
    Case("due_soon", "centre", "manager", {30: 221, 23: None, 10: 243}),
    Case("paused", "centre", "counsellor", {66: 110, 59: None, 52: None}, state="paused"),
    Case("prison_fine", "prison", "social_worker", {50: 190, 36: None, 22: 212, 8: None}, planned=(6,)),
    Case("prison_due", "prison", "counsellor", {33: 240, 19: None, 12: None}),
    Case("new", "centre", "counsellor", {6: 132}, planned=(0, 7)),
    Case("relative", "relatives", "psychologist", {35: None, 21: None, 7: None}, planned=(14,)),
    Case(
        "dropped_out", "centre", "counsellor",
        {60: 178, 50: None}, missed=(43, 36), state="closed", reason="dropout",
    ),
    Case("restricted", "centre", "counsellor", {45: 151, 31: None, 17: 182, 3: None}, planned=(4,)),
    Case("waiting_1", "centre", "", {}, state="waiting"),
    Case("waiting_2", "centre", "", {}, state="waiting"),
    Case("waiting_3", "prison", "", {}, state="waiting"),
    Case("applied_1", "centre", "", {}, planned=(1,), state="applied"),
    Case("applied_2", "centre", "", {}, state="applied"),
)
WAITING_DAYS = {"waiting_1": 26, "waiting_2": 12, "waiting_3": 8, "applied_1": 3, "applied_2": 1}
# Those who came in the grant's time and stay: when last seen and what is planned, days from today.
CONTINUED = (
    (2, (12,)), (5, (0,)), (9, ()), (12, (3,)), (16, (0,)), (24, ()),
    (1, (9,)), (30, (5,)), (19, ()), (44, ()), (7, (8,)), (14, (-1, 2)),
)
# Who drops in at the contact point: days ago, and days to come.
DROP_INS = (
    ((30, 20, 9, 2), (0,)), ((29, 18, 8), (0,)), ((28, 1), ()), ((21, 14, 6, 1), (1,)), ((12,), (3,)), ((4, 2), ()),
)


class Present:
    """Plans contacts from ``today``; nothing of it lies in the grant's time."""

    def __init__(self, today, history):
        self.today = today
        self.rng = history.rng
        self.people = history.people
        self.taken = set()

    def plan_cases(self):
        """Return {key: course} of people who came after the grant."""
        return {case.key: self._plan_case(case) for case in CASES}

    def plan_contact_point(self):
        """Return courses of nicknames that drop in, half of them without an episode; some are expected today."""
        courses = []
        for number, (seen, planned) in enumerate(DROP_INS):
            person = self.people.draw(self.today, identity="pseudonymous", substances=number % 2 == 0)
            work = ("social", 20) if number % 3 == 0 else ("information", 10)
            staff = "outreach" if number % 2 else "outreach house"
            contacts = self._after_grant([self._contact("contact", staff, -ago, *work) for ago in seen])
            stretches = []
            if contacts and number % 2 == 0:
                start = contacts[0].when.date()
                stretches.append(Stretch("contact", start, start, state="active", keyworker="outreach"))
            contacts += [self._contact("contact", staff, days, *work, state="planned") for days in planned]
            courses.append(Course(person, "contact_point", stretches, contacts, intake="contact"))
        return courses

    def plan_continued(self, courses):
        """Return courses that hold only the new contacts of those who stay after the grant."""
        staying = [course for course in courses if course.stretches and course.stretches[-1].state == "active"]
        continued = []
        for number, course in enumerate(staying):
            last, planned = CONTINUED[number % len(CONTINUED)]
            stretch = course.stretches[-1]
            rated = [contact.ratings[-1] for contact in course.contacts if self._is_rated(contact)]
            total = sum(rated[-1].items) if rated else 180
            # Who falls back or gets better now was counted otherwise by the end of the grant, and stays counted so.
            goal = total + self.rng.randint(-15, 25)
            if course.outcome == "unchanged":
                goal = total + 85
            elif number == 2:
                goal = total - 75
            contacts = [
                self._contact(stretch.program, stretch.keyworker, -ago)
                for ago in range(last, 100, self.rng.choice((14, 21, 28)))
            ]
            contacts = self._after_grant(contacts)
            for contact in contacts[:1]:
                contact.ratings.append(Rating(split(self.rng, min(max(goal, 20), 390))))
            contacts += [self._contact(stretch.program, stretch.keyworker, days, state="planned") for days in planned]
            continued.append(Course(course.person, course.outcome, course.stretches, contacts))
        return continued

    def plan_group(self, courses):
        """Return the start of this evening's group and who is expected."""
        expected = [
            course for course in courses
            if course.stretches and course.stretches[-1].program == "centre" and course.stretches[-1].state == "active"
        ]
        return datetime.combine(self.today, time(17, 30)), [(course, True) for course in expected[:7]]

    def _plan_case(self, case):
        first = max(case.seen, default=WAITING_DAYS.get(case.key, 0))
        start = max(self.today - timedelta(days=first), END + timedelta(days=1))
        person = self.people.draw(
            start, male_share=0.9 if case.program == "prison" else 0.6,
            identity="identified" if case.program != "centre" or case.key == "restricted" else "",
            substances=case.key != "relative",
        )
        contacts = [self._seen(case, ago, total) for ago, total in sorted(case.seen.items(), reverse=True)]
        contacts += [self._contact(case.program, case.keyworker, -ago, state="no_show") for ago in case.missed]
        contacts = self._after_grant(contacts)
        contacts += [
            self._contact(case.program, case.keyworker or "counsellor", days, state="planned") for days in case.planned
        ]
        if case.key == "never_rated" and contacts:
            contacts[0].ratings.append(Rating(skipped="refused"))
        return Course(person, case.key, [self._stretch(case, start, contacts)], contacts, intake=case.program)

    def _stretch(self, case, start, contacts):
        begun = case.state not in ("waiting", "applied")
        first = min((contact.when.date() for contact in contacts), default=start)
        stretch = Stretch(
            case.program, min(start, first), min(start, first) if begun else None, state=case.state, reason=case.reason,
            role="relative" if case.program == "relatives" else "client", keyworker=case.keyworker,
        )
        if case.state == "closed":
            stretch.end = max(self.today - timedelta(days=20), stretch.start)
        return stretch

    def _seen(self, case, ago, total):
        first = ago == max(case.seen)
        usual = "relatives" if case.program == "relatives" else "assessment" if first else "individual"
        contact = self._contact(case.program, case.keyworker, -ago, usual, 60 if first else 50)
        if total is not None:
            contact.ratings.append(Rating(split(self.rng, total)))
        return contact

    def _contact(self, program, staff, days, service="", minutes=50, state="done"):
        """A contact ``days`` from today; beyond yesterday and tomorrow the weekend is moved to a working day."""
        day = self.today + timedelta(days=days)
        if days < -1:
            day -= timedelta(days=max(day.weekday() - 4, 0))
        elif days > 1:
            day += timedelta(days=-day.weekday() % 7 if day.weekday() > 4 else 0)
        service = service or {"relatives": "relatives"}.get(program, "individual")
        free = [slot for slot in SLOTS if (staff, day, slot) not in self.taken]
        hour = self.rng.choice(free or SLOTS)
        self.taken.add((staff, day, hour))
        return Contact(datetime.combine(day, hour), program, staff, ((service, minutes),), state)

    @staticmethod
    def _after_grant(contacts):
        return [contact for contact in contacts if contact.when.date() > END]

    @staticmethod
    def _is_rated(contact):
        return bool(contact.ratings and contact.ratings[-1].items and None not in contact.ratings[-1].items)
