import packageInfo from '../../package.json' with { type: 'json' };

// A variable, then `exec node` and its arguments.
const [variable = '', args = ''] = packageInfo.scripts.start.split(' exec node ');
const [name = '', value = ''] = variable.split('=');

/** What `npm start` gives to Node. */
export const startArguments: readonly string[] = args.split(' ');

/** What `npm start` adds to the environment. */
export const startEnvironment: Readonly<Record<string, string>> = { [name]: value };
