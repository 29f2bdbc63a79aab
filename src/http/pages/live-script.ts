import { agoWords, durationWords } from '../../account/durations.ts';
import { MAKE_SAME } from './make-same.ts';

/**
 * The one script: every page works without it. When something has happened it asks for the page it is on, and makes what
 * is shown the same, piece by piece, so that nobody loses a place, a word half typed or what was opened.
 */
export const LIVE_SCRIPT = `(() => {
${durationWords.toString()}
${agoWords.toString()}
const { root, now } = document.currentScript.dataset;
const live = document.getElementById('live');
let ahead = now - Date.now(), isDue = false, isBusy = false, restUntil = 0, renewedAt = Date.now(), source;
const say = (text, name = '') => { if (live.textContent !== text) { live.textContent = text; live.className = name; } };
${MAKE_SAME}const tick = () => {
  for (const time of document.querySelectorAll('time[data-ago], time[data-for]')) {
    const atMs = Date.parse(time.dateTime), nowMs = Date.now() + ahead;
    const words = 'for' in time.dataset ? durationWords((nowMs - atMs) / 1000) : agoWords(atMs, nowMs);
    if (time.textContent !== words) time.textContent = words;
  }
};
const renew = async () => {
  const startedAt = performance.now();
  let patience = 0;
  isBusy = true; isDue = false;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const part = (name, page = document) => page.querySelector(name);
    // Another version answers by now.
    if (part('style', fresh).textContent !== part('style').textContent) return location.reload();
    const focused = document.activeElement;
    makeSame(part('main'), part('main', fresh));
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    document.title = fresh.title;
    const icon = 'link[rel=icon]';
    part(icon).href = part(icon, fresh).href;
    ahead = part('script', fresh).dataset.now - Date.now();
    renewedAt = Date.now();
    say('Live');
  } catch {
    say('No answer: this is how it was ' + agoWords(renewedAt, Date.now()), 'down');
    patience = 3000;
  }
  isBusy = false;
  // However many targets there are, one reader takes a twentieth of the time at most.
  restUntil = performance.now() + Math.max(patience, 19 * (performance.now() - startedAt));
};
const listen = () => {
  source?.close();
  // What happens to targets that are not on a page is nothing that its readers hear of.
  if (document.hidden || !window.EventSource || root === undefined) return;
  source = new EventSource(root + 'events');
  source.onopen = source.onmessage = source.onerror = () => { isDue = true; };
};
// What a run leaves has a page of its own: who loads this one again is to see that, and not to run it again.
const own = document.getElementById('own-page');
if (own) { history.replaceState(null, '', own.href); isDue = true; }
document.addEventListener('visibilitychange', () => { isDue = true; listen(); });
setInterval(() => {
  tick();
  // Time alone changes some things; and who cannot hear of news asks now and then.
  const isOld = Date.now() - renewedAt > 30000;
  if (!document.hidden && !isBusy && (isDue || isOld) && performance.now() > restUntil) renew();
}, 1000);
listen();
})();`;
