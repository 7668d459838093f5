{
    "name": "Recovery: quick tests",
    "summary": "Never installed: the launcher loads it into Odoo (--load) for runs of tests of add-ons.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Recovery",
    "license": "LGPL-3",
    "depends": ["web"],
    "data": [],
}
