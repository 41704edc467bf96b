/** The codes to copy: they say what is configured, and carry the key of the partner whose page they are for. */
import type { EmbedConfiguration } from '../../shared/embed-configuration.ts';
import { embedSnippets, type EmbedPlace, type SnippetName } from '../../shared/embed-snippets.ts';

const NO_KEY =
  'Een sleutel heeft 8 tot 64 letters, cijfers, streepjes en lage streepjes: zo komt hij niet in de code.';

export function createCodes(
  root: HTMLElement,
  place: EmbedPlace,
): { show(configuration: EmbedConfiguration): void } {
  let configured: EmbedConfiguration | undefined;
  const field = root.querySelector<HTMLInputElement>('[name=partner]');
  const note = root.querySelector<HTMLElement>('[data-key-note]');
  const aboutKeys = note?.textContent ?? '';

  field?.addEventListener('input', () => {
    if (note) note.textContent = field.validity.valid ? aboutKeys : NO_KEY;
    fill();
  });

  return {
    show(configuration) {
      configured = configuration;
      fill();
    },
  };

  function fill(): void {
    if (!configured) return;
    const codes = embedSnippets(configured, place, field?.validity.valid ? field.value : '');
    for (const element of root.querySelectorAll<HTMLElement>('[data-code]')) {
      const code = codes[element.dataset.code as SnippetName];
      if (element.textContent !== code) element.textContent = code;
    }
  }
}
