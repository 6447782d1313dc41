/** How variables, flags and tags are called that hold a secret. */

/** `clientSecret` and `client_secret` are one name; a number or a stage at its end says which of several it is. */
const plainName = (name: string): string =>
    name
        .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
        .replace(
            /([_.-](pem|base64|b64|value|raw|plain|v?\d+|old|new|previous|next|current|prod|production|staging|test)|\d)$/i,
            "",
        );

/** Not what tells where one is: *_FILE, *_URL, *_NAME. */
const SECRET_NAME =
    /(passwords?|passwds?|(pg|user|root|admin|db|mysql|smtp|ftp|proxy|store)pass|(^|[_.-])(pass|passphrase|bearer|pat|(otp|totp|mfa)[_-]?seed|mnemonic|seed[_-]?phrase|erlang[_-]?cookie|passkey|pwd|pw|secrets?|secret[_-]?keys?|secret[_-]?key[_-]?base|token|(auth|access|api|bearer|refresh)[_-]?tokens|api[_-]?keys?|access[_-]?keys?|access[_-]?key[_-]?id|(private|signing|encryption|master|jwt|license|session|fernet|hmac|ssh|deploy)[_-]?key|salt|pepper|hmac|credentials?|creds?|basic[_-]?auth|connection[_-]?string))$|^tokens$/i;

/**
 * A number, a switch, a place that is filled in later, or a special token of a model or a path
 * is no secret, whatever its name.
 */
const PLAIN_VALUE = /^(\d*|true|false|yes|no|on|off|none|null|[$<{[%].*|(\.?\/[\w.-]+)+\/?)$/i;

/** Keys that find something, and open nothing. */
const HARMLESS_KEY =
    /(^|[_.-])(sort|cache|partition|primary|foreign|public|row|hash|range|object|s3|idempotency|lookup|group|index|config|search|join|map|label|feature|message|event|translation|shard|kms|redis|dedup|order|composite|unique|natural|surrogate|metric|log)[_.-]?key$/i;
/** What a key may look like: letters and digits without a blank. A path, an ARN or words are none. */
function isLikeAKey(value: string): boolean {
    if (!/^(?=.*[a-z])(?=.*\d)(base64:)?[\w+=.-]{8,}$/i.test(value)) return false;
    const parts = value.split(/[._-]/);
    return parts.length === 1 || !parts.every((part) => /^([a-z]*\d{0,2}|\d+)$/i.test(part));
}
const ENDS_IN_KEY = /(^|[_.-])(key|auth)$/i;

/** PASSWORD_DB, SECRET_FOR_JOBS; not what is said about passwords: how long, how hashed, where. */
const HOLDS_PASSWORD = /(^|[_.-])(password|passwd|secret)[_.-]/i;
const ABOUT_PASSWORDS =
    /[_.-](name|arn|file|path|dir|mount|url|uri|host|policy|min|max|length|hash|hasher|hashing|algo|algorithm|type|kind|provider|manager|store|backend|engine|rotation|ttl|expiry|age|days|enabled|field|header|param|parameter|ref|id|prefix|suffix|reset|rounds|cost|version|format|encoding|scheme|env|key|namespace|region)s?$/i;

const named = (name: string): boolean => SECRET_NAME.test(plainName(name));

/** `curl -u`, `--user`: its value is a name and a password. */
const USER_FLAG = /^(-u|--(proxy-)?user(pass)?)$/;
const USER_AND_PASSWORD = /^(?=[^:]*[a-z])[^\s:]+:(?![$<{*%])[^\s]{3,}$/i;

/** `--password`, whose value is the next argument. */
export const isSecretFlag = (text: string): boolean =>
    USER_FLAG.test(text) || (/^--?[\w.-]+$/.test(text) && named(text));

export function isSecretByName(name: string, value: string): boolean {
    if (USER_FLAG.test(name)) return USER_AND_PASSWORD.test(value);
    if (PLAIN_VALUE.test(value)) return false;
    const plain = plainName(name);
    if (SECRET_NAME.test(plain)) return true;
    if (!isLikeAKey(value)) return false;
    if (ENDS_IN_KEY.test(plain)) return !HARMLESS_KEY.test(plain);
    return HOLDS_PASSWORD.test(plain) && !ABOUT_PASSWORDS.test(plain);
}
