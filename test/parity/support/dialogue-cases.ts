import type { Issued } from '../../support/certificates.ts';
import type { ProbeCase } from './probe-cases.ts';
import type { TalkerName } from './talkers.ts';

/** What modules may expect and say, over whatever socket the peers listen on. */
export function dialogueCases(
  prober: 'tcp' | 'unix',
  targets: Readonly<Record<TalkerName, string>>,
  authority: Issued,
): readonly ProbeCase[] {
  const trust = `tls_config: { ca: ${JSON.stringify(authority.pem)}, server_name: localhost }`;
  const to = (talker: TalkerName, steps: string, more = ''): ProbeCase => ({
    title: `${talker}: ${steps} ${more.replace(trust, 'with trust')}`.trim(),
    module: `prober: ${prober}, timeout: 1500ms, ${prober}: { query_response: [${steps}]${more && ', '}${more} }`,
    target: targets[talker],
  });
  const HELLO = '{ expect: "^220" }, { send: "EHLO prober" }, { expect: "^250 STARTTLS" }';
  const START = '{ send: STARTTLS }, { expect: "^220" }, { starttls: true }';
  return [
    to('silent', ''),
    to('silent', '{ send: hello }'),
    to('silent', '{ expect: "^220" }'),
    to('silent', '{ expect_bytes: abc }'),
    to('hangs up', ''),
    to('hangs up', '{ expect: "^220" }'),
    to('hangs up', '{ expect: "" }'),
    to('hangs up', '{ expect_bytes: abc }'),
    to('hangs up', '{ expect: "^220", labels: [{ name: a, value: b }] }'),
    to('resets', '{ expect: "^220" }'),

    to('greets', '{ expect: "^220" }'),
    to('greets', '{ expect: "^220 ([^ ]+) ESMTP (.+)$" }'),
    to('greets', '{ expect: "^250" }'),
    to('greets', '{ expect: "" }'),
    to('greets', '{ expect: "ready$" }'),
    to('greets', '{ expect: "\\\\r$" }'),
    to('greets', '{ expect: "^220" }, { expect: "^220" }'),
    to('greets and hangs up', '{ expect: "^220" }'),
    to('greets and hangs up', '{ expect: "^250" }'),
    to('greets and hangs up', '{ expect: "^220" }, { send: hello }'),
    to('greets and hangs up', '{ expect: "^220" }, { expect: "^250" }'),
    to('greets late', '{ expect: "^220" }'),
    to('half a line', '{ expect: "^220" }'),
    to('half a line and hangs up', '{ expect: "^220" }'),
    to('half a line and hangs up', '{ expect: "^220 mail$" }'),
    to('bare line ends', '{ expect: "^two$" }'),
    to('bare line ends', '{ expect: "^$" }, { expect: "^four$" }'),
    to('bare line ends', '{ expect: one }, { expect: one }'),
    to('many lines', '{ expect: "^line 499$" }'),
    to('many lines', '{ expect: "^line 500$" }'),
    to('a line of 60 KB', '{ expect: "^x+$" }'),
    to('a line of 70 KB', '{ expect: "^x" }'),
    to('a line of 70 KB', '{ expect: short }'),
    to('bytes that are no UTF-8', '{ expect: "\\\\x00" }'),
    to('bytes that are no UTF-8', '{ expect: "^.{4}$" }'),
    to('no line end', '{ expect: PONG }'),

    to('greets', '{ expect: "^220 ([^ ]+)", labels: [{ name: host, value: "$1" }] }'),
    to(
      'greets',
      '{ expect: "^220 (?P<host>[^ ]+) (\\\\w+)", labels: [{ name: host, value: "${host}" }, { name: kind, value: "is $2!" }] }',
    ),
    to('greets', '{ expect: "^220", labels: [{ name: a, value: "$1 ${2} $name $$ $1x ${" }] }'),
    to('greets', '{ expect: "^220 (x)?", labels: [{ name: a, value: "[$1]" }] }'),
    to(
      'greets',
      '{ expect: "^220", labels: [{ name: a, value: "\\"quoted\\" \\\\ line\\nend" }] }',
    ),
    to('greets', '{ expect: "^220", labels: [] }'),
    to('greets', '{ expect: "^220", labels: [{ name: a, value: b }] }, { expect: "^250" }'),
    to('greets', '{ labels: [{ name: a, value: b }] }'),
    to('greets', '{ expect: "^220", labels: [{ name: "a-b", value: c }] }'),
    to('greets', '{ expect: "^220", labels: [{ name: "1a", value: c }] }'),

    to('echoes', '{ send: hello }, { expect: "^hello$" }'),
    to('echoes', '{ send: "$1 ${x} $$" }, { expect: "^\\\\$1 \\\\${x} \\\\$\\\\$$" }'),
    to('echoes', '{ send: "one\\ntwo" }, { expect: "^two$" }'),
    to('echoes', '{ send: "" }, { expect: "^$" }'),
    to('echoes', '{ send: "a\\r" }, { expect: "^a$" }'),
    to('echoes', '{ send: !!binary AAECZg== }, { expect: "^\\\\x00\\\\x01\\\\x02f$" }'),
    to(
      'echoes',
      '{ send: "user 42" }, { expect: "^user (\\\\d+)$", send: "got $1" }, { expect: "^got 42$" }',
    ),
    to('echoes', '{ send: "ä" }, { expect: "^ä$" }'),
    to('redis', '{ send: PING }, { expect: "^\\\\+PONG$" }'),
    to('redis', '{ send: PING }, { expect: "\\\\+PONG" }, { send: INFO }, { expect: "^role$" }'),
    to(
      'irc',
      '{ send: NICK prober }, { send: USER prober }, { expect: "^:[^ ]+ 001 (\\\\w+)", labels: [{ name: nick, value: "$1" }] }',
    ),
    to(
      'irc that is closed',
      '{ send: NICK prober }, { send: USER prober }, { expect: "^:[^ ]+ 001" }',
    ),
    to('smtp', '{ expect: "^220" }, { send: "EHLO prober" }, { expect: "^250 " }, { send: QUIT }'),
    to('smtp', '{ expect: "^220" }, { send: "EHLO prober" }, { expect: "^250-AUTH" }'),

    to('three bytes', '{ expect_bytes: !!binary AAEC }'),
    to('three bytes', '{ expect_bytes: !!binary AAED }'),
    to('three bytes', '{ expect_bytes: !!binary AAE= }, { expect_bytes: !!binary Ag== }'),
    to('three bytes', '{ expect_bytes: !!binary AAECAw== }'),
    to('three bytes and hangs up', '{ expect_bytes: !!binary AAECAw== }'),
    to('bytes in two parts', '{ expect_bytes: !!binary AAECAw== }'),
    to('greets', '{ expect_bytes: "220 mail" }'),
    to('greets', '{ expect_bytes: "250 mail" }'),
    to('greets', '{ expect_bytes: "220 " }, { expect: "^mail" }'),
    to('bare line ends', '{ expect: one }, { expect_bytes: two }'),
    to('echoes', '{ send: abc }, { expect_bytes: abc }'),

    to('smtp with STARTTLS', `${HELLO}, ${START}`, trust),
    to(
      'smtp with STARTTLS',
      `${HELLO}, ${START}, { send: "EHLO again" }, { expect: "^250 STARTTLS" }`,
      trust,
    ),
    to('smtp with STARTTLS', `${HELLO}, ${START}`, 'tls_config: { insecure_skip_verify: true }'),
    to('smtp with STARTTLS', `${HELLO}, ${START}`, 'tls_config: { server_name: localhost }'),
    to('smtp with STARTTLS', `${HELLO}, ${START}`),
    to('smtp with STARTTLS', HELLO, trust),
    to('smtp that refuses STARTTLS', `${HELLO}, ${START}`, trust),
    to('smtp that refuses STARTTLS', `${HELLO}, { send: STARTTLS }, { starttls: true }`, trust),
    to('greets', '', `tls: true, ${trust}`),
    to('silent', '', `tls: true, ${trust}`),
    to('hangs up', '', `tls: true, ${trust}`),
  ];
}
