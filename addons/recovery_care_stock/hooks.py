def post_init_hook(env):
    """What was handed out on the day of the installation is booked too; what was before stays outside the stock."""
    env["recovery.program"].with_context(active_test=False).search([])._open_material()
