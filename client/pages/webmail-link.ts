/**
 * Which webmail a reader uses is asked once, and from then on "Webmail" goes there. The answer is kept in this browser
 * alone and is never sent; where nothing may be stored, it is asked each time.
 */
const KEY = 'webmail';

/** Around the link and its button, as the server wrote them; the question and the providers stand elsewhere on the page. */
export class WebmailLink extends HTMLElement {
  /** Where the link leads as long as nothing was chosen. */
  #plainAddress = '';

  connectedCallback(): void {
    this.#plainAddress ||= this.#link?.href ?? '';
    this.ownerDocument.addEventListener('click', this);
    // Another tab may be told meanwhile, and a page that is gone back to is as it was left.
    addEventListener('storage', this);
    addEventListener('pageshow', this);
    this.#show();
  }

  disconnectedCallback(): void {
    this.ownerDocument.removeEventListener('click', this);
    removeEventListener('storage', this);
    removeEventListener('pageshow', this);
  }

  handleEvent(event: Event): void {
    if (event instanceof MouseEvent) this.#clicked(event);
    else this.#show();
  }

  get #link(): HTMLAnchorElement | null {
    return this.querySelector('[data-webmail-link]');
  }

  get #dialog(): HTMLDialogElement | null {
    return this.ownerDocument.querySelector('dialog.question');
  }

  #clicked(event: MouseEvent): void {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const pressed = target.closest<HTMLElement>('[data-webmail-link], [data-webmail-change]');
    const provider = target.closest<HTMLElement>('a[data-webmail]');
    if (pressed && this.contains(pressed)) this.#pressed(pressed, event);
    // It goes there as any link does; coming back, the dialog is closed.
    else if (provider) this.#answer(provider.dataset['webmail']);
    else if (target.closest('[data-webmail-forget]')) {
      this.#answer(undefined);
      this.#link?.focus();
    }
    // Beside the box: not on anything in it.
    else if (target === this.#dialog) this.#dialog?.close();
  }

  #pressed(pressed: HTMLElement, event: MouseEvent): void {
    this.#show();
    const isLink = pressed === this.#link;
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (isLink && (elsewhere || this.#link?.href !== this.#plainAddress)) return;
    event.preventDefault();
    this.#ask(pressed);
  }

  #ask(opener: HTMLElement): void {
    const focusAgain = () => {
      opener.focus();
    };
    this.#dialog?.addEventListener('close', focusAgain, { once: true });
    this.#dialog?.showModal();
  }

  #answer(name: string | undefined): void {
    keep(name);
    this.#dialog?.close();
    this.#show();
  }

  /** As it is known now; a provider that is no longer offered is as good as none. */
  #show(): void {
    const name = kept();
    const providers = [...this.ownerDocument.querySelectorAll<HTMLAnchorElement>('a[data-webmail]')];
    const chosen = providers.find(({ dataset }) => dataset['webmail'] === name);
    const link = this.#link;
    if (link) link.href = chosen?.href ?? this.#plainAddress;
    if (chosen) link?.removeAttribute('aria-haspopup');
    else link?.setAttribute('aria-haspopup', 'dialog');
    for (const provider of providers) {
      if (provider.href === chosen?.href) provider.setAttribute('aria-current', 'true');
      else provider.removeAttribute('aria-current');
    }
    for (const button of this.ownerDocument.querySelectorAll<HTMLElement>(
      '[data-webmail-change], [data-webmail-forget]',
    ))
      button.hidden = !chosen;
  }
}

customElements.define('webmail-link', WebmailLink);

declare global {
  interface HTMLElementTagNameMap {
    'webmail-link': WebmailLink;
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
