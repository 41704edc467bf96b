/** The newsroom's desk: its style, and the element that is all of it. */
import './desk.css';
import { NewsDesk, type DeskSection } from '../desk/news-desk.ts';

const place = document.querySelector<HTMLElement>('[data-desk]');
const desk = new NewsDesk();
desk.sections = JSON.parse(place?.dataset['desk'] ?? '[]') as readonly DeskSection[];
place?.replaceWith(desk);
