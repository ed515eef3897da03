import { type FlagDescription, type FlagName, flagNames, flags, variableOf } from '../../src/flags/flags.ts';

/** docs/operations/flags.md: how flags are set, and every flag of the table. */
export function flagsPage(): string {
  return introduction + flagNames.map((name) => part(name, flags[name])).join('\n');
}

const introduction = `<!-- Written by \`npm run docs\` from src/flags/flags.ts; change the flags there, and the rest in scripts/docs/flags-page.ts. -->
# Feature flags

What is risky can be switched off while the service runs, without a restart. There are few flags: whatever holds for good is
a [setting](../configuration.md). None of them weakens access control, limits or what an answer promises to be on disk.

## Switch something off

Name a file in \`FLAGS_FILE\`, YAML or JSON, with \`true\` or \`false\` by the name of a flag:

\`\`\`yaml
compression: false
quick-lane: false
\`\`\`

Write the file, and the service follows: it watches it, looks each minute where the system tells of no changes (a ConfigMap on
a network's file system), and at once at SIGHUP. Take a line away, and the default holds again. \`{}\` is a file without
flags; an empty one is refused, since a file that is being written is empty too. Put a new file in the place of the old one
(\`mv\`) rather than write into it. On Kubernetes the file is the ConfigMap \`schemagate-flags\`: see
[deployment](../deployment.md#kubernetes).

The environment goes before the file, and the file before the default. \`FLAG_COMPRESSION=false\` pins a flag until the next
start: leave what you may want to switch to the file.

| The file | At the start | While it runs |
| --- | --- | --- |
| can't be read, is no YAML, or has another value than \`true\` and \`false\` | the service says why and does not start | all flags stay as they are; an error in the log, \`refused\` in the metric, a \`failure\` in the audit log |
| has a name that is no flag | the service names it and does not start | a warning; the rest of the file holds |

A variable \`FLAG_…\` that sets no flag stops the start too: a misspelt switch must not be taken for one that was thrown.

## See how they stand

\`GET /admin/flags\` (role admin) lists each flag of this process: its value, where it is from (\`environment\`, \`file\`,
\`default\`), OpenFeature's variant and reason, and what stands below. \`status\` is \`STALE\` while the file can't be used, with
\`problem\` saying why. Behind a load balancer, ask each replica.

\`schemagate_feature_flag{flag,source}\` is 1 or 0, \`schemagate_feature_flag_reloads_total{outcome}\` counts changes and
refused files. Each change is a warning in the log and \`feature-flag.changed\` in the [audit log](../audit.md); flags that are
not as by default are logged at the start.

## The flags

All are on by default.

`;

function part(name: FlagName, flag: FlagDescription): string {
  const rows = [
    ['Switches', flag.switches],
    ['Risk', flag.risk],
    ['While it is off', flag.whenOff],
    ['Variable', `\`${variableOf(name)}\``],
    ['Default', flag.default ? 'on' : 'off'],
    ['Belongs to', `\`${flag.area}\``],
    ['Since', flag.since],
  ];
  return `### ${name}\n\n| | |\n| --- | --- |\n${rows.map(([what, text]) => `| ${what} | ${text} |\n`).join('')}`;
}
