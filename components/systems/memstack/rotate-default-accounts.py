"""Gives MemStack's two default accounts the passwords that were generated for this environment, and takes back the API keys
that its first start wrote to the log. Runs in MemStack's own image, with its own libraries; twice does no harm.

Exit status: 0 done or nothing to do, 1 the database said no, 2 the environment is incomplete.
"""

import asyncio
import os
import pathlib
import sys

import asyncpg
import bcrypt

# What initialize_default_credentials() of the API makes: e-mail, password, name of the key.
ACCOUNTS = {
    "admin": ("admin@memstack.ai", "adminpassword", "Default API Key"),
    "user": ("user@memstack.ai", "userpassword", "Default User Key"),
}
PASSWORDS = pathlib.Path(os.environ.get("PASSWORDS", "/passwords"))


def is_password(password: str, digest: str) -> bool:
    try:
        return bcrypt.checkpw(password.encode(), digest.encode())
    except ValueError:
        return False


# What this script set the last time, beside the accounts, so that a restore brings both back.
MEMORY = """CREATE SCHEMA IF NOT EXISTS mindcloud;
CREATE TABLE IF NOT EXISTS mindcloud.passwords (email text PRIMARY KEY, password_hash text NOT NULL)"""
REMEMBER = """INSERT INTO mindcloud.passwords VALUES ($1, $2)
ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash"""


async def rotate(connection: asyncpg.Connection, account: str) -> str:
    email, default, key_name = ACCOUNTS[account]
    wanted = (PASSWORDS / account).read_text().strip()
    async with connection.transaction():
        user = await connection.fetchrow("SELECT id, password_hash FROM users WHERE email = $1 FOR UPDATE", email)
        if user is None:
            return f"{email}: no such account, nothing to rotate"
        keys = await connection.execute("DELETE FROM api_keys WHERE user_id = $1 AND name = $2", user["id"], key_name)
        if is_password(wanted, user["password_hash"]):
            await connection.execute(REMEMBER, email, user["password_hash"])
            return f"{email}: has its password, {keys.split()[-1]} logged keys taken back"
        # A password that a person chose is theirs; the one of the rotation before is ours.
        ours = await connection.fetchrow("SELECT password_hash FROM mindcloud.passwords WHERE email = $1", email)
        is_ours = ours is not None and ours["password_hash"] == user["password_hash"]
        if not is_ours and not is_password(default, user["password_hash"]):
            return f"{email}: has a password of somebody's choice, left alone"
        digest = bcrypt.hashpw(wanted.encode(), bcrypt.gensalt()).decode()
        await connection.execute("UPDATE users SET password_hash = $1 WHERE id = $2", digest, user["id"])
        await connection.execute(REMEMBER, email, digest)
        return f"{email}: password changed, {keys.split()[-1]} logged keys taken back"


async def main() -> int:
    try:
        target = {
            "host": os.environ["POSTGRES_HOST"],
            "port": int(os.environ["POSTGRES_PORT"]),
            "database": os.environ["POSTGRES_DB"],
            "user": os.environ["POSTGRES_USER"],
            "password": os.environ["POSTGRES_PASSWORD"],
        }
    except KeyError as missing:
        print(f"rotate-default-accounts: {missing.args[0]} is not set", file=sys.stderr)
        return 2
    connection = await asyncpg.connect(**target, ssl="require")
    try:
        await connection.execute(MEMORY)
        for account in ACCOUNTS:
            print(await rotate(connection, account), flush=True)
    finally:
        await connection.close()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except (OSError, asyncpg.PostgresError) as error:
        print(f"rotate-default-accounts: {error}", file=sys.stderr)
        sys.exit(1)
