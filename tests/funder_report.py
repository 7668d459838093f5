"""A report to the funder, made as the finance officer of a demonstration organisation makes it."""
import io

import openpyxl
import pytest
from conftest import WebSession, XmlRpc


def freeze_report(server, login, grant_id, start, stop):
    """Freeze a report on the days from ``start`` to ``stop`` and fetch its file.

    :return: dict ``id``, ``lines`` ({code of an indicator: values of its line}), ``book`` (openpyxl workbook)
    """
    finance = XmlRpc(server.base_url, server.database, login, login)
    [report] = finance.call("recovery.report", "create", [{
        "grant_id": grant_id, "date_from": start.isoformat(), "date_to": stop.isoformat(),
    }])
    action = finance.call("recovery.report", "action_freeze_and_download", [report])
    answer = WebSession(server.base_url, login, login).get(action["url"])
    assert answer.status_code == 200
    lines = finance.call("recovery.report.line", "search_read", [("report_id", "=", report)], [])
    return {
        "id": report, "lines": {line["code"]: line for line in lines},
        "book": openpyxl.load_workbook(io.BytesIO(answer.content)),
    }


def agree(found, expected):
    """Assert that figures by code are the recounted ones."""
    assert found.keys() == expected.keys()
    for code, value in expected.items():
        assert found[code] == pytest.approx(value, abs=0.01), code
