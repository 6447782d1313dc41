"""Agents, concepts and what connects them: upstream's scripts/migration.py, run so that it may fail and may be run again.

    GRAPHDB_MANAGER_URL=http://graphdb-manager-ai:5008 python /app/load_knowledge.py

By itself it prints each error and ends with status 0, and a second run makes every relationship twice. Nodes are kept apart by the
unique names that load_schema.py asks for, so that must have run before.
"""

import json
import runpy
import sys

import requests

post = requests.post
failed = []


def there(url, wanted):
    """Whether the relationship exists already."""
    reply = post(
        url.replace("/create_relationship", "/find_connected_nodes"),
        json={
            "start_node_label": wanted["start_node_label"],
            "start_node_properties": wanted["start_node_properties"],
            "relationship_type": wanted["relationship_type"],
            "target_node_label": wanted["end_node_label"],
        },
        timeout=5,
    )
    reply.raise_for_status()
    end = wanted["end_node_properties"].items()
    return any(all(node.get(key) == value for key, value in end) for node in reply.json()["nodes"])


def answer(body):
    reply = requests.Response()
    reply.status_code = 200
    reply._content = json.dumps(body).encode()
    return reply


def post_once(url, json=None, **options):
    try:
        if url.endswith("/create_relationship") and there(url, json):
            return answer({"relationship_id": "there already"})
        reply = post(url, json=json, **options)
        if url.endswith("/create_node") and reply.status_code == 500 and "already exists" in reply.text:
            return answer({"node_id": "there already"})
        if not reply.ok:
            failed.append(f"{url}: {reply.status_code} {reply.text.strip()}")
        return reply
    except requests.exceptions.RequestException as error:
        failed.append(f"{url}: {error}")
        raise


requests.post = post_once
runpy.run_path(sys.argv[1] if len(sys.argv) > 1 else "/app/scripts/migration.py", run_name="__main__")
for line in failed:
    print(line, file=sys.stderr)
sys.exit(1 if failed else 0)
