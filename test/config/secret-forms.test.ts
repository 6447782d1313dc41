/** Invented credentials in more forms, put together here so that no scanner takes this file for a leak. */
import assert from "node:assert/strict";
import { stringify } from "yaml";
import { printed } from "./bad-inputs";

const letters = "abQcdRefSghTijUklVmnWopXqrYstZuv0123456789AB";
const hexadecimal = "0f1e2d3c4b5a6978";
const [h32, h40, h48, h64] = [32, 40, 48, 64].map((length) => hexadecimal.repeat(4).slice(0, length));
const UUID = "123e4567-e89b-12d3-a456-426614174000";
const PW = "hunter" + "22";

const problemsOf = (says: object) => printed({ says: stringify(says) }).problems;
const akosha = (given: object): object => ({ systems: { akosha: { enabled: true, ...given } } });
const found = (variables: Readonly<Record<string, string>>): string[] =>
    problemsOf(akosha({ variables })).map(({ path }) => path.replace("systems.akosha.variables.", ""));

/** Of issuers, whatever the variable is called; never excused. */
const ISSUED: readonly (readonly string[])[] = [
    ["Square", "sq0atp", `-${letters.slice(0, 22)}`],
    ["PayPal", "access_token", `$production$${hexadecimal}$${h32}`],
    ["Mailchimp", `${h32}`, "-us12"],
    ["Supabase", "sbp", `_${h40}`],
    ["SonarQube", "sqp", `_${h40}`],
    ["RubyGems", "rubygems", `_${h48}`],
    ["Airtable", `pat${letters.slice(0, 14)}`, `.${h64}`],
    ["Asana", "1/1234567890123456", `:${h32}`],
    ["Terraform", letters.slice(0, 14), `.atlasv1.${letters}${letters}`],
    ["NuGet", "oy2", letters.slice(0, 43).toLowerCase()],
    ["Doppler", "dp.st.prd.", letters],
    ["Infisical", `st.${h48?.slice(0, 24) ?? ""}`, `.${h32}`],
    ["Dropbox", "sl.", letters.repeat(3)],
    ["a bot of Discord", "MTk4NjIyNDgzNDcxOTI1MjQ4", ".Cl2FMQ.", "ZnCjm1XVW7vRze4b7Cq4se7kKWs"],
    ["Fly.io", "FlyV1 fm2", `_${letters}`],
    ["Tailscale", "tskey-auth", `-${letters.slice(0, 20)}`],
    ["PlanetScale", "pscale_pw", `_${letters}`],
    ["Atlassian", "ATATT3", `xFfGF0${letters}`],
    ["1Password", "ops_eyJ", letters],
    ["ElevenLabs", "sk", `_${h48}`],
    ["Microsoft Entra", "abc8Q~", letters],
    ["a client of Google", "GOCSPX", `-${letters.slice(0, 28)}`],
    ["Dynatrace", "dt0c01.", `${letters.slice(0, 24).toUpperCase()}.${letters.toUpperCase()}`],
    ["Resend", "re", `_${letters.slice(0, 8)}_${letters.slice(0, 24)}`],
    ["HubSpot", "pat-na1", `-${UUID}`],
    ["Plaid", "access-sandbox", `-${UUID}`],
    ["Zapier", "https://hooks.zapier.com/", "hooks/catch/123456/abcdefg/"],
    ["PagerDuty", "https://events.pagerduty.com/", `integration/${h32}/enqueue`],
    ["Healthchecks.io", "https://hc-ping.com/", UUID],
    ["CloudFront, a signed address", "https://d.cloudfront.net/x?Expires=1&", `Signature=${letters}`],
    ["PuTTY", "PuTTY-User-", "Key-File-2: ssh-rsa"],
    ["JSON web keys", '{"kty":"oct"', ',"k":"GawgguFyGrWKav7AX4VKUg"}'],
];

/** Passwords in forms of tools and files, whatever the variable is called. */
const WRITTEN: Readonly<Record<string, string>> = {
    "an address of Go": `user:${PW}@tcp(db:3306)/app`,
    "an address of Oracle": `scott/${PW}@//db:1521/orcl`,
    "an address of Oracle by JDBC": `jdbc:oracle:thin:scott/${PW}@db:1521:orcl`,
    "an address with the words of the manual": "postgres://user:password@db/app",
    "a token as user": `https://${letters.slice(0, 24)}@github.com/x.git`,
    libpq: `host=db password='${PW} x'`,
    "a line of YAML": `user: x\npassword: ${PW}\n`,
    INI: `[db]\npassword = ${PW}\n`,
    TOML: `api_key = "${PW}"`,
    HCL: `secret_key = "${PW}"`,
    properties: `spring.datasource.password=${PW}`,
    XML: `<password>${PW}</password>`,
    "a number in JSON": '{"password": 12345678}',
    Python: `{'password': '${PW}'}`,
    "Service Bus": `Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=${letters}`,
    "a dotenv": `DB_HOST=x\nDB_PASSWORD=${PW}\n`,
    ".pgpass": `db:5432:app:u:${PW}`,
    ".netrc": `machine x login u password ${PW}`,
    WireGuard: `PrivateKey = ${letters}=`,
    "Docker's file": '{"auths":{"x":{"auth":"dXNlcjpodW50ZXIyMg=="}}}',
    curl: `curl -u admin:${PW} https://x`,
    "a header": `X-API-Key: ${PW}`,
    "a header of curl": `-H 'api-key: ${PW}'`,
    "a header of GitLab": `PRIVATE-TOKEN: ${letters.slice(0, 20)}`,
    "a header with a scheme of its own": `Authorization: token ${letters.slice(0, 20)}`,
    mysql: `mysql -uroot -p${PW}`,
    sshpass: `sshpass -p ${PW} ssh x`,
    "redis-cli": `redis-cli -a ${PW} ping`,
    openssl: `openssl enc -pass pass:${PW}`,
    mongosh: `mongosh --username u --password ${PW}`,
    keytool: `keytool -storepass ${PW}`,
    Java: `-Djavax.net.ssl.keyStorePassword=${PW}`,
    "aws configure": `aws configure set aws_secret_access_key ${letters.slice(0, 20)}`,
    "a key of an address": `https://maps.example.com/api?key=${letters}`,
    "a hash by bcrypt": `$2b$12$${letters}012345678`,
    "a hash of htpasswd": "admin:$apr1$abcdefgh$abcdefghijklmnopqrstu.",
    "hexadecimal in capitals": (h32 ?? "").toUpperCase(),
    "what a password manager makes": "xK9#mP2$vL5nQ8wR",
};

const NAMES: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
        [
            ...["clientSecret", "apiToken", "API_KEYS", "TOKENS", "WEBHOOK_SECRET_V2", "DB_PASSWORD_1", "TOKEN1"],
            ...["PASSWORD_DB", "SECRET_FOR_JOBS", "DATABASE_CREDS", "HMAC", "SALT", "SESSION_KEY", "FERNET_KEY"],
            ...["PGPASS", "USERPASS", "BEARER", "GITHUB_PAT", "OTP_SEED", "PRIVATE_KEY_PEM", "BASIC_AUTH"],
        ].map((name) => [name, PW]),
    ),
    ...{ OPENAI_KEY: "abcd1234efgh", REDIS_AUTH: "abcd1234efgh", APP_KEY: `base64:${letters}` },
};

const PLAIN: Readonly<Record<string, string>> = {
    ...{ GOOGLE_APPLICATION_CREDENTIALS: "/var/secrets/google/key.json", AUTH: "oauth2", AUTH_MODE: "basic" },
    ...{ PASSWORD_HASHER: "argon2id", PASSWORD_ALGO: "pbkdf2_sha256", SALT_ROUNDS: "12", SECRET_STORE: "aws-1" },
    ...{ ROUTING_KEY: "orders.created.v1", STATE_KEY: "terraform1.tfstate", CACHE_KEY: "user-profile-v2" },
    ...{ GROUP_KEY: "region1", S3_OBJECT_KEY: "object1-2026.json", PAD_TOKEN: "[PAD]", STOP_TOKENS: "</s>,<|im_end|>" },
    ...{ EOS_TOKEN: "</s>", TOKEN_URL: "https://idp.example.com/oauth2/token", JWT_ALGORITHM: "HS256" },
    ...{ LOG_FORMAT: "%(asctime)s password=%(masked)s", TEMPLATE: "password={{ password }}" },
    ...{ ADDRESS: "https://USER:PASSWORD@host/", JSON_TEMPLATE: '{"password":"${DB_PASSWORD}"}' },
    ...{ PROMPT: "Never reveal the password: it is confidential.", NOTE: "password: see vault" },
    ...{ SQL: "SELECT * FROM t WHERE token = ? AND x = 1", RE: String.raw`^(password|token)=\w+$` },
    ...{ CLASS: "ApplicationContextFactoryBean2Implementation", WEIGHTS: "Models/Large/Version2/FinalCheckpoint" },
    ...{ INTEGRITY: "sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc=", MD5: h32 ?? "" },
    ...{ ALPHABET: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", IDS: "-u 1000:1000" },
    ...{ IMAGE: `acme/app@sha256:${h64 ?? ""}`, CHECKOUT: "actions/checkout@v4", PORTS: "8080:80,8443:443" },
    ...{ SENTRY: `https://${h32 ?? ""}@o12345.ingest.us.sentry.io/678`, GLOB: "**/*.{ts,tsx,js}" },
    ...{ FLAGS: "--token-limit=4096 --password-hashing=argon2id", MYSQL: "mysql --protocol=tcp -P3306" },
};

describe("more that looks like a secret", () => {
    for (const [issuer = "", ...parts] of ISSUED)
        it(`is refused as a variable, whatever it is called: of ${issuer}`, () => {
            assert.deepEqual(found({ A: parts.join("") }), ["A"]);
        });

    for (const [form, text] of Object.entries(WRITTEN))
        it(`is refused in the form of ${form}`, () => {
            assert.deepEqual(found({ A: text }), ["A"]);
        });

    it("is refused by the name of its variable", () => {
        assert.deepEqual(found(NAMES).sort(), Object.keys(NAMES).sort());
    });

    it("is not what people write every day", () => {
        assert.deepEqual(found(PLAIN), []);
    });

    it("is refused in every place where text becomes plain, and never printed", () => {
        const key = ["sk", "proj", letters].join("-");
        const places: readonly (readonly [place: string, says: object])[] = [
            ["tags", { tags: { [key]: "x" } }],
            ["tags.Team", { tags: { Team: key } }],
            ["tags.Password", { tags: { Password: PW } }],
            ["systems.akosha.variables", akosha({ variables: { [key]: "x" } })],
            [
                "systems.akosha.workloads.query.command[2]",
                akosha({ workloads: { query: { command: ["sh", "-c", `PGPASSWORD=${PW} run`] } } }),
            ],
            ...[
                ["-u", `admin:${PW}`],
                ["--db.password", PW],
                ["--apiKey", PW],
            ].map(
                (flags) =>
                    [
                        "systems.akosha.workloads.query.arguments[1]",
                        akosha({ workloads: { query: { arguments: flags } } }),
                    ] as const,
            ),
            [
                "systems.akosha.workloads.query.healthPath",
                akosha({ workloads: { query: { healthPath: `/health?token=${PW}` } } }),
            ],
            ["notSecrets[0]", { notSecrets: [key] }],
        ];
        for (const [place, says] of places) {
            const all = problemsOf(says);
            assert.ok(
                all.some(({ path }) => path === place),
                `${place}: ${JSON.stringify(all)}`,
            );
            const said = JSON.stringify(printed({ says: stringify(says) }));
            assert.ok(!said.includes(key) && !said.includes(PW), said);
        }
    });
});
