"""Every operation of every service, as its form is filled in: what it needs first, all else behind."""

from typing import Any

Action = dict[str, Any]
_ISSUE = {"owner": "ada", "repo": "shop"}
_CELLS = {"spreadsheet": "1AbC", "cells": "Orders!A1:D"}
_TABLE = {"base": "app1", "table": "Late orders"}

CALLS: dict[str, dict[str, tuple[Action, Action]]] = {
    "github": {
        "list_issues": (_ISSUE, {"state": "all", "labels": "a,b", "per_page": 5, "page": 2}),
        "get_issue": ({**_ISSUE, "number": 7}, {}),
        "create_issue": (
            {**_ISSUE, "title": "Late"},
            {"body": "Very.", "labels": ["bug"], "assignees": ["ada"]},
        ),
        "update_issue": ({**_ISSUE, "number": 7}, {"title": "Later", "state": "closed"}),
        "add_comment": ({**_ISSUE, "number": 7, "body": "Soon."}, {}),
        "dispatch_workflow": (
            {**_ISSUE, "workflow": "build.yml"},
            {"ref": "v1", "inputs": {"level": "high"}},
        ),
    },
    "stripe": {
        "create_customer": (
            {},
            {"email": "a@b.example", "name": "Ada", "metadata": {"order": 7}},
        ),
        "get_customer": ({"id": "cus_1"}, {}),
        "list_customers": (
            {},
            {"email": "a@b.example", "limit": 3, "starting_after": "cus_1"},
        ),
        "create_payment": (
            {"amount": 1200, "currency": "eur"},
            {"customer": "cus_1", "description": "Order 7", "metadata": {"order": "7"}},
        ),
        "create_refund": ({"payment_intent": "pi_1"}, {"amount": 200}),
    },
    "google_sheets": {
        "read_range": (_CELLS, {"valueRenderOption": "FORMULA"}),
        "append_rows": ({**_CELLS, "values": [["a", 1, None], [True]]}, {}),
        "update_range": ({**_CELLS, "values": [["a"]]}, {}),
        "clear_range": (_CELLS, {}),
    },
    "jira": {
        "create_issue": (
            {"project": "SHOP", "summary": "Late"},
            {"issue_type": "Bug", "description": "Very.", "fields": {"labels": ["a"]}},
        ),
        "get_issue": ({"issue": "SHOP-1"}, {}),
        "update_issue": ({"issue": "SHOP-1", "fields": {"summary": "Later"}}, {}),
        "add_comment": ({"issue": "SHOP-1", "body": "Soon."}, {}),
        "transition": ({"issue": "SHOP-1", "transition": "31"}, {}),
        "search": (
            {"jql": "project = SHOP"},
            {"fields": ["summary", "status"], "maxResults": 5, "nextPageToken": "x"},
        ),
    },
    "notion": {
        "query_database": (
            {"database": "d1"},
            {
                "filter": {"property": "Done", "checkbox": {"equals": True}},
                "sorts": [{"property": "Name", "direction": "ascending"}],
                "page_size": 5,
                "start_cursor": "c1",
            },
        ),
        "create_page": (
            {"database": "d1", "properties": {"Name": {"title": []}}},
            {"children": [{"type": "paragraph", "paragraph": {"rich_text": []}}]},
        ),
        "update_page": ({"page": "p1"}, {"properties": {"Done": True}, "archived": True}),
        "get_page": ({"page": "p1"}, {}),
    },
    "hubspot": {
        "create": ({"properties": {"email": "a@b.example", "score": 7, "vip": True}}, {"object": "deals"}),
        "update": (
            {"id": "a@b.example", "properties": {"amount": 1.5, "phone": None}},
            {"object": "contacts", "idProperty": "email"},
        ),
        "get": ({"id": "7"}, {"object": "deals", "properties": ["amount"], "idProperty": "code"}),
        "search": (
            {"value": "a@b.example"},
            {"object": "deals", "property": "name", "properties": ["amount"], "limit": 3, "after": "10"},
        ),
    },
    "airtable": {
        "list_records": (
            _TABLE,
            {"filterByFormula": "{Late}", "view": "Open", "pageSize": 5, "offset": "itr1/rec1"},
        ),
        "get_record": ({**_TABLE, "record": "rec1"}, {}),
        "create_record": ({**_TABLE, "fields": {"Total": 7}}, {"typecast": True}),
        "update_record": ({**_TABLE, "record": "rec1", "fields": {"Total": None}}, {"typecast": True}),
        "upsert_records": (
            {**_TABLE, "records": [{"Id": "7", "Total": 7}], "merge_on": ["Id"]},
            {"typecast": True},
        ),
        "delete_record": ({**_TABLE, "record": "rec1"}, {}),
    },
}  # fmt: skip
