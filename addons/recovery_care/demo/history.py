"""The three years of the grant: 230 people, from a seed, always the same whatever the day of loading.

Who of them counts for the funder follows from what happens to them: 212 are new clients with a service in
the centre or the prison within the grant, and 149 of these end at least 5 points above their first rating.
The other 18 are known from before, are relatives, saw only staff whom the grant does not pay, never came,
or came too late.
"""

import random
from datetime import date, datetime, time, timedelta

from .course import END, HOLIDAYS, START, Course, Scheduler, Stretch, ensure_done
from .others import Others
from .people import Population
from .rating_course import Rating, draw_totals, split

SEED = 1316
GRANT_PROGRAMS = ("centre", "prison")

OUTCOMES = {"improved": 149, "unchanged": 27, "worse": 11, "rated_once": 14, "never_rated": 11}
CONTINUING = 12
# New people a month: the service becomes known in the first half-year, summers are thin, the end is for closing.
MONTHS = (
    3, 6, 9, 10, 5, 9, 9, 8, 7, 6, 4, 4, 7, 8, 7, 4, 8, 7, 7, 6, 6, 6, 3, 4, 7, 7, 6, 3, 7, 6, 6, 5, 5, 4, 2, 1,
)
WEEKS = {  # median and spread of a course, shortest, longest
    "improved": (24, 0.5, 9, 92), "unchanged": (18, 0.6, 6, 75), "worse": (13, 0.6, 5, 50),
    "rated_once": (4, 0.5, 1, 10), "never_rated": (2, 0.6, 0, 6),
}
REASONS = {
    "improved": (("completed", "agreed", "transfer", "moved", "dropout", "other"), (46, 27, 6, 5, 13, 3)),
    "unchanged": (("agreed", "dropout", "transfer", "moved", "completed", "death"), (28, 40, 14, 8, 8, 2)),
    "worse": (("dropout", "transfer", "excluded", "agreed"), (50, 30, 10, 10)),
    "rated_once": (("dropout", "agreed", "moved"), (80, 14, 6)),
    "never_rated": (("dropout", "agreed", "transfer"), (74, 16, 10)),
}
# Why the first of two episodes ended.
LEAVING = {("prison", "centre"): "completed", ("centre", "prison"): "prison", ("centre", "centre"): "dropout"}


class History(Others):
    """Plans every course of the grant's time."""

    def __init__(self):
        self.rng = random.Random(SEED)
        self.people = Population(self.rng, 1000)
        self.scheduler = Scheduler(self.rng)

    def plan(self):
        """Return (courses in order of entry, group sessions, counted contacts of the contact point)."""
        courses = self._plan_new_clients()
        courses += self._plan_others(courses)
        sessions = self._plan_groups(courses)
        courses.sort(key=lambda course: course.stretches[0].applied if course.stretches else START)
        return courses, sessions, self._plan_contact_point()

    def _plan_new_clients(self):
        entries = self._draw_entries(sum(OUTCOMES.values()))
        outcomes = [outcome for outcome, count in OUTCOMES.items() for _person in range(count)]
        self.rng.shuffle(outcomes)
        self._leave_time(entries, outcomes)
        drawn = [
            (entry, outcome, self._draw_end(entry, outcome), self._draw_route(index, outcome))
            for index, (entry, outcome) in enumerate(zip(entries, outcomes, strict=True))
        ]
        # Those whose course would last longest past the grant stay on; the others end with it.
        lasting = {
            entry: end for entry, outcome, end, route in drawn
            if route == "centre" and outcome in ("improved", "unchanged")
        }
        continuing = set(sorted(lasting, key=lambda entry: (lasting[entry], entry))[-CONTINUING:])
        courses = []
        for entry, outcome, end, route in drawn:
            stays = entry in continuing and lasting.get(entry) == end and route == "centre"
            if stays:
                continuing.discard(entry)
            courses.append(self._plan_course(entry, outcome, END if stays else min(end, END), route, stays))
        self._add_untidy_ratings(courses)
        return courses

    def _draw_entries(self, count):
        days = (END - START).days
        entries = []
        for _person in range(count):
            month = self.rng.choices(range(36), MONTHS)[0]
            entries.append(START + timedelta(days=min(round(month * days / 36 + self.rng.uniform(0, 29)), days - 20)))
        return sorted(entries)

    def _leave_time(self, entries, outcomes):
        """Give short courses to those who came in the last weeks: change takes time."""
        late = [index for index, entry in enumerate(entries) if (END - entry).days < 75]
        for index in late:
            if outcomes[index] in ("improved", "unchanged", "worse"):
                other = self.rng.choice([
                    other for other in range(late[0]) if outcomes[other] in ("rated_once", "never_rated")
                ])
                outcomes[index], outcomes[other] = outcomes[other], outcomes[index]

    def _draw_end(self, entry, outcome):
        median, spread, shortest, longest = WEEKS[outcome]
        weeks = min(max(median * self.rng.lognormvariate(0, spread), shortest), longest)
        return entry + timedelta(days=round(weeks * 7))

    def _draw_route(self, index, outcome):
        """Every fourth is met in prison; some come to the centre afterwards, a few go the other way or return."""
        if outcome in ("improved", "unchanged") and index % 14 == 3:
            return "released"
        if outcome == "unchanged" and index % 9 == 4:
            return "imprisoned"
        if outcome == "improved" and index % 29 == 6:
            return "returned"
        return "prison" if self.rng.random() < 0.24 else "centre"

    def _plan_course(self, entry, outcome, end, route, stays):
        rng = self.rng
        reason = rng.choices(*REASONS[outcome])[0]
        programs = {
            "released": ("prison", "centre"), "imprisoned": ("centre", "prison"), "returned": ("centre", "centre"),
        }.get(route, (route,))
        person = self.people.draw(
            entry, male_share=0.86 if "prison" in programs else 0.64,
            identity="identified" if "prison" in programs else "",
        )
        stretches, contacts = self._plan_stretches(programs, entry, end, reason, stays)
        ensure_done(contacts, 3 if outcome in ("improved", "unchanged", "worse") else 1)
        course = Course(person, outcome, stretches, contacts, intake=programs[0])
        self._rate(course)
        return course

    def _plan_stretches(self, programs, entry, end, reason, stays):
        """Split the time between the programmes; a second stretch begins after a pause."""
        pause = timedelta(days=self.rng.randint(90, 200) if programs == ("centre", "centre") else self.rng.randint(6, 30))
        middle = entry + (end - entry) / 2
        spans = [(entry, end)]
        if len(programs) == 2:
            spans = [(entry, middle), (middle + pause, min(end + pause, END))]
        stretches, contacts = [], []
        for number, (program, (first, last)) in enumerate(zip(programs, spans, strict=True)):
            keyworker = self.scheduler.draw_keyworker(program)
            final = number == len(programs) - 1
            why = reason if final else LEAVING[programs]
            own = self.scheduler.plan(program, keyworker, first, last, dropout=why == "dropout")
            if not own:
                continue
            start = own[0].when.date()
            applied = min(first, start) - timedelta(days=self.rng.randint(0, 12))
            stretch = Stretch(program, applied, start, keyworker=keyworker)
            if stays and final:
                stretch.state = "active"
            else:
                stretch.end = min(own[-1].when.date() + timedelta(days=self.rng.randint(1, 25)), END)
                stretch.reason = why
            stretches.append(stretch)
            contacts += own
        return stretches, contacts

    def _rate(self, course):
        """Let the person rate at the first or second meeting, at every third or fourth, and at the last."""
        rng, outcome = self.rng, course.outcome
        done = [contact for contact in course.done() if START <= contact.when.date() <= END]
        if outcome == "never_rated":
            if rng.random() < 0.5:
                done[0].ratings.append(Rating(skipped=rng.choice(("refused", "intoxicated", "no_time"))))
            return
        position = 1 if len(done) > 4 and rng.random() < 0.12 else 0
        positions = [position]
        while outcome != "rated_once" and position < len(done) - 1:
            position = min(position + rng.choice((2, 3, 3, 4)), len(done) - 1)
            positions.append(position)
        rated = [done[position] for position in positions]
        for contact, total in zip(rated, self._draw_fitting_totals(course, rated), strict=True):
            contact.ratings.append(Rating(split(rng, total)))
        for position, contact in enumerate(done):
            if position not in positions and rng.random() < 0.02:
                contact.ratings.append(Rating(skipped=rng.choice(("crisis", "no_time", "refused"))))

    def _draw_fitting_totals(self, course, rated):
        """Draw totals that mean the outcome both over all meetings and in the better of two episodes."""
        while True:
            totals = draw_totals(self.rng, course.outcome, len(rated))
            rises = []
            for stretch in course.stretches:
                own = [
                    total for contact, total in zip(rated, totals, strict=True)
                    if contact.program == stretch.program
                    and stretch.start <= contact.when.date() <= (stretch.end or END)
                ]
                rises.append(own[-1] - own[0] if own else 0)
            if len(rises) < 2 or (max(rises) >= 50) == (course.outcome == "improved"):
                return totals

    def _add_untidy_ratings(self, courses):
        """Ratings that must not count: entered for the wrong person, or with a line left out."""
        rng = self.rng
        unchanged = [course for course in courses if course.outcome == "unchanged"]
        improved = [course for course in courses if course.outcome == "improved"]
        once = [course for course in courses if course.outcome == "rated_once"]
        for course in unchanged[:3]:
            high = Rating(split(rng, 380), cancelled="Entered for another client by mistake")
            course.done()[-1].ratings.append(high)
        for course in improved[:2]:
            course.done()[0].ratings.insert(0, Rating(split(rng, 370), cancelled="Entered twice"))
        for course in [*improved[4:6], *[course for course in once if len(course.done()) > 1][:2]]:
            course.done()[-1].ratings.append(Rating((40, 35, None, 30)))

    def _plan_groups(self, courses):
        """Return [(start, [(course, came)])]: every second Wednesday evening, those who have settled in."""
        joiners = [
            course for course in courses
            if course.outcome in ("improved", "unchanged", "worse", "known_before")
            and any(stretch.program == "centre" for stretch in course.stretches) and self.rng.random() < 0.4
        ]
        sessions, day = [], date(2023, 10, 4)
        while day <= END:
            present = [
                course for course in joiners for stretch in course.stretches if stretch.program == "centre"
                and stretch.start + timedelta(days=30) <= day <= (stretch.end or END) - timedelta(days=7)
            ]
            chosen = self.rng.sample(present, min(len(present), 9))
            if len(chosen) >= 3 and (day.month, day.day) not in HOLIDAYS:
                sessions.append((datetime.combine(day, time(17, 30)), [
                    (course, self.rng.random() < 0.8) for course in chosen
                ]))
            day += timedelta(days=14)
        return sessions

    def _plan_contact_point(self):
        """Return [(start, service, minutes, people)]: the unnamed, and lectures for professionals and the public."""
        rows, day = [], date(2023, 9, 12)
        while day <= END:
            rows.append((datetime.combine(day, time(15, 30)), "information", 10, self.rng.randint(2, 11)))
            if day.month in (3, 6, 10, 12) and day.day < 15:
                lecture = datetime.combine(day + timedelta(days=1), time(10))
                rows.append((lecture, "lecture", 90, self.rng.randint(12, 45)))
            day += timedelta(days=14)
        return rows
