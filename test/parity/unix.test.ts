import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { listenAt, listenPath } from '../support/listen-path.ts';
import { dialogueCases } from './support/dialogue-cases.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';
import { TALKERS, type TalkerName, talkers } from './support/talkers.ts';

test('unix modules find the same as those of blackbox_exporter', async (t) => {
  const authority = selfSigned({ subject: [['CN', 'a root']], authority: true });
  const certificate = authority.issue({ subject: [['CN', 'a']], names: ['localhost'] });
  const answers = talkers(certificate);
  const targets = {} as Record<TalkerName, string>;
  for (const name of TALKERS) targets[name] = await listenPath(t, answers[name]);
  const abstract = `parity-${process.pid}`;
  await listenAt(t, `\0${abstract}`, answers.greets);
  const at = (title: string, target: string, settings = ''): ProbeCase => ({
    title,
    module: `prober: unix, timeout: 1500ms, unix: { ${settings} }`,
    target,
  });

  await compareProbes(t, 'unix', [
    at('a path', targets.greets),
    at('an abstract name', `@${abstract}`),
    at('an abstract name that nobody has', '@nobody'),
    at('a path that is not there', '/nonexistent/socket'),
    at('a path that is no socket', '/etc/passwd'),
    at('a folder', '/tmp'),
    at('a path that is too long', `/tmp/${'a'.repeat(200)}`),
    at('a path that is not absolute', 'nothing'),
    ...dialogueCases('unix', targets, authority),
  ]);
});
