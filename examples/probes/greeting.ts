import { connect } from 'node:net';

export default {
  name: 'greeting',
  help: 'Waits for the first bytes that a server sends.',
  target: schema((text) => {
    const [host = '', port] = String(text).split(':');
    return port === undefined ? fault('want host:port') : { value: { host, port: Number(port) } };
  }),
  config: schema((block) => {
    const { want = '', ...rest } = block as { want?: string };
    return Object.keys(rest).length > 0 ? fault('the only key is want') : { value: { want } };
  }),
  phases: ['resolve', 'connect', 'greeting'],
  metrics: {
    probe_greeting_bytes: { type: 'gauge', unit: 'bytes', help: 'How long the greeting was.' },
  },
  async run({ target, config, signal, network, enter, observe, show }: Context) {
    enter('resolve', target.host);
    const [first] = await network.resolve(target.host, signal);
    network.permit(first.address);
    enter('connect', `${first.address}:${target.port}`);
    const socket = connect({ host: first.address, port: target.port, signal });
    try {
      await new Promise((resolve, reject) => socket.once('connect', resolve).on('error', reject));
      enter('greeting', 'the first bytes');
      const greeting = await new Promise<Buffer>((resolve, reject) =>
        socket.once('data', resolve).on('error', reject),
      );
      show({ kind: 'received', text: greeting });
      observe('probe_greeting_bytes', greeting.length);
      if (!greeting.toString().startsWith(config.want)) {
        const detail = `got ${JSON.stringify(greeting.toString())}, want "${config.want}"`;
        throw Object.assign(new Error(detail), { reason: 'content' });
      }
    } finally {
      socket.destroy();
    }
  },
};

interface Context {
  readonly target: { readonly host: string; readonly port: number };
  readonly config: { readonly want: string };
  readonly signal: AbortSignal;
  readonly network: {
    resolve(name: string, signal: AbortSignal): Promise<readonly [{ readonly address: string }]>;
    permit(address: string): void;
  };
  readonly enter: (phase: string, about?: string) => void;
  readonly observe: (metric: string, value: number) => void;
  readonly show: (evidence: { kind: 'sent' | 'received'; text: string | Uint8Array }) => void;
}

function fault(message: string) {
  return { issues: [{ message }] };
}

function schema<Answer>(validate: (input: unknown) => Answer) {
  return { '~standard': { version: 1, vendor: 'greeting', validate } };
}
