import { type HttpRequest, lengthToSay } from '../http-message.ts';

/** The head of a request as latin1. The connection serves for this request alone. */
export function requestText(request: HttpRequest): string {
  const { method, path, host, headers, upgrade } = request;
  const length = lengthToSay(request);
  let text = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  for (let at = 0; at + 1 < headers.length; at += 2)
    text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  text +=
    upgrade === undefined
      ? 'Connection: close\r\n'
      : `Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n`;
  return length === undefined ? `${text}\r\n` : `${text}Content-Length: ${length}\r\n\r\n`;
}
