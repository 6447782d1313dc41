/** What credentials look like, so that one in the wrong place is refused and never printed. */

/** Prefixes that their issuers document, followed by enough characters that no name looks like it. */
const LOOKS: readonly RegExp[] = [
    /\bsk-[A-Za-z0-9_-]{16,}/, // OpenAI, DeepSeek, Anthropic (sk-ant-), DashScope, Moonshot
    /\b[sr]k_(live|test)_[A-Za-z0-9]{16,}/, // Stripe
    /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, // AWS access keys
    /\bAIza[0-9A-Za-z_-]{30,}/, // Google
    /\bya29\.[0-9A-Za-z_-]{20,}/, // Google OAuth
    /\bgh[pousr]_[A-Za-z0-9]{30,}/, // GitHub
    /\bgithub_pat_\w{20,}/,
    /\bgl(pat|rt|dt|ft|oas|cbt|ptt|soat|agent)-[\w-]{16,}/, // GitLab
    /\bgl(sa|c)_[\w=-]{20,}/, // Grafana
    /\bxox[abeprs]-[0-9A-Za-z-]{10,}/, // Slack
    /\bxapp-[0-9A-Za-z-]{10,}/,
    /hooks\.slack\.com\/services\/\w+/,
    /\bhf_[A-Za-z0-9]{30,}/, // Hugging Face
    /\bnpm_[A-Za-z0-9]{30,}/,
    /\bpypi-[\w-]{30,}/,
    /\bSG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
    /\bpul-[0-9a-f]{40}\b/, // Pulumi
    /\blin_api_\w{30,}/, // Linear
    /\bwhsec_[\w+/=]{16,}/, // Stripe's and Svix' webhooks
    /\bhv[sbr]\.[\w-]{20,}/, // HashiCorp Vault
    /\bdckr_[po]at_[\w-]{20,}/, // Docker
    /\bdo[opr]_v1_[0-9a-f]{32,}/, // DigitalOcean
    /\bdapi[0-9a-f]{32}/, // Databricks
    /\bshp(at|ca|pa|ss)_[0-9a-fA-F]{32}/, // Shopify
    /\bNRAK-[A-Z0-9]{20,}/, // New Relic
    /\bkey-[0-9a-f]{32}\b/, // Mailgun
    /\bLTAI[A-Za-z0-9]{12,24}\b/, // Alibaba Cloud access keys
    /\b(pplx|nvapi|xai|tvly)-[\w-]{20,}/, // Perplexity, NVIDIA, xAI, Tavily
    /\b(gsk|r8|ntn|lsv2_pt|lsv2_sk)_\w{30,}/, // Groq, Replicate, Notion, LangSmith
    /\bsk_[A-Za-z0-9]{24,}/, // ElevenLabs and others
    /\bsq0(atp|csp)-[\w-]{20,}/, // Square
    /\baccess_token\$(production|sandbox)\$\w{10,}\$[0-9a-f]{20,}/, // PayPal
    /\b[0-9a-f]{32}-us\d{1,2}\b/, // Mailchimp
    /\b(sbp|bkua|sq[pua])_[0-9a-f]{40}\b/, // Supabase, Buildkite, SonarQube
    /\b(rubygems|CLOJARS)_[0-9a-f]{40,}/,
    /\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b/, // Airtable
    /\b[12]\/\d{16}:[0-9a-f]{32}\b/, // Asana
    /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{50,}/, // Terraform
    /\boy2[a-z0-9]{43}\b/, // NuGet
    /\bcio[A-Za-z0-9]{32}\b/, // crates.io
    /\bdp\.(st|pt|ct|sa|scim|audit)\.[\w.]{20,}/, // Doppler
    /\bst\.[0-9a-f]{24}\.[0-9a-f]{32}/, // Infisical
    /\bsl\.[\w-]{100,}/, // Dropbox
    /\b[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,}/, // bots of Discord
    /\bfm[12]_[\w+/=-]{30,}/, // Fly.io
    /\btskey-(auth|api|client)-[\w-]{10,}/, // Tailscale
    /\bpscale_(tkn|pw|oauth)_[\w-]{20,}/, // PlanetScale
    /\b(ATATT3|ATBB|AKCp|CCIPAT_|pcsk_|figd_|phx_|napi_|HRKU-)[\w=-]{20,}/, // Atlassian, JFrog, CircleCI, Pinecone, Figma, PostHog, Neon, Heroku
    /\b\w{3}\dQ~[\w.~-]{30,}/, // Microsoft Entra
    /\bGOCSPX-[\w-]{20,}/, // Google OAuth clients
    /\bamzn\.mws\.[0-9a-f-]{30,}/,
    /\bdt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{40,}/, // Dynatrace
    /\bhc[a-z]ik_[a-z0-9]{40,}/, // Honeycomb
    /\bre_\w{8}_\w{20,}/, // Resend
    /\bpat-(na|eu|ap)\d-[0-9a-f-]{36}/, // HubSpot
    /\bsk\.eyJ[\w-]{10,}\.[\w-]{20,}/, // Mapbox
    /\b(shippo_)?(live|test)_[0-9a-f]{32,}/, // Lob, Shippo
    /\baccess-(sandbox|development|production)-[0-9a-f-]{36}/, // Plaid
    /"kty"\s*:\s*"oct"/, // a symmetric JSON web key
    /\bEAA[A-Za-z0-9_-]{40,}/, // Square, Facebook
    /\bops_eyJ[\w-]{30,}/, // 1Password
    /hooks\.zapier\.com\/hooks\/catch\/\d+\/\w+/,
    /events\.pagerduty\.com\/integration\/[0-9a-f]{32}/,
    /\bhc-ping\.com\/[\w-]{20,}/, // Healthchecks.io
    /PuTTY-User-Key-File-\d/,
    /\bAGE-SECRET-KEY-1[0-9A-Z]{30,}/,
    /\b\d{8,10}:AA[\w-]{33}/, // bots of Telegram
    /discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/,
    /\.webhook\.office\.com\/webhookb2\/\S{20,}/, // Microsoft Teams
    /[?&](sig|Signature|X-Amz-Signature|X-Goog-Signature)=[\w%+/=]{16,}/i, // addresses that are signed: whoever has one gets in
    /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/, // JSON web tokens
    /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/,
    /\bBearer\s+[\w.~+/-]{16,}/i,
    /\bBasic\s+(?=\S*[\d=])[A-Za-z0-9+/]{16,}={0,2}/,
];

/** A credential of a known issuer: never plain text, and no excuse. */
export const looksSecret = (text: string): boolean => LOOKS.some((look) => look.test(text));

/** Not what stands where a secret is filled in later: ${PASSWORD}, $(PASSWORD), <password>, {{ password }}, %(password)s, ***. */
const LATER = String.raw`(?!["']?([$<{*%]|(xxx+|redacted|null|none|true|false|value|your[_-]\w+)\b))`;
/** The same in capitals: postgres://USER:PASSWORD@host. */
const PLACEHOLDERS = /(?<=[:=]\s*["']?)(PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|API_?KEY)\b/g;
/** What secrets are called among settings, and what stands before it; bounded, so that a long text takes no longer than it is long. */
const CALLED = String.raw`[\w.-]{0,40}?(password|passwd|pwd|passphrase|secret|(api|account|access|secret|secret[_-]?access|client|auth|private|signing|encryption)[_-]?key|(access|auth|api|bearer|private|job|deploy|refresh|session|bot|app|security|vault)[_-]?token|(?<![\w-])token|client[_-]?secret)`;
const VALUE = String.raw`${LATER}("[^"]{3,}"|'[^']{3,}'|[^\s;&,"']{3,})`;

const PASSWORDS: readonly RegExp[] = [
    // A password in an address, or a token as its user; the public key of Sentry is none.
    /\bhttps?:\/\/(?![0-9a-f]{32}@[\w.-]*sentry)[\w-]{20,200}@/i,
    new RegExp(String.raw`\b[a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@"]{0,200}:${LATER}[^\s/@"]{1,400}@`, "i"),
    new RegExp(String.raw`\b[\w.-]{1,60}:${LATER}[^\s/:@]{3,200}@(tcp|unix)\(`, "i"), // of MySQL in Go
    new RegExp(String.raw`\b(jdbc:oracle:\w+:\w+\/${LATER}[^\s@/]{1,200}@|\w{1,60}\/${LATER}[^\s@/]{1,200}@\/\/)`, "i"), // of Oracle
    new RegExp(String.raw`^[\w.-]+:(\d+|\*):[\w*-]+:[\w*-]+:${LATER}\S{3,}$`, "m"), // .pgpass
    // Among settings, by = and by a line of its own with a colon: INI, properties, YAML, headers.
    new RegExp(String.raw`(^|[^\w.-])${CALLED}\s*=\s*${VALUE}`, "im"),
    new RegExp(String.raw`^[\s{,-]{0,80}${CALLED}\s*:\s*${LATER}["']?[^\s"']{3,}["']?[\s},]*$`, "im"),
    new RegExp(String.raw`["']${CALLED}\s*:\s*${LATER}[^\s"']{3,}["']`, "i"),
    new RegExp(String.raw`\bAuthorization:\s*(\w+\s+)?${LATER}[\w.~+/=-]{12,}`, "i"),
    // In JSON and in Python's form of it, and in XML.
    new RegExp(String.raw`["']${CALLED}["']\s*:\s*${LATER}("[^"]{3,}"|'[^']{3,}')`, "i"),
    /["'][\w.-]{0,40}(password|passwd|pwd|secret)["']\s*:\s*\d{4,}/i,
    /"auth"\s*:\s*"[A-Za-z0-9+/]{8,}={0,2}"/, // of a registry, in Docker's file
    new RegExp(String.raw`<${CALLED}>\s*${LATER}[^<\s]{3,}\s*<\/`, "i"),
    // As arguments of commands.
    new RegExp(
        String.raw`(^|\s)(-u|--(proxy-)?user)[ =]["']?(?=[^\s:]{0,100}[a-z])[^\s:"']{1,100}:${LATER}[^\s"']{3,}`,
        "i",
    ),
    new RegExp(
        String.raw`(^|\s)--?([\w.-]{0,40}?(password|passwd|secret|api-?key)|(auth-|access-)?token|storepass|keypass)\s+(?!-)${VALUE}`,
        "i",
    ),
    new RegExp(
        String.raw`\b(mysql(dump|admin)?\s(.{0,200}\s)?-p|sshpass\s+-p\s*|redis-cli\s(.{0,200}\s)?-a\s+|openssl\s(.{0,200}\s)?-pass(in|out)?\s+pass:)${LATER}[^\s]{3,}`,
    ),
    new RegExp(
        String.raw`\b(aws_(secret_access_key|session_token)|login\s+\S{1,100}\s+password)\s+${LATER}\S{3,}`,
        "i",
    ),
    /[?&]key=[\w-]{20,}/,
    // Passwords that are hashed are still tried out by whoever has them.
    /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/,
    /\$(apr1|1|5|6|y|argon2(id|i|d))\$[^\s$]+\$[^\s]{15,}/,
];

/** A password in an address or among settings. */
export function holdsPassword(text: string): boolean {
    const plain = text.replace(PLACEHOLDERS, "$LATER");
    return PASSWORDS.some((look) => look.test(plain));
}

/** Long, without blanks, and of letters of both cases and digits, or of hexadecimal digits. */
const RANDOM = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/_=-]{24,}$|^[0-9a-f]{32,}$|^[0-9A-F]{32,}$/;
/** As a password manager makes them: of all four kinds, two signs or more, and nothing that paths, patterns and addresses have. */
const MADE_UP = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=(.*[!#$%^&*@~?]){2})[A-Za-z0-9!#$%^&*@~?_+.,;-]{14,}$/;
/** Of a file's content, as browsers and package managers write it. */
const DIGEST = /^sha(256|384|512)-[A-Za-z0-9+/]+={0,2}$/;
/** An alphabet of its own, for ids: each sign once. */
const isAlphabet = (text: string): boolean => text.length >= 52 && new Set(text).size === text.length;
/** Bits a character: an English word or a path in camel case has fewer, a generated key about 4.5 (hexadecimal 3.5). */
const MANY_BITS = { any: 4, hexadecimal: 3, madeUp: 3.3 } as const;

/** Git's commits and digests of images are hexadecimal, too, and say so by their name. */
const HASH_NAME = /(^|[_.-])(md5|sha|sha1|sha256|commit|revision|rev|digest|checksum|hash|etag|fingerprint)$/i;

/**
 * Names of models, files and classes: `sentence-transformers/all-MiniLM-L6-v2`, `ApplicationContextFactoryBean2`. Generated keys have few of
 * these signs, and no words between.
 */
function isOfWords(text: string): boolean {
    const letters = (text.match(/[A-Z]?[a-z]{2,}/g) ?? []).reduce((sum, word) => sum + word.length, 0);
    if (letters >= 0.75 * text.length) return true;
    const words = text.split(/[/_.-]/);
    const small = words.filter((word) => /^[a-z]+$/.test(word));
    return words.length >= 4 && small.length * 2 >= words.length - 1 && words.every((word) => word.length <= 14);
}

/** Of no known issuer, and as random as a generated key. */
export function looksRandom(text: string, name = ""): boolean {
    if (MADE_UP.test(text)) return bits(text) >= MANY_BITS.madeUp;
    if (!RANDOM.test(text) || isOfWords(text) || DIGEST.test(text) || isAlphabet(text)) return false;
    const hexadecimal = /^[0-9a-f]+$/i.test(text);
    if (HASH_NAME.test(name) && hexadecimal) return false;
    return bits(text) >= (hexadecimal ? MANY_BITS.hexadecimal : MANY_BITS.any);
}

/** Shannon's entropy of the characters. */
function bits(text: string): number {
    const counts = new Map<string, number>();
    for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
