import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../test/support/free-port.ts';
import { program } from '../test/support/programs.ts';
import type { Certificate } from './certificate.ts';
import { untilHealthy } from './healthy.ts';
import type { Processes } from './processes.ts';

export interface Nginx {
  readonly pid: number;
  readonly port: number;
  /** TLS 1.3, which older ones do not speak unless told to, with HTTP/1.1 and HTTP/2, at each of the addresses. */
  readonly securePort: number;
}

/** A web server of one process, which answers whatever it is asked. */
export async function startNginx(
  processes: Processes,
  folder: string,
  { certificateFile, keyFile }: Certificate,
  secureAddresses: readonly string[],
): Promise<Nginx> {
  const [port, securePort] = [await freePort(), await freePort()];
  const secure = secureAddresses.map((one) => `listen ${one}:${securePort} ssl http2;`).join(' ');
  mkdirSync(join(folder, 'temporary'));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid nginx.pid; error_log stderr crit;
events { worker_connections 1000; }
http {
  access_log off; default_type text/plain;
  ${TEMPORARY}
  server { listen 127.0.0.1:${port}; return 200 "ok\\n"; }
  server {
    ${secure}
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_certificate ${certificateFile}; ssl_certificate_key ${keyFile};
    return 200 "ok\\n";
  }
}
`,
  );
  const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'];
  const nginx = processes.start(program('nginx'), args);
  await untilHealthy(nginx, port);
  return { pid: nginx.pid, port, securePort };
}

// Without these lines it wants a folder of the system's.
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map((name) => `${name}_temp_path temporary/${name};`)
  .join(' ');
