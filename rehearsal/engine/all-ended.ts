/** As `Promise.all`, but an error waits until everything has ended: nothing goes on behind its message, and nothing made is lost. */
export async function allEnded<Work extends readonly unknown[] | []>(
    work: Work,
): Promise<{ -readonly [Key in keyof Work]: Awaited<Work[Key]> }> {
    await Promise.allSettled(work);
    return Promise.all(work);
}
