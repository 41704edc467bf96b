/** Where the desk sets up a fresh screen, by phone: signed in, then what the screen is to be. */
import './desk.css';
import { NewWallPage } from '../desk/new-wall-page.ts';

const place = document.querySelector<HTMLElement>('[data-new-wall]');
const { siteName, code, sections } = JSON.parse(
  place?.dataset['newWall'] ?? '{"siteName":"","code":"","sections":[]}',
) as {
  readonly siteName: string;
  readonly code: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
};
const page = new NewWallPage();
page.siteName = siteName;
page.code = code;
page.sections = new Map(sections.map(({ id, title }) => [id, title]));
place?.replaceWith(page);
