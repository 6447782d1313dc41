/** The releases of Node that every command starts on (from 20.19 on of the first); .nvmrc names the one that is used where nothing else is. */
export const SUPPORTED_NODES = [20, 22, 24, 26] as const;
