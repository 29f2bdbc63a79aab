import { agoWords, durationWords } from '../../../account/durations.ts';

/** What makes a file say how old it is. It asks nobody: whoever wrote it may be gone, and it may lie anywhere. */
export const FILE_SCRIPT = `(() => {
${durationWords.toString()}
${agoWords.toString()}
const { now, written } = document.currentScript.dataset;
const [age, old, note] = ['age', 'old', 'note'].map((id) => document.getElementById(id));
const tick = () => {
  const nowMs = Date.now();
  for (const time of document.querySelectorAll('time[data-ago]')) time.textContent = agoWords(Date.parse(time.dateTime), nowMs);
  age.textContent = ' (written ' + agoWords(Number(now), nowMs) + ')';
  // One that is written over and over may be late once.
  const isOld = nowMs - now > Math.max(300000, 3 * written);
  old.hidden = !isOld;
  note.classList.toggle('old', isOld);
};
tick();
setInterval(tick, 5000);
})();`;
