"""Runs every check of scim2-tester against a SCIM server: scim2-tester.py URL KEY. Prints one JSON array of results."""

import json
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server

url, key = sys.argv[1:]
headers = {"Authorization": f"Bearer {key}"}
with Client(base_url=url, headers=headers, timeout=30) as client:
    results = check_server(SyncSCIMClient(client))

checks = [
    {
        "status": result.status.name,
        "title": result.title,
        "resourceType": result.resource_type,
        "reason": result.reason,
        "data": None if result.data is None else str(result.data),
    }
    for result in results
]
json.dump(checks, sys.stdout)
