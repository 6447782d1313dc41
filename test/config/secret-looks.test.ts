/** Invented credentials in the forms of well-known issuers, put together here so that no scanner takes this file for a leak. */
import assert from "node:assert/strict";
import { stringify } from "yaml";
import { printed } from "./bad-inputs";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH";
const hexadecimal = "0123456789abcdef";

const found = (akosha: unknown): string[] =>
    printed({ says: stringify({ systems: { akosha: { enabled: true, ...(akosha as object) } } }) }).problems.map(
        ({ path }) => path.replace("systems.akosha.", ""),
    );

/** Issuer, what its credentials begin with, and the rest. */
const ISSUED: readonly (readonly [issuer: string, ...parts: string[]])[] = [
    ["OpenAI", "sk-", "proj-", letters],
    ["Anthropic", "sk-", "ant-api03-", letters],
    ["AWS", "AKIA", "A1B2C3D4E5F6G7H8"],
    ["AWS, a secret key", "wJalrXUtnFEMI/", "K7MDENG/", "bPxRfiCYEXAMPLEKEY"],
    ["Alibaba Cloud", "LTAI", "5tAbCdEfGhIjKlMnOpQr"],
    ["Azure", "AccountName=x;", "AccountKey=", `${letters}==`],
    ["Google, a service account", '{"private_key": "', "-----BEGIN PRIVATE ", "KEY-----"],
    ["GitHub", "github_", "pat_", letters],
    ["GitLab, a runner", "glrt", "-", letters],
    ["GitLab, a deployment", "gldt", "-", letters],
    ["Slack", "xoxb", "-123456789012-", letters],
    ["Discord", "https://discord.com/", "api/webhooks/123456789012345678/", letters],
    ["Telegram", "123456789", ":AA", "EhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"],
    ["Microsoft Teams", "https://acme.webhook.office.com/", "webhookb2/", letters],
    ["Stripe", "sk_", "live_", letters],
    ["Stripe, a webhook", "whsec", "_", letters],
    ["Twilio", "SK", hexadecimal, hexadecimal],
    ["New Relic", "NRAK", "-", "ABCDEFGHIJKLMNOPQRSTUVWXYZ1"],
    ["Vault", "hvs", ".", letters],
    ["Groq", "gsk", "_", letters],
    ["Replicate", "r8", "_", letters],
    ["Perplexity", "pplx", "-", letters],
    ["NVIDIA", "nvapi", "-", letters],
    ["Hugging Face", "hf", "_", letters.slice(0, 34)],
    ["Docker", "dckr", "_pat_", letters],
    ["DigitalOcean", "dop", "_v1_", hexadecimal.repeat(4)],
    ["Databricks", "dapi", hexadecimal, hexadecimal],
    ["SendGrid", "SG.", `${letters.slice(0, 22)}.`, letters],
    ["Mailgun", "key", "-", hexadecimal.repeat(2)],
    ["Shopify", "shpat", "_", hexadecimal.repeat(2)],
    ["Atlassian", "ATATT3", "xFfGF0", letters],
    ["Notion", "ntn", "_", letters],
    ["Grafana", "glsa", "_", letters],
    ["Pulumi", "pul", "-", hexadecimal.repeat(3).slice(0, 40)],
    ["JSON web tokens", "eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".dozjgNryP4J3jVmN"],
    ["OpenPGP", "-----BEGIN PGP ", "PRIVATE KEY ", "BLOCK-----"],
    ["age", "AGE-SECRET", "-KEY-1", "Q".repeat(58)],
    ["nobody, in base64", "LS0tLS1CRUdJTiBS", "U0EgUFJJVkFURSBL", "RVktLS0tLQpNSUlF"],
    ["HTTP, basic", "Basic ", "dXNlcjpwYXNz", "d29yZDEyMzQ="],
    ["HTTP, bearer", "Authorization: ", "Bearer ", letters],
    ["S3, a signed address", "https://b.s3.amazonaws.com/k?", "X-Amz-Signature=", hexadecimal.repeat(4)],
    ["Azure, a signed address", "https://x.blob.core.windows.net/?", "sig=", "AbCdEf%2Bghij0123456789"],
    ["a database, in its address", "mongodb+srv://u:", "p%40ss", "@c.example.net"],
    ["a database, by JDBC", "jdbc:postgresql://h/d?user=u&", "password=", "hunter22"],
    ["a database, by ODBC", "Server=h;User Id=u;", "Password=", "hunter22;"],
    ["a service, in JSON", '{"client_secret": "', "hunter", '22"}'],
];

const NAMES = [
    ...["DB_PASS", "MYSQL_PWD", "PGPASSWORD", "API_SECRET", "SECRET_KEY_BASE", "CLIENT_SECRET", "AUTH_TOKEN"],
    ...["ENCRYPTION_KEY", "PRIVATE_KEY", "ADMIN_PW", "APIKEY", "ACCESS_KEY", "JWT_KEY", "MASTER_KEY"],
];

/** What people write every day. */
const PLAIN: Readonly<Record<string, string>> = {
    ...{ MODEL: "sentence-transformers/all-MiniLM-L6-v2", TOKENIZER: "bert-base", MAX_TOKENS: "4096" },
    ...{ GIT_SHA: "3f786850e387550fdab836ed7e6dc881de23001b", IMAGE_DIGEST: `sha256:${hexadecimal.repeat(4)}` },
    ...{
        REQUEST_ID: "123e4567-e89b-12d3-a456-426614174000",
        SECRET_NAME: "team/secret",
        API_KEY_FILE: "/run/secrets/key",
    },
    ...{
        PASSWORD_MIN_LENGTH: "12",
        TOKEN_TYPE: "bearer",
        PUBLIC_KEY: "abc",
        SORT_KEY: "name",
        AUTH_MODE: "Basic auth",
    },
    ...{
        KMS: "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
        FEATURE: "enableTokenRefresh",
    },
    ...{
        PAGE: "https://example.com/a/b?tokenizer=bert",
        LOGIN: "https://login.example.com/protocol/openid-connect/token",
    },
    ...{ JAVA_OPTS: "-Xmx1g -Dfoo=bar", PROXY: "http://proxy:3128", COMPASS: "north", BYPASS: "some-hosts" },
    ...{ DSN: `https://${hexadecimal.repeat(2)}@o12345.ingest.sentry.io/678` },
};

describe("what looks like a secret", () => {
    for (const [issuer, ...parts] of ISSUED)
        it(`is refused as a variable, whatever it is called: of ${issuer}`, () => {
            assert.deepEqual(found({ variables: { A: parts.join("") } }), ["variables.A"]);
        });

    it("is refused by the name of its variable", () => {
        const variables = Object.fromEntries(NAMES.map((name) => [name, "hunter22"]));
        assert.deepEqual(found({ variables }).sort(), NAMES.map((name) => `variables.${name}`).sort());
    });

    it("is refused as the argument after its flag, and may be excused there", () => {
        const given = (flags: readonly string[]) => ({ workloads: { query: { arguments: flags } } });
        const place = "workloads.query.arguments[1]";
        assert.deepEqual(found(given(["--password", "hunter22", "--port", "8080"])), [place]);
        assert.deepEqual(found(given(["--api-key", "abcd1234"])), [place]);
        assert.deepEqual(found(given(["--token", "$(TOKEN)", "--password", "--verbose", "--tokens", "5"])), []);
        const says = stringify({
            notSecrets: [`systems.akosha.${place}`],
            systems: { akosha: { enabled: true, ...given(["--token", "word"]) } },
        });
        assert.deepEqual(printed({ says }).problems, []);
    });

    it("is not what people write every day", () => {
        assert.deepEqual(found({ variables: PLAIN }), []);
    });
});
