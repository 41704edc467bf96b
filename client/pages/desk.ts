/** The newsroom's desk: its style, and the element that is all of it. */
import './desk.css';
import { NewsDesk, type DeskSection } from '../desk/news-desk.ts';

const place = document.querySelector<HTMLElement>('[data-desk]');
const desk = new NewsDesk();
const { siteName, sections } = JSON.parse(place?.dataset['desk'] ?? '{"siteName":"","sections":[]}') as {
  readonly siteName: string;
  readonly sections: readonly DeskSection[];
};
desk.siteName = siteName;
desk.sections = sections;
place?.replaceWith(desk);
