import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Issued } from '../../support/certificates.ts';

type Talker = (socket: Socket) => void;

/** What peers may say in a dialogue, by name. */
export function talkers(certificate: Issued): Readonly<Record<TalkerName, Talker>> {
  return {
    silent: () => {},
    'hangs up': (socket) => socket.end(),
    // Later, so that nobody takes it for a connection that was refused.
    resets: (socket) => void setTimeout(() => reset(socket), 100),
    greets: says('220 mail.example ESMTP ready\r\n'),
    'greets and hangs up': (socket) => socket.end('220 mail.example ESMTP ready\r\n'),
    'greets late': (socket) => void setTimeout(() => socket.write('220 late\r\n'), 100),
    'half a line': says('220 mail'),
    'half a line and hangs up': (socket) => socket.end('220 mail'),
    'bare line ends': says('one\ntwo\n\nfour\n'),
    'many lines': says(
      `${Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\r\n')}\r\n`,
    ),
    'a line of 60 KB': says(`${'x'.repeat(60_000)}\r\n`),
    'a line of 70 KB': says(`${'x'.repeat(70_000)}\r\nshort\r\n`),
    'bytes that are no UTF-8': says(Buffer.from([0xe4, 0xf6, 0x00, 0xff, 0x0a])),
    'no line end': says('PONG'),
    echoes: (socket) => socket.pipe(socket),
    smtp: (socket) => answers(socket, '220 mail.example ready\r\n', SMTP),
    'smtp with STARTTLS': (socket) => startsTls(socket, certificate),
    'smtp that refuses STARTTLS': (socket) =>
      answers(socket, '220 mail.example ready\r\n', { ...SMTP, STARTTLS: '454 not now\r\n' }),
    irc: (socket) =>
      answers(socket, ':irc.example NOTICE AUTH :*** Looking up your hostname...\r\n', {
        NICK: '',
        USER: ':irc.example 001 prober :Welcome\r\n:irc.example 002 prober :Your host\r\n',
      }),
    'irc that is closed': (socket) =>
      answers(socket, '', { NICK: '', USER: 'ERROR :Closing Link: blacklisted\r\n' }, 'hangs up'),
    redis: (socket) => answers(socket, '', { PING: '+PONG\r\n', INFO: '$4\r\nrole\r\n' }),
    'three bytes': says(Buffer.from([0, 1, 2])),
    'three bytes and hangs up': (socket) => socket.end(Buffer.from([0, 1, 2])),
    'bytes in two parts': (socket) => {
      socket.write(Buffer.from([0, 1]));
      setTimeout(() => socket.write(Buffer.from([2, 3])), 100);
    },
  };
}

export const TALKERS = [
  'silent',
  'hangs up',
  'resets',
  'greets',
  'greets and hangs up',
  'greets late',
  'half a line',
  'half a line and hangs up',
  'bare line ends',
  'many lines',
  'a line of 60 KB',
  'a line of 70 KB',
  'bytes that are no UTF-8',
  'no line end',
  'echoes',
  'smtp',
  'smtp with STARTTLS',
  'smtp that refuses STARTTLS',
  'irc',
  'irc that is closed',
  'redis',
  'three bytes',
  'three bytes and hangs up',
  'bytes in two parts',
] as const;
export type TalkerName = (typeof TALKERS)[number];

const SMTP = {
  EHLO: '250-mail.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n',
  HELO: '250 mail.example\r\n',
  QUIT: '221 bye\r\n',
};

function says(text: string | Buffer): Talker {
  return (socket) => void socket.write(text);
}

function reset(socket: Socket): void {
  // Only TCP knows how.
  if (socket.remoteAddress === undefined) socket.destroy();
  else socket.resetAndDestroy();
}

/** Answers each line by its first word. */
function answers(
  socket: Socket,
  greeting: string,
  replies: Readonly<Record<string, string>>,
  then?: 'hangs up',
): void {
  socket.write(greeting);
  onLines(socket, (word) => {
    const reply = replies[word] ?? '500 what?\r\n';
    if (then === 'hangs up' && reply !== '') socket.end(reply);
    else socket.write(reply);
  });
}

function startsTls(socket: Socket, { pem, key }: Issued): void {
  socket.write('220 mail.example ready\r\n');
  const stop = onLines(socket, (word) => {
    if (word !== 'STARTTLS') {
      socket.write(SMTP.EHLO);
      return;
    }
    stop();
    socket.write('220 go ahead\r\n');
    const secured = new TLSSocket(socket, { isServer: true, cert: pem, key });
    secured.on('error', () => {});
    onLines(secured, () => secured.write(SMTP.EHLO));
  });
}

function onLines(socket: Socket, hear: (word: string) => void): () => void {
  let rest = '';
  const listener = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line.trim().split(' ')[0] ?? '');
  };
  socket.on('data', listener);
  return () => void socket.off('data', listener);
}
