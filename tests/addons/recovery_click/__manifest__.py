{
    "name": "Recovery: click everywhere",
    "summary": "Odoo's robot clicks through the menus of our apps, and only of ours. For tests.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Recovery",
    "license": "LGPL-3",
    "depends": ["web"],
    "data": [],
}
