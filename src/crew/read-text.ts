import type { Block, Reader } from './blocks.ts';

const HASH = '#'.charCodeAt(0);

/** Text 0.0.4 or OpenMetrics: of each family lines that begin with `# `, then those of the series. */
export function startReadingText(): Reader {
  const blocks: Block[] = [];
  return {
    blocks,
    add(piece) {
      for (let at = 0; at < piece.length; ) {
        const head = readHead(piece, at);
        // What is in a label or a help text has its line breaks escaped.
        const next = piece[head.end] === HASH ? head.end : piece.indexOf('\n#', head.end) + 1;
        const end = next > 0 ? next : piece.length;
        const { name, type } = head;
        if (name !== '')
          blocks.push({ name, type, head: piece.subarray(at, head.end), series: [] });
        if (end > head.end) blocks.at(-1)?.series.push(piece.subarray(head.end, end));
        at = end;
      }
    },
  };
}

/** The lines about one family, if there are any; `# EOF` is about none. */
function readHead(piece: Buffer, start: number): { name: string; type: string; end: number } {
  let name = '';
  let type = '';
  let at = start;
  while (piece[at] === HASH) {
    const end = piece.indexOf('\n', at) + 1;
    const [, word, about = '', value = ''] = piece.toString('utf8', at, end).split(/[ \n]/, 4);
    if (word === 'EOF' && name === '') return { name, type, end };
    if (word === 'EOF' || (name !== '' && about !== name)) break;
    name = about;
    if (word === 'TYPE') type = value;
    at = end;
  }
  return { name, type, end: at };
}
