"""The grant of organisation 5 counted again from the raw records, read as an external program reads them."""
from collections import defaultdict

START, END = "2023-09-01", "2026-08-31"
GRANT = "CZ.03.02.01/00/22_018/0001316"
ITEMS = ("individual", "interpersonal", "social", "overall")


def number_of(value):
    """The id of a many2one value as RPC returns it."""
    return value[0] if value else None


class RawRecords:
    """What a data officer reads: people by code, services, meetings, ratings."""

    def __init__(self, rpc):
        self.rpc = rpc
        [self.grant] = rpc.call("recovery.grant", "search_read", [("code", "=", GRANT)], ["program_ids", "amount"])
        self.posts = rpc.call(
            "recovery.grant.position", "search_read", [("grant_id", "=", self.grant["id"])], ["employee_id", "fte"])
        self.staff = {number_of(post["employee_id"]) for post in self.posts}
        self.codes = {row["id"]: row["code"] for row in self.read("recovery.client", ["code"])}
        self.meetings = {row["id"]: row for row in self.read("recovery.encounter", ["employee_ids", "date", "state"])}
        self.services = {row["id"]: row for row in self.read("recovery.service", ["code", "is_intervention"])}
        fields = ["client_id", "encounter_id", "service_id", "program_id", "date", "minutes", "state"]
        self.deliveries = [row for row in self.read("recovery.delivery", fields) if row["state"] == "done"]
        self.episodes = {row["id"]: row for row in self.read("recovery.episode", ["client_id", "program_id"])}
        self.ratings = self.read("recovery.ors", ["client_id", "episode_id", "date", "state", *ITEMS])

    def read(self, model, fields):
        return self.rpc.call(model, "search_read", [], fields, context={"active_test": False})

    def granted(self):
        """Services that the grant pays: in its programmes and time, with one of its two posts in the meeting."""
        return [
            row for row in self.deliveries
            if START <= row["date"] <= END and number_of(row["program_id"]) in self.grant["program_ids"]
            and self.staff & set(self.meetings[number_of(row["encounter_id"])]["employee_ids"])
        ]

    def new_people(self):
        known = {number_of(row["client_id"]) for row in self.deliveries if row["date"] < START}
        return {number_of(row["client_id"]) for row in self.granted()} - known - {None}

    def courses(self, until=END):
        """Return {(person, episode): [totals in tenths, oldest first]} of ratings that are whole and not cancelled."""
        rows = defaultdict(list)
        for row in self.ratings:
            answers = [row[item] for item in ITEMS]
            episode = self.episodes.get(number_of(row["episode_id"]))
            if (row["state"] == "valid" and row["date"] <= until and not any(answer is False for answer in answers)
                    and episode and number_of(episode["program_id"]) in self.grant["program_ids"]):
                total = sum(round(answer * 10) for answer in answers)
                rows[number_of(row["client_id"]), episode["id"]].append((row["date"], row["id"], total))
        return {key: [total for _day, _id, total in sorted(found)] for key, found in rows.items()}

    def improved(self, points=5.0, until=END):
        """People with an episode whose last total lies so many points above the first."""
        return {
            person for (person, _episode), totals in self.courses(until).items()
            if totals[-1] - totals[0] >= round(points * 10)
        }

    def minutes(self):
        """Return {code of a person: minutes that the grant paid}."""
        minutes = defaultdict(int)
        for row in self.granted():
            if row["client_id"]:
                minutes[self.codes[number_of(row["client_id"])]] += row["minutes"]
        return dict(minutes)

    def hours_of_work(self):
        """Hours of the staff: a group of nine costs the hour once."""
        longest = defaultdict(int)
        for row in self.granted():
            key = number_of(row["encounter_id"]), number_of(row["service_id"])
            longest[key] = max(longest[key], row["minutes"])
        return sum(longest.values()) / 60
