/** What credentials look like, so that one in the wrong place is refused and never printed. */

/** Prefixes that their issuers document, followed by enough characters that no name looks like it. */
const LOOKS: readonly RegExp[] = [
    /\bsk-[A-Za-z0-9_-]{16,}/, // OpenAI, DeepSeek, Anthropic (sk-ant-), DashScope, Moonshot
    /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, // AWS access keys
    /\bAIza[0-9A-Za-z_-]{30,}/, // Google
    /\bgh[pousr]_[A-Za-z0-9]{30,}/, // GitHub
    /\bxox[abpr]-[0-9A-Za-z-]{10,}/, // Slack
    /hooks\.slack\.com\/services\/\w+/,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

export const looksSecret = (text: string): boolean => LOOKS.some((look) => look.test(text));
