import packageInfo from '../package.json' with { type: 'json' };

/** Version of this program, as released. */
export const { version } = packageInfo;

/** Versions of Node.js that it runs on, such as `>=24.4`. */
export const supportedNode = packageInfo.engines.node;
