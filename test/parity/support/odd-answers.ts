import type { TestContext } from 'node:test';
import { listen } from '../../support/listen.ts';

/** A server of answers that no web server would give, by path. Gives `http://127.0.0.1:port`. */
export async function startOddAnswers(t: TestContext): Promise<string> {
  const place = await listen(t, (socket) => {
    let request = '';
    socket.on('data', (chunk: Buffer) => {
      request += chunk.toString('latin1');
      const [, path = ''] = /^\S+ (\S+) [^]*\r\n\r\n/.exec(request) ?? [];
      const answer = ANSWERS[path];
      if (answer === undefined) return;
      request = '';
      socket.write(answer, 'latin1');
      if (!path.startsWith('/open/')) socket.end();
    });
  });
  return `http://${place}`;
}

// Those under /open/ leave the connection open.
const ANSWERS: Readonly<Record<string, string>> = {
  '/old': 'HTTP/1.0 200 OK\r\n\r\nold',
  '/old/length': 'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold',
  '/older': 'HTTP/0.9 200 OK\r\n\r\nolder',
  '/newer': 'HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/version-3': 'HTTP/3.0 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/chunked': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  '/chunked/trailer':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n',
  '/chunked/broken': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n',
  '/chunked/short': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel',
  '/chunked/returns':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\r\nhello\r\n0\r\n\r\n',
  '/chunked/endless':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello',
  '/chunked/framing':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-A, content-length\r\n\r\n0\r\n\r\n',
  '/chunked/open': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
  '/short': 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort',
  '/long': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nlonger',
  '/endless': 'HTTP/1.1 200 OK\r\n\r\nuntil the end',
  '/length/none': 'HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n',
  '/length/word': 'HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok',
  '/length/minus': 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok',
  '/length/twice': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok',
  '/length/differs': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok',
  '/length/empty-twice': 'HTTP/1.1 200 OK\r\nContent-Length:\r\nContent-Length:\r\n\r\nok',
  '/length/63-bits': 'HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nok',
  '/length/64-bits': 'HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\nok',
  '/bare-lines': 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
  '/no-reason': 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok',
  '/no-status': 'HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\nok',
  '/status/99': 'HTTP/1.1 99 Low\r\nContent-Length: 2\r\n\r\nok',
  '/status/000': 'HTTP/1.1 000 Zero\r\nContent-Length: 2\r\n\r\nok',
  '/status/099': 'HTTP/1.1 099 Low\r\nContent-Length: 2\r\n\r\nok',
  '/status/999': 'HTTP/1.1 999 High\r\nContent-Length: 2\r\n\r\nok',
  '/status/1000': 'HTTP/1.1 1000 Higher\r\nContent-Length: 2\r\n\r\nok',
  '/early-hints':
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/continue': 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/upgrade': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
  '/no-http': 'SSH-2.0-OpenSSH_9.2\r\n',
  '/nothing': '',
  '/headers/folded': 'HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\nContent-Length: 2\r\n\r\nok',
  '/headers/no-colon': 'HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\nok',
  '/headers/large': `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(20_000)}\r\nContent-Length: 2\r\n\r\nok`,
  '/headers/close': 'HTTP/1.1 200 OK\r\nConnection: a, Close\r\nContent-Length: 2\r\n\r\nok',
  '/headers/close/old': 'HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok',
  '/headers/keep': 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok',
  '/headers/pragma': 'HTTP/1.1 200 OK\r\nPragma: no-cache\r\nContent-Length: 2\r\n\r\nok',
  '/headers/cut': 'HTTP/1.1 200 OK\r\nContent-Le',
  '/modified/rfc850':
    'HTTP/1.1 200 OK\r\nLast-Modified: Sunday, 06-Nov-94 08:49:37 GMT\r\nContent-Length: 2\r\n\r\nok',
  '/modified/asctime':
    'HTTP/1.1 200 OK\r\nLast-Modified: Sun Nov  6 08:49:37 1994\r\nContent-Length: 2\r\n\r\nok',
  '/modified/short':
    'HTTP/1.1 200 OK\r\nLast-Modified: Sun,  06 Nov 1994 8:49:37 GMT\r\nContent-Length: 2\r\n\r\nok',
  '/modified/ancient':
    'HTTP/1.1 200 OK\r\nLast-Modified: Sun, 06 Nov 0094 08:49:37 GMT\r\nContent-Length: 2\r\n\r\nok',
  '/modified/zone':
    'HTTP/1.1 200 OK\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 +0200\r\nContent-Length: 2\r\n\r\nok',
  '/modified/never': 'HTTP/1.1 200 OK\r\nLast-Modified: never\r\nContent-Length: 2\r\n\r\nok',
  '/modified/zero': 'HTTP/1.1 200 OK\r\nLast-Modified: 0\r\nContent-Length: 2\r\n\r\nok',
  '/moved/empty': 'HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 2\r\n\r\nok',
  '/moved/broken': 'HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 2\r\n\r\nok',
  '/moved/ftp': 'HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/\r\nContent-Length: 2\r\n\r\nok',
  '/moved/short': 'HTTP/1.1 302 Found\r\nLocation: /old\r\nContent-Length: 9\r\n\r\nok',
  '/open/moved': 'HTTP/1.1 302 Found\r\nLocation: /old\r\nContent-Length: 2\r\n\r\nok',
  '/open/moved/endless': 'HTTP/1.1 302 Found\r\nLocation: /old\r\nContent-Length: 9000\r\n\r\nok',
  '/moved/query': 'HTTP/1.1 302 Found\r\nLocation: ?a=b\r\nContent-Length: 2\r\n\r\nok',
  '/moved/query?a=b': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/moved/304': 'HTTP/1.1 304 Not Modified\r\nLocation: /old\r\n\r\n',
  '/moved/305': 'HTTP/1.1 305 Use Proxy\r\nLocation: /old\r\nContent-Length: 2\r\n\r\nok',
  '/body/204': 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok',
  '/encoded/both':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  '/encoded/gzip': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok',
  '/open/length': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  '/open/short': 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok',
  '/open/endless': 'HTTP/1.1 200 OK\r\n\r\nok',
  '/open/headers': 'HTTP/1.1 200 OK\r\nX-A: b\r\n',
  '/open/nothing': '',
};

export const ODD_PATHS: readonly string[] = Object.keys(ANSWERS);
