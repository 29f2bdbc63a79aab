/**
 * Part of the script: makes what is shown the same as what came, and touches nothing that is so already. Rows are known by
 * their keys, so that each stays itself when the order changes.
 */
export const MAKE_SAME = `const keyOf = (node) => node.dataset?.key;
const isSame = (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
// Where a browser can, without letting go of the focus.
const move = (parent, child, before) => (parent.moveBefore ?? parent.insertBefore).call(parent, child, before);
const partner = (child, at, keyed) => {
  if (keyOf(child) !== undefined) return keyed.get(keyOf(child));
  while (at && !isSame(at, child)) at = at.nextSibling;
  return at;
};
const makeSame = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== 1) { old.data = fresh.data; return; }
  for (const { name } of [...old.attributes]) if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  const keyed = new Map([...old.children].map((child) => [keyOf(child), child]));
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const found = partner(child, at, keyed);
    if (found === at && at) at = at.nextSibling;
    else if (found) move(old, found, at);
    else old.insertBefore(child, at);
    if (found) makeSame(found, child);
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
};
`;
