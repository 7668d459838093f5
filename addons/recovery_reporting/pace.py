"""Words for how far an indicator is, compared with the time gone."""

# A figure within this share of the target around the expected value is on track.
TOLERANCE = 0.02

TONES = {
    "reached": "success", "ahead": "success", "on_track": "info", "behind": "warning", "missed": "danger",
    "open": "muted",
}


def get_pace(env, measure, figure, target, time_share, over):
    """Return (pace, label) of a figure.

    What grows with time is compared with ``target × time_share``; a share and filled posts with the
    target itself.

    :param Figure figure: value and counts
    :param float target: in the unit of the measure, 0 for none
    :param float time_share: of the grant's time that is gone, 0.0–1.0
    :param bool over: the period is over, so that nothing can be caught up
    """
    if not target:
        return "open", ""
    if figure.value >= target:
        return "reached", env._("filled") if measure.unit == "fte" else env._("reached")
    if measure.cumulative:
        return _get_cumulative(env, figure.value, target, 1.0 if over else time_share, over)
    gap = target - figure.value
    if measure.unit == "fte":
        return "missed" if over else "behind", env._("%s vacant", f"{gap:g}")
    if not over and figure.rated_once + figure.not_rated:
        return "behind", measure.get_remedy(env)
    points = max(round(gap), 1)
    if over:
        return "missed", env._("missed by %s points", points)
    return "behind", env._("behind by %s points", points)


def _get_cumulative(env, value, target, time_share, over):
    gap = target * time_share - value
    margin = max(1.0, TOLERANCE * target)
    if over:
        return "missed", env._("missed by %s", max(round(gap), 1))
    if gap > margin:
        return "behind", env._("behind by %s", round(gap))
    if gap < -margin:
        return "ahead", env._("ahead")
    return "on_track", env._("on track")
