import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { listen } from '../support/listen.ts';
import { dialogueCases } from './support/dialogue-cases.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';
import { TALKERS, type TalkerName, talkers } from './support/talkers.ts';

test('tcp modules find the same as those of blackbox_exporter', async (t) => {
  const authority = selfSigned({ subject: [['CN', 'a root']], authority: true });
  const certificate = authority.issue({ subject: [['CN', 'a']], names: ['localhost'] });
  const answers = talkers(certificate);
  const targets = {} as Record<TalkerName, string>;
  for (const name of TALKERS) targets[name] = await listen(t, answers[name]);
  const port = targets.greets.replace('127.0.0.1:', '');
  const at = (target: string, settings = ''): ProbeCase => ({
    title: `${target.replace(port, 'PORT')} ${settings}`.trim(),
    module: `prober: tcp, timeout: 1500ms, tcp: { ${settings} }`,
    target,
  });

  await compareProbes(t, 'tcp', [
    at(`127.0.0.1:${port}`),
    at(`localhost:${port}`),
    at(`localhost:${port}`, 'preferred_ip_protocol: ip4'),
    at(`localhost:${port}`, 'preferred_ip_protocol: ip4, ip_protocol_fallback: false'),
    at(`localhost:${port}`, 'preferred_ip_protocol: ip6, ip_protocol_fallback: false'),
    at(`127.0.0.1:${port}`, 'preferred_ip_protocol: ip6, ip_protocol_fallback: false'),
    at(`127.0.0.1:${port}`, 'preferred_ip_protocol: ipv6'),
    at(`[::1]:${port}`),
    at(`[::1]:${port}`, 'preferred_ip_protocol: ip4, ip_protocol_fallback: false'),
    at(`[::ffff:127.0.0.1]:${port}`),
    at(`127.1:${port}`),
    at(`127.0.0.1:0${port}`),
    at(`127.0.0.1:${port}`, 'source_ip_address: 127.0.0.9'),
    at(`127.0.0.1:${port}`, 'source_ip_address: 192.0.2.1'),
    at(`127.0.0.1:${port}`, 'source_ip_address: "::1"'),
    at(`127.0.0.1:${port}`, 'source_ip_address: nonsense'),
    at(`127.0.0.1:${port}`, 'source_ip_address: "::ffff:127.0.0.9"'),
    at(`127.0.0.1:${await freePort()}`),
    at('127.0.0.1:0'),
    at('127.0.0.1:99999'),
    at('127.0.0.1:smtp'),
    at('127.0.0.1'),
    at('::1:25'),
    at(`a..b:${port}`),
    at(`:${port}`),
    at('nonsense'),
    at('http://127.0.0.1/'),
    ...dialogueCases('tcp', targets, authority),
  ]);
});
