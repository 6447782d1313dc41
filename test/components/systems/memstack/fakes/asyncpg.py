"""A database of one JSON file (DATABASE), for the few statements that the script says."""

import json
import os


class PostgresError(Exception):
    pass


class Connection:
    def __init__(self):
        with open(os.environ["DATABASE"]) as file:
            self.rows = json.load(file)

    def transaction(self):
        connection = self

        class Transaction:
            async def __aenter__(self):
                return self

            async def __aexit__(self, kind, *_):
                if kind is None:
                    with open(os.environ["DATABASE"], "w") as file:
                        json.dump(connection.rows, file)

        return Transaction()

    async def fetchrow(self, statement, email):
        if "FROM mindcloud.passwords" in statement:
            known = self.rows.get("passwords", {}).get(email)
            return known and {"password_hash": known}
        assert statement.startswith("SELECT id, password_hash FROM users") and "FOR UPDATE" in statement
        return next((user for user in self.rows["users"] if user["email"] == email), None)

    async def execute(self, statement, *values):
        if statement.startswith("CREATE SCHEMA IF NOT EXISTS mindcloud"):
            return "CREATE TABLE"
        if statement.startswith("INSERT INTO mindcloud.passwords"):
            self.rows.setdefault("passwords", {})[values[0]] = values[1]
            return "INSERT 0 1"
        if statement.startswith("DELETE FROM api_keys"):
            kept = [key for key in self.rows["api_keys"] if [key["user_id"], key["name"]] != list(values)]
            deleted = len(self.rows["api_keys"]) - len(kept)
            self.rows["api_keys"] = kept
            return f"DELETE {deleted}"
        assert statement.startswith("UPDATE users SET password_hash")
        if os.environ.get("BROKEN") == "true":
            raise PostgresError("permission denied for table users")
        for user in self.rows["users"]:
            if user["id"] == values[1]:
                user["password_hash"] = values[0]
        return "UPDATE 1"

    async def close(self):
        pass


async def connect(*, ssl, **_):
    assert ssl == "require"
    return Connection()
