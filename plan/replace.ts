type Method = (this: unknown, ...args: never[]) => unknown;

/** Puts another function in a place of the SDK for a while; the result of the call puts the original back. */
export function replace(
    owner: object,
    name: string,
    replacementFor: (original: Method | undefined) => Method,
): () => void {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    const value = replacementFor(descriptor?.value as Method | undefined);
    Object.defineProperty(owner, name, { configurable: true, writable: true, value });
    return () => {
        if (descriptor === undefined) Reflect.deleteProperty(owner, name);
        else Object.defineProperty(owner, name, descriptor);
    };
}
