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
    /\bglpat-[\w-]{20,}/, // GitLab
    /\bxox[abeprs]-[0-9A-Za-z-]{10,}/, // Slack
    /\bxapp-[0-9A-Za-z-]{10,}/,
    /hooks\.slack\.com\/services\/\w+/,
    /\bhf_[A-Za-z0-9]{30,}/, // Hugging Face
    /\bnpm_[A-Za-z0-9]{30,}/,
    /\bpypi-[\w-]{30,}/,
    /\bSG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
    /\bpul-[0-9a-f]{40}\b/, // Pulumi
    /\blin_api_\w{30,}/, // Linear
    /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/, // JSON web tokens
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    /\bBearer\s+[\w.~+/-]{16,}/i,
];

/** A credential of a known issuer: never plain text, and no excuse. */
export const looksSecret = (text: string): boolean => LOOKS.some((look) => look.test(text));

const PASSWORDS: readonly RegExp[] = [
    // A password in an address, but for a place that is filled in later: ${PASSWORD}, $(PASSWORD), <password>.
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:(?![$<{*])[^\s/@"]+@/i,
    /(^|[\s;?&,'-])(password|passwd|pwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|account[_-]?key|token)=(?![$<{*])[^\s;&,"']{3,}/i,
];

/** A password in an address or among settings. */
export const holdsPassword = (text: string): boolean => PASSWORDS.some((look) => look.test(text));

/** How variables that hold a secret are called. Not what tells where one is: *_FILE, *_URL, *_NAME. */
const SECRET_NAME =
    /(^|[_.-])(password|passwd|passphrase|pwd|secret|secret_?key|token|api_?key|access_?key|access_?key_?id|private_?key|signing_?key|encryption_?key|credentials?)$/i;

/** A number, a switch or a place that is filled in later is no secret, whatever its name. */
const PLAIN_VALUE = /^(\d*|true|false|yes|no|on|off|none|[$<{].*)$/i;

export const isSecretByName = (name: string, value: string): boolean =>
    SECRET_NAME.test(name) && !PLAIN_VALUE.test(value);

/** Long, without blanks, and of letters of both cases and digits, or of hexadecimal digits. */
const RANDOM = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/_=-]{24,}$|^[0-9a-f]{32,}$/;
/** Bits a character: an English word or a path in camel case has fewer, a generated key about 4.5 (hexadecimal 3.5). */
const MANY_BITS = { any: 4, hexadecimal: 3 } as const;

/** Of no known issuer, and as random as a generated key. */
export function looksRandom(text: string): boolean {
    if (!RANDOM.test(text)) return false;
    return bits(text) >= (/^[0-9a-f]+$/.test(text) ? MANY_BITS.hexadecimal : MANY_BITS.any);
}

/** Shannon's entropy of the characters. */
function bits(text: string): number {
    const counts = new Map<string, number>();
    for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
