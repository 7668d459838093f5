"""What is written down in houses day by day: short, humane, and about nobody."""

# Hour, category, about a resident, important, to be seen to within so many days (None: nothing to do), text.
LOG = (
    (7, "house", False, False, None, "Demonstration: quiet night, all doors found locked."),
    (8, "health", True, False, None, "Demonstration: took the morning medicine here, feels better than yesterday."),
    (9, "contact", True, False, 3, "Demonstration: the labour office asks for a call back about the course."),
    (11, "house", False, False, 4, "Demonstration: tap in the bathroom drips again; a plumber is to be asked."),
    (13, "visitor", True, False, None, "Demonstration: the mother brought cake for everybody. Nice hour in the kitchen."),
    (15, "resident", True, True, 1, "Demonstration: seemed low after the phone call from home. Look in once more tonight."),
    (16, "resident", True, False, None, "Demonstration: first day at the trial job, proud and tired."),
    (18, "house", False, False, None, "Demonstration: five at dinner, beans and sausage; the leftovers are in the fridge."),
    (19, "contact", True, False, None, "Demonstration: went through letters of the bank together, two are answered."),
    (20, "safety", False, True, 2, "Demonstration: light above the back door is out. Torch is in the drawer until then."),
    (21, "resident", True, False, None, "Demonstration: came home ten minutes before curfew, in good spirits."),
    (23, "house", False, False, None, "Demonstration: round at eleven: all in, all quiet."),
    (2, "resident", True, False, None, "Demonstration: could not sleep, tea and cards until three."),
    (10, "health", True, True, 1, "Demonstration: appointment at the dentist tomorrow at nine; wants a reminder."),
    (17, "other", False, False, None, "Demonstration: donation of two bags of winter coats, in the cellar."),
)
ADDITION = "Demonstration: looked in again. We talked for half an hour, it is better now."

# Topics, minutes of the meeting, decisions: (text, days from the meeting, state, whether a resident sees to it).
MEETINGS = (
    (
        "Kitchen\nWho cooks at the weekend\nNoise",
        "Demonstration: We went through the week. The kitchen is better than a fortnight ago. Two of us cook on Saturday. "
        "Music after ten was talked about without shouting.",
        (("Buy two more pans", 10, "done", False), ("Cooking list for December", 7, "done", True)),
    ),
    (
        "Heating\nVisits on Sunday\nA film evening",
        "Demonstration: It is cold in the upper room; the landlord is to be called. Visits until nine, as it stands in the "
        "rules. Film evening on Friday, everybody brings something.",
        (("Call the landlord about the radiator", 5, "open", False), ("Choose the film", 4, "done", True)),
    ),
    (
        "Rota\nSavings for the trip",
        "Demonstration: The rota is fair but nobody likes the stairs: it weighs more from now on. The tin for the trip "
        "holds a little over a hundred.",
        (("Stairs weigh 1.2", 3, "done", False), ("Ask what the boat costs", 14, "open", True)),
    ),
    (
        "How the new one has settled in\nShoes in the hall",
        "Demonstration: A warm welcome, and a shelf for shoes. We say thank you for the soup.",
        (("Build a shelf for shoes", 21, "open", True), ("Paint the fence", 30, "dropped", False)),
    ),
)
NEXT_TOPICS = "Christmas\nKeys\nWhat went well this week"

# Who is it, hours or days, state; a visitor who is banned is refused.
VISITS = (
    (0, "family", 2, -1, "here"),
    (3, "friend", 1, -3, "here"),
    (2, "partner", 1, (1, 16), "approved"),
    (1, "professional", 1, (2, 10), "approved"),
    (0, "child", 2, (3, 15), "announced"),
    (2, "friend", 1, (1, 18), "announced"),
    (3, "family", 3, (-3, 14), "left"),
    (1, "friend", 1, (-6, 17), "left"),
    (0, "partner", 1, (-10, 16), "left"),
    (2, "professional", 1, (-13, 11), "left"),
    (1, "friend", 1, (-5, 18), "cancelled"),
    (2, "other", 1, (-8, 19), "refused"),
)
VISITORS = (
    "Demo Visitor Lime", "Demo Visitor Maple", "Demo Visitor Birch", "Demo Visitor Ash", "Demo Visitor Rowan",
    "Demo Visitor Alder",
)
# Name, why, from and to in days from today, whether it holds for one resident alone.
BANS = (
    ("Demo Visitor Thorn", "drugs", -30, None, False),
    ("Demo Visitor Nettle", "resident", -20, None, True),
    ("Demo Visitor Burdock", "violence", -120, -30, False),
)
