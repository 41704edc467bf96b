/**
 * Which webmail a reader uses is asked once, and from then on "Webmail" goes there. The answer is kept in this browser
 * alone and is never sent; where nothing may be stored, it is asked each time.
 */
const KEY = 'webmail';

export function rememberWebmail(page: Document): void {
  const link = page.querySelector<HTMLAnchorElement>('[data-webmail-link]');
  const change = page.querySelector<HTMLButtonElement>('[data-webmail-change]');
  const dialog = page.querySelector<HTMLDialogElement>('dialog.question');
  const forget = page.querySelector<HTMLButtonElement>('[data-webmail-forget]');
  const providers = [...page.querySelectorAll<HTMLAnchorElement>('a[data-webmail]')];
  if (!link || !change || !dialog || !forget) return;
  const plainAddress = link.href;
  show();

  link.addEventListener('click', (event) => {
    // Another tab may have asked meanwhile.
    show();
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link.href !== plainAddress || elsewhere) return;
    event.preventDefault();
    ask(link);
  });
  change.addEventListener('click', () => {
    ask(change);
  });
  for (const provider of providers) {
    // It goes there as any link does; coming back, the dialog is closed.
    provider.addEventListener('click', () => {
      keep(provider.dataset['webmail']);
      dialog.close();
      show();
    });
  }
  forget.addEventListener('click', () => {
    keep(undefined);
    dialog.close();
    show();
    link.focus();
  });
  // Beside the box: not on anything in it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  addEventListener('storage', show);
  addEventListener('pageshow', show);

  function ask(opener: HTMLElement): void {
    dialog?.addEventListener(
      'close',
      () => {
        opener.focus();
      },
      { once: true },
    );
    dialog?.showModal();
  }

  /** As it is known now; a provider that is no longer offered is as good as none. */
  function show(): void {
    const name = kept();
    const chosen = providers.find(({ dataset }) => dataset['webmail'] === name);
    if (link) link.href = chosen?.href ?? plainAddress;
    for (const provider of providers) {
      if (provider === chosen || provider.href === chosen?.href)
        provider.setAttribute('aria-current', 'true');
      else provider.removeAttribute('aria-current');
    }
    if (change) change.hidden = !chosen;
    if (forget) forget.hidden = !chosen;
  }
}

function kept(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined; // Storage is blocked: nothing is known.
  }
}

function keep(name: string | undefined): void {
  try {
    if (name === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // Blocked or full: it will be asked again.
  }
}
