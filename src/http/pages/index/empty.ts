import { type Html, html } from '../html.ts';

/** For who has not listed anything yet: what to write, and where. */
export function howToList(module: string | undefined): Html {
  const [name, isKnown] = module === undefined ? ['my_module', false] : [module, true];
  const intro = isKnown
    ? html`<p>Targets that are listed in the configuration are probed by the exporter itself, and stand here with all that became of them:</p>`
    : html`<p>The configuration has no modules yet; a module says what to ask, and a target whom:</p>`;
  const lines = `targets:
  - name: shop
    module: ${JSON.stringify(name)}
    target: shop.example    # as the module wants it: an address or a URL
    interval: 15s
    labels: { team: web }`;
  return html`${intro}
<pre tabindex="0" role="group" aria-label="Example of a configuration">${lines}</pre>
<p>Then reload: <code>kill -HUP</code>, or <code>POST /-/reload</code>. What the exporter has read stands under <em>Configuration</em> above.</p>`;
}
