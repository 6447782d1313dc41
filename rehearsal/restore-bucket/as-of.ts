/** Which versions of a bucket's objects were there at a moment. */

/** Of `aws s3api list-object-versions`. */
export interface Listing {
    readonly Versions?: readonly Version[];
    readonly DeleteMarkers?: readonly Entry[];
}

interface Entry {
    readonly Key: string;
    readonly VersionId: string;
    /** When it came. */
    readonly LastModified: string;
}

export interface Version extends Entry {
    readonly Size: number;
}

/** In the order of their keys. What a marker had deleted by then is not among them. */
export function asOf({ Versions = [], DeleteMarkers = [] }: Listing, moment: string): readonly Version[] {
    const limit = Date.parse(moment);
    const newest = new Map<string, { readonly time: number; readonly version: Version | undefined }>();
    const take = (entry: Entry, version: Version | undefined): void => {
        const time = Date.parse(entry.LastModified);
        // S3 tells seconds apart, and lists what came later first: of two of one second the first stays.
        if (time <= limit && time > (newest.get(entry.Key)?.time ?? -Infinity))
            newest.set(entry.Key, { time, version });
    };
    for (const version of Versions) take(version, version);
    for (const marker of DeleteMarkers) take(marker, undefined);
    return [...newest.values()]
        .flatMap(({ version }) => version ?? [])
        .sort((one, other) => (one.Key < other.Key ? -1 : 1));
}
