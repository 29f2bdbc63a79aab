import { z } from 'zod';

// As many as fit into the address that the system calls take.
const MAX_BYTES = 108;

/** A path, or `@name` for one of Linux's abstract names. */
export const target = z
  .string()
  .min(1, 'got nothing, want the path of a socket, or @name')
  .refine((path) => !path.includes('\0'), 'got a path with a NUL byte, want none')
  .refine(
    (path) => Buffer.byteLength(path) <= MAX_BYTES,
    `want the path of a socket to have at most ${MAX_BYTES} bytes`,
  );
