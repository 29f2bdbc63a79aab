#!/usr/bin/env node
// For HEALTHCHECK in a container: asks the exporter at the place that its own flags name, those of process 1 or those
// that are given here. A program apart, since to start the whole exporter for one question takes five times as long.
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const PATIENCE_MS = 4000;

const flags = await readFlags(process.argv.slice(2));
const [{ host, port }] = flags.addresses;
const answer = await ask({
  hostname: { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host ?? '127.0.0.1',
  port,
  path: `${flags.routePrefix}-/healthy`,
});
console.log(answer.text);
process.exit(answer.isWell ? 0 : 1);

async function readFlags(given) {
  const source = new URL('../src/', import.meta.url);
  const [folder, ending] = existsSync(source)
    ? [source, 'ts']
    : [new URL('../dist/src/', import.meta.url), 'js'];
  const [{ parseServeFlags }, { withArgumentFiles }] = await Promise.all([
    import(new URL(`commands/serve-flags.${ending}`, folder).href),
    import(new URL(`commands/argument-files.${ending}`, folder).href),
  ]);
  return parseServeFlags(withArgumentFiles(given.length > 0 ? given : flagsOfFirstProcess()));
}

/** Behind the program's own name, wherever an init such as tini puts that. */
function flagsOfFirstProcess() {
  const words = readFileSync('/proc/1/cmdline', 'utf8').split('\0').slice(0, -1);
  const program = words.findIndex((word) =>
    /(^|\/)(synthetic-exporter(\.js)?|main\.[jt]s)$/.test(word),
  );
  if (program === -1) return [];
  const [command, ...flags] = words.slice(program + 1);
  return command === 'serve' || command === 'demo' ? flags : words.slice(program + 1);
}

/** Whoever wants a password or a certificate from us is well, too: it has answered. */
function ask(place) {
  const { promise, resolve } = Promise.withResolvers();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const options = { ...place, signal, rejectUnauthorized: false };
  const request = isEncrypted() ? https.get(options) : http.get(options);
  let hasAnswered = false;
  request.on('socket', (socket) => {
    socket.on('secureConnect', () => {
      hasAnswered = true;
    });
  });
  request.on('response', ({ statusCode }) => {
    resolve({ isWell: statusCode < 500, text: `status ${statusCode}` });
  });
  request.on('error', ({ message }) => {
    resolve({ isWell: hasAnswered && !signal.aborted, text: message });
  });
  return promise;
}

function isEncrypted() {
  const file = flags.webConfigFile;
  return file !== undefined && /^tls_server_config\s*:/m.test(readFileSync(file, 'utf8'));
}
