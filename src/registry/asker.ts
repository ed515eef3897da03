/** Runs code as part of what asked for it, such as a request that is traced. */
export type Within = <T>(run: () => T) => T;

/** Remembers what asks now, for work that is done later, perhaps together with that of others. */
export type KeepAsker = () => Within;

/** For whom it makes no difference, which costs nothing. */
export const keepNobody: KeepAsker = () => directly;

const directly: Within = (run) => run();
