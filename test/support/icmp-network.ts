import { before, describe, test } from 'node:test';
import { hasOwnNetwork, ip, runInOwnNetwork, setSetting } from './own-network.ts';

/**
 * Runs the tests of a file once with raw sockets and once with ping sockets, in a network of its own, where nobody
 * answers but the peers of the tests: from 127.0.0.0/8, ::1 and fd00::9.
 */
export function testInIcmpNetwork(file: string, define: (kind: 'raw' | 'ping') => void): void {
  if (!hasOwnNetwork) {
    test('pings do in a network of their own', (t) => runInOwnNetwork(t, file));
    return;
  }
  setSetting('net.ipv4.icmp_echo_ignore_all', '1');
  setSetting('net.ipv6.icmp.echo_ignore_all', '1');
  ip('address', 'add', 'fd00::9/128', 'dev', 'lo', 'nodad');
  // A new network lets nobody open ping sockets.
  describe('a raw socket', () => define('raw'));
  describe('a ping socket', () => {
    before(() => setSetting('net.ipv4.ping_group_range', '0 0'));
    define('ping');
  });
}
