import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** JavaScript that has to be there before the first page is of use, compressed: bytes. */
const LIMIT = 200_000;
const FIRST_PAGE = 'src/portfolio/PortfolioPage.tsx';

/** Fails the build when the way to the first page grows too long, and says how long it is. */
export function sizeLimit(): Plugin {
  return {
    name: 'payoff-size-limit',
    // What is built to be read, for a profile, is not what people load.
    apply: ({ build }, { command }) => command === 'build' && String(build?.minify) !== 'false',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((part): part is Rollup.OutputChunk => part.type === 'chunk');
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
      const needed = new Set<Rollup.OutputChunk>();
      const take = (chunk: Rollup.OutputChunk | undefined) => {
        if (!chunk || needed.has(chunk)) return;
        needed.add(chunk);
        chunk.imports.forEach((name) => take(byName.get(name)));
      };
      take(chunks.find((chunk) => chunk.isEntry));
      const first = chunks.find((chunk) => chunk.moduleIds.some((id) => id.replaceAll('\\', '/').endsWith(FIRST_PAGE)));
      if (!first) this.error(`The chunk of ${FIRST_PAGE} was not found: its size cannot be told.`);
      take(first);
      const size = [...needed].reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      const told = `JavaScript before the first page: ${(size / 1000).toFixed(1)} kB compressed, of ${LIMIT / 1000} kB allowed.`;
      if (size > LIMIT) this.error(`${told} Load later what the first page does not need.`);
      this.info(told);
    },
  };
}
