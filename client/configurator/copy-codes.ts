/** The buttons that copy a code, and say that they did; where a page may not write to the clipboard, it is selected. */

const SAID_FOR = 2_500;

export function copyCodes(root: HTMLElement): void {
  const voice = document.createElement('p');
  voice.className = 'unseen';
  voice.setAttribute('role', 'status');
  root.append(voice);
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    const code = button?.parentElement?.querySelector('code');
    if (button && code) void copy(code, button, voice);
  });
}

async function copy(code: HTMLElement, button: HTMLElement, voice: HTMLElement): Promise<void> {
  const word = button.firstChild;
  if (!word) return;
  const said = (await write(code)) ? 'Gekopieerd' : 'Geselecteerd';
  word.textContent = said;
  button.dataset.said = 'true';
  voice.textContent =
    said === 'Gekopieerd' ? 'De code is gekopieerd.' : 'De code is geselecteerd; kopieer hem nu.';
  setTimeout(() => {
    word.textContent = 'Kopieer';
    delete button.dataset.said;
    voice.textContent = '';
  }, SAID_FOR);
}

async function write(code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    // Over http, or where it is forbidden.
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
