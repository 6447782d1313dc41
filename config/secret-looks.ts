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
    /\bAGE-SECRET-KEY-1[0-9A-Z]{30,}/,
    /\b\d{8,10}:AA[\w-]{33}/, // bots of Telegram
    /discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/,
    /\.webhook\.office\.com\/webhookb2\/\S{20,}/, // Microsoft Teams
    /[?&](sig|X-Amz-Signature|X-Goog-Signature)=[\w%+/=]{16,}/i, // addresses that are signed: whoever has one gets in
    /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/, // JSON web tokens
    /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/,
    /\bBearer\s+[\w.~+/-]{16,}/i,
    /\bBasic\s+(?=\S*[\d=])[A-Za-z0-9+/]{16,}={0,2}/,
];

/** A credential of a known issuer: never plain text, and no excuse. */
export const looksSecret = (text: string): boolean => LOOKS.some((look) => look.test(text));

const PASSWORDS: readonly RegExp[] = [
    // A password in an address, but for a place that is filled in later: ${PASSWORD}, $(PASSWORD), <password>.
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:(?![$<{*])[^\s/@"]+@/i,
    /(^|[\s;?&,'-])(password|passwd|pwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|account[_-]?key|token)=(?![$<{*])[^\s;&,"']{3,}/i,
    // The same in JSON.
    /"(password|passwd|pwd|secret|client_?secret|api_?key|access_?token|auth_?token|token)"\s*:\s*"(?![$<{*])[^"]{3,}"/i,
];

/** A password in an address or among settings. */
export const holdsPassword = (text: string): boolean => PASSWORDS.some((look) => look.test(text));

/** How variables that hold a secret are called. Not what tells where one is: *_FILE, *_URL, *_NAME. */
const SECRET_NAME =
    /(password|passwd|(^|[_.-])(pass|passphrase|pwd|pw|secret|secret[_-]?key|secret[_-]?key[_-]?base|token|api[_-]?key|access[_-]?key|access[_-]?key[_-]?id|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|jwt[_-]?key|license[_-]?key|credentials?))$/i;

/** A number, a switch or a place that is filled in later is no secret, whatever its name. */
const PLAIN_VALUE = /^(\d*|true|false|yes|no|on|off|none|[$<{].*)$/i;

/** `--password`, whose value is the next argument. */
export const isSecretFlag = (text: string): boolean => /^--?[\w-]+$/.test(text) && SECRET_NAME.test(text);

export const isSecretByName = (name: string, value: string): boolean =>
    SECRET_NAME.test(name) && !PLAIN_VALUE.test(value);

/** Long, without blanks, and of letters of both cases and digits, or of hexadecimal digits. */
const RANDOM = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/_=-]{24,}$|^[0-9a-f]{32,}$/;
/** Bits a character: an English word or a path in camel case has fewer, a generated key about 4.5 (hexadecimal 3.5). */
const MANY_BITS = { any: 4, hexadecimal: 3 } as const;

/** Git's commits and digests of images are hexadecimal, too, and say so by their name. */
const HASH_NAME = /(^|[_.-])(sha|sha1|sha256|commit|revision|rev|digest|checksum|hash|etag|fingerprint)$/i;

/** Names of models and of files: `sentence-transformers/all-MiniLM-L6-v2`. Generated keys have few of these signs, and no words between. */
function isOfWords(text: string): boolean {
    const words = text.split(/[/_.-]/);
    const small = words.filter((word) => /^[a-z]+$/.test(word));
    return words.length >= 4 && small.length * 2 >= words.length - 1 && words.every((word) => word.length <= 14);
}

/** Of no known issuer, and as random as a generated key. */
export function looksRandom(text: string, name = ""): boolean {
    if (!RANDOM.test(text) || isOfWords(text)) return false;
    if (HASH_NAME.test(name) && /^[0-9a-f]+$/.test(text)) return false;
    return bits(text) >= (/^[0-9a-f]+$/.test(text) ? MANY_BITS.hexadecimal : MANY_BITS.any);
}

/** Shannon's entropy of the characters. */
function bits(text: string): number {
    const counts = new Map<string, number>();
    for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
