/** The configurator, where there is JavaScript: the server's page follows what is chosen on it. */
import { checkPages } from '../configurator/check-pages.ts';
import { createCodes } from '../configurator/codes.ts';
import { copyCodes } from '../configurator/copy-codes.ts';
import { followForm } from '../configurator/follow-form.ts';
import { createPreview } from '../configurator/preview.ts';
import './configurator.css';
import './webmail-link.ts';
import type { EmbedPlace } from '../../shared/embed-snippets.ts';

const root = document.querySelector<HTMLElement>('[data-place]');
if (root) {
  const place = JSON.parse(root.dataset.place ?? '') as EmbedPlace;
  for (const element of root.querySelectorAll<HTMLElement>('[data-with-script]')) element.hidden = false;
  const codes = createCodes(root, place);
  const preview = createPreview(root, place);
  const ids = place.sections.map(({ id }) => id);
  followForm(root, ids, (configuration) => {
    codes.show(configuration);
    preview.show(configuration);
  });
  copyCodes(root);
  checkPages(root, place);
}
