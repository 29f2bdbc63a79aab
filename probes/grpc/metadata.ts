import type { Config } from './config.ts';

type Metadata = Config['metadata'];

const NAME = /^[0-9a-z_.-]+$/;
const PRINTABLE = /^[ -~]*$/;
// gRPC says these itself.
const RESERVED = new Set(
  'content-type user-agent te grpc-message-type grpc-encoding grpc-message grpc-status grpc-timeout'.split(
    ' ',
  ),
);
// HTTP/2 knows no such fields.
const OF_HTTP_1 = new Set(
  'connection keep-alive proxy-connection transfer-encoding upgrade http2-settings'.split(' '),
);

function isReserved(name: string): boolean {
  return isOfHttp2(name) || RESERVED.has(name);
}

function isOfHttp2(name: string): boolean {
  return name.startsWith(':');
}

/** Metadata as name, value, name, value. Binary values, those of `-bin`, go as Base64 without its padding. */
export function metadataFields(metadata: Metadata): readonly string[] {
  return Object.entries(metadata).flatMap(([written, values]) => {
    const name = written.toLowerCase();
    if (isReserved(name)) return [];
    return values.flatMap((value) => [name, valueText(name, Buffer.from(value))]);
  });
}

function valueText(name: string, value: Buffer): string {
  return name.endsWith('-bin')
    ? value.toString('base64').replace(/=+$/, '')
    : value.toString('latin1');
}

/** Why a call with this metadata cannot be made, if so. */
export function metadataFault(metadata: Metadata): string | undefined {
  for (const [written, values] of Object.entries(metadata)) {
    const name = written.toLowerCase();
    const shown = JSON.stringify(written);
    if (isOfHttp2(name)) continue;
    if (!NAME.test(name) || OF_HTTP_1.has(name)) return `${shown} cannot be a name of metadata`;
    const isText = values.every((value) => PRINTABLE.test(valueText(name, Buffer.from(value))));
    if (!isText) return `a value of the metadata ${shown} is not printable ASCII`;
  }
  return undefined;
}

/** What is in the metadata in vain, or makes every call fail. */
export function metadataWarnings(metadata: Metadata): readonly string[] {
  const fault = metadataFault(metadata);
  const reserved = Object.keys(metadata).filter((name) => isReserved(name.toLowerCase()));
  return [
    ...(fault === undefined ? [] : [`every call will fail: ${fault}`]),
    ...reserved.map(
      (name) => `the metadata ${JSON.stringify(name)} is not sent: gRPC says it itself`,
    ),
  ];
}
