/** A page that says in one paragraph why there is nothing to read. */
import { html } from '@lit-labs/ssr';
import type { Page } from './document.ts';

export interface Notice {
  readonly title: string;
  readonly text: string;
  /** Where to go on reading. */
  readonly section?: { readonly path: string; readonly title: string };
}

export const NOT_FOUND: Notice = {
  title: 'Deze pagina is er niet',
  text: 'Misschien klopt het adres niet helemaal, of staat het bericht er niet meer.',
};

export const WITHDRAWN: Notice = {
  title: 'Dit bericht is ingetrokken',
  text: 'Het bericht dat op deze plaats stond, wordt niet langer gepubliceerd.',
};

/** It may return, or not; why it is not there is the newsroom's affair. */
export const HELD: Notice = {
  title: 'Dit bericht is op dit moment niet beschikbaar',
  text: 'Misschien is het hier later weer te lezen.',
};

export const AWAY: Notice = {
  title: 'Dit bericht is even niet te lezen',
  text: 'Het archief antwoordt niet. Probeer het over een paar tellen opnieuw.',
};

export function noticePage({ title, text, section }: Notice): Page {
  const to = section ?? { path: '/', title: 'de voorpagina' };
  return {
    title,
    main: html`<div class="notice">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href=${to.path}>Naar ${to.title}</a></p>
    </div>`,
  };
}
