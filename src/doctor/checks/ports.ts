import type { Config } from '../../config.ts';
import type { Check, Context } from '../check.ts';
import { type Finding, messageOf, notChecked, ok, problem, together } from '../finding.ts';
import { askListener, tryToListen } from '../listener.ts';

interface Port {
  readonly setting: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Where an instance of this program says something that no other does, and what. */
  readonly path: string;
  readonly sign: RegExp;
}

/** Ports are free for a start, or have a running instance: that is as well. */
export const ports: Check = {
  id: 'ports',
  looksAt: 'whether the ports are free, or a running instance has them',
  async run(context) {
    const findings = await Promise.all(portsOf(context.config).map((port) => judge(port, context)));
    if (findings.every(({ verdict }) => verdict === 'not checked'))
      return notChecked(findings.map(({ found }) => found).join('; '));
    return together(findings, findings.map(({ found }) => found).join('; '));
  },
};

function portsOf(config: Config): readonly Port[] {
  const tls = config.TLS_CERT_FILE !== '';
  return [
    {
      setting: 'PORT',
      host: config.HOST,
      port: config.PORT,
      tls,
      path: '/health',
      sign: /"uptimeSeconds".*"components".*"eventLoop"/s,
    },
    {
      setting: 'METRICS_PORT',
      host: config.METRICS_HOST,
      port: config.METRICS_PORT,
      tls: tls && config.METRICS_TLS,
      path: '/metrics',
      // Without a credential it may refuse, in the form of all errors.
      sign: /schemagate_build_info|"error_code":401/,
    },
  ];
}

async function judge({ setting, host, port, tls, path, sign }: Port, context: Context): Promise<Finding> {
  const where = `${setting} ${host}:${port}`;
  if (port === 0) return notChecked(`${setting} is 0: the system chooses one`);
  const listener = await askListener({ host, port, tls, path, signal: context.signal });
  if (listener.kind === 'answers' && sign.test(listener.body)) return ok(`${where} has a running instance`);
  if (listener.kind === 'silent' && context.config.TLS_CLIENT_AUTH === 'required')
    return notChecked(`${where} is in use, by whom is told only to clients with a certificate`);
  if (listener.kind === 'answers')
    return problem(`${where} is in use by another program`, `choose another ${setting}, or end that program`);
  try {
    await tryToListen(host, port);
    return ok(`${where} is free`);
  } catch (error) {
    const reason =
      listener.kind === 'silent' ? `${messageOf(error)}; asked: ${listener.reason}` : messageOf(error);
    return problem(
      `${where} can't be listened on (${reason})`,
      `choose another ${setting} or host, or end the program that has it`,
    );
  }
}
