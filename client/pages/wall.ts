/** A newsroom's wall: its element, its address, which follows what the desk makes it show, and its renewal. */
import './wall.css';
import { NewsWall } from '../elements/news-wall.ts';
import { Renewal } from '../wall/renewal.ts';

const wall = document.querySelector<NewsWall>('news-wall');
if (wall) {
  customElements.define('news-wall', NewsWall);
  const renewal = new Renewal({
    build: wall.dataset['build'] ?? '',
    isBusy: () => wall.isTakenOver,
    reload: () => {
      wall.reload();
    },
  });
  wall.addEventListener('wall-build', (event) => {
    renewal.heard(String((event as CustomEvent).detail));
  });
  wall.addEventListener('wall-command', (event) => {
    const { kind } = (event as CustomEvent<{ readonly kind?: unknown }>).detail;
    if (kind === 'reload') renewal.now();
    if (kind !== 'sections') return;
    const address = new URL(location.href);
    address.searchParams.set('sections', wall.sections);
    history.replaceState(history.state, '', address);
  });
}
