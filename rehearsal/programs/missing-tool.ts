/** Something that only the user can install; said in one line. */
export class MissingTool extends Error {}
