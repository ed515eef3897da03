import packageInfo from '../package.json' with { type: 'json' };

/** Version of this program, as released. */
export const { version } = packageInfo;
