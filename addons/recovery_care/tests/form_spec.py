"""The specification with which the web client reads a form."""

from lxml import etree


def get_form_spec(env, model, view_id=False):
    """Return the specification for ``web_read`` of the form of ``model`` as its user gets it.

    :param env: environment of the user
    :param str model: model of the form
    :param view_id: id of the form view; the default one when empty
    """
    arch = env[model].get_views([(view_id, "form")])["views"]["form"]["arch"]
    return _get_spec(env, env[model], etree.fromstring(arch))


def _get_spec(env, Model, root):
    spec = {"display_name": {}}
    for node in root.iter("field"):
        if any(parent.tag == "field" for parent in _get_parents(node, root)):
            continue
        field = Model._fields[node.get("name")]
        spec[field.name] = _get_field_spec(env, field, node)
    return spec


def _get_parents(node, root):
    node = node.getparent()
    while node is not None and node is not root:
        yield node
        node = node.getparent()


def _get_field_spec(env, field, node):
    if field.type in ("many2one", "reference"):
        return {"fields": {"display_name": {}}}
    if field.type in ("one2many", "many2many"):
        if node.get("widget") == "many2many_tags":
            return {"fields": {"display_name": {}}}
        views = [child for child in node if child.tag in ("list", "kanban")]
        fields = _get_spec(env, env[field.comodel_name], views[0]) if views else {}
        return {"fields": fields, "limit": 40}
    return {}
