/** A screen that is no wall yet: it asks whether somebody has set it up, and then goes there. No library: this is all. */
import './fresh-screen.css';

const ASK_EVERY = 2_000;
const ASK_WITHIN = 8_000;
/** Without a code there is nothing to wait for but another try. */
const TRY_AGAIN = 60_000;

const main = document.querySelector('main');
const state = document.querySelector('.state');
const { code, secret } = main?.dataset ?? {};

if (code && secret) wait(code, secret);
else setTimeout(again, TRY_AGAIN * (0.5 + Math.random()));

function wait(shown: string, key: string): void {
  setTimeout(() => {
    void ask(`/api/pairings/${shown}/address?screen=${encodeURIComponent(key)}`).then((isOver) => {
      if (!isOver) wait(shown, key);
    });
  }, ASK_EVERY);
}

/** True when the page is about to be another one. */
async function ask(path: string): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, ASK_WITHIN);
  try {
    const response = await fetch(path, { cache: 'no-store', signal: abort.signal });
    say('');
    // Expired, or of a store that was emptied: there is a new code in a moment.
    if (response.status === 410 || response.status === 404) return again();
    if (!response.ok) return false;
    const { address } = (await response.json()) as { readonly address?: unknown };
    if (typeof address !== 'string' || !address.startsWith('/wall?')) return false;
    location.replace(address);
    return true;
  } catch {
    say('Geen verbinding met de server. Dit scherm probeert het vanzelf opnieuw.');
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function again(): true {
  location.reload();
  return true;
}

function say(words: string): void {
  if (state && state.textContent !== words) state.textContent = words;
}
