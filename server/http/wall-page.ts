/** `/wall?name=…&sections=…`: a newsroom's big screen, set up by its address alone. A wrong one is explained, in Dutch. */
import { Router, type Request } from 'express';
import { parseHours } from '../../shared/hours.ts';
import { MOST_WALL_SECTIONS, wallNameFault, type WallNameFault } from '../../shared/wall.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { PageAssets } from '../pages/assets.ts';
import { wallNotice, wallPage, type WallSettings } from '../pages/wall-page.ts';
import { allowOnly } from './problems.ts';

interface WallPageRouteParts {
  readonly config: Pick<Config, 'siteName'>;
  readonly boards: Pick<Boards, 'sections' | 'has'>;
  readonly assets: PageAssets;
  readonly build: string;
}

/** What each of the other settings may say, and how that is told to whoever sets up a screen. */
const SETTINGS = {
  lang: [/^(nl|en|de|fr)$/, 'nl, en, de of fr'],
  layout: [/^(auto|columns|merged)$/, 'auto, columns of merged'],
  theme: [/^(dark|light|auto)$/, 'dark, light of auto'],
  clock: [/^(seconds|minutes)$/, 'seconds of minutes'],
  bells: [/^([1-9]|off)$/, 'een urgentie van 1 tot en met 9, of off'],
  quiet: [parseHours, 'uren, zoals 23:00-07:00'],
  night: [(text: string) => text === 'off' || parseHours(text), 'uren, zoals 23:00-06:00, of off'],
} as const;

const NAME_FAULTS: Readonly<Record<WallNameFault, string>> = {
  empty: 'Zeg in name hoe de wand heet, zoals Redactie.',
  long: 'De naam (name) mag ten hoogste 60 tekens hebben.',
  dots: 'De naam (name) kan geen punt of twee punten zijn: die verdwijnen uit een adres.',
  spaces: 'De naam (name) mag niet met een spatie beginnen of eindigen.',
  unseen: 'De naam (name) moet één regel tekst zijn, zonder tekens die niemand ziet.',
};

export function createWallPageRoutes({ boards, config, assets, build }: WallPageRouteParts): Router {
  const router = Router();
  router.get('/wall', (request, response, next) => {
    // A screen without a name is a fresh one.
    if (request.query['name'] === undefined) return next('router');
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html');
    const { siteName } = config;
    const { settings, problems } = readSettings(request.query, (section) => boards.has(section));
    if (problems.length > 0)
      return response
        .status(400)
        .send(wallNotice({ siteName, sections: boards.sections(), assets }, problems));
    response.send(wallPage({ siteName, assets, build }, settings));
  });
  router.all('/wall', allowOnly('GET, HEAD'));
  return router;
}

function readSettings(
  query: Request['query'],
  isSection: (id: string) => boolean,
): { settings: WallSettings; problems: readonly string[] } {
  const text = (name: string) => {
    const value = query[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const name = text('name');
  const fault = wallNameFault(name);
  const sections = [
    ...new Set(
      text('sections')
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  ];
  const unknown = sections.filter((section) => !isSection(section));
  const problems = [
    fault && NAME_FAULTS[fault],
    sections.length === 0 && 'Noem in sections ten minste één rubriek.',
    sections.length > MOST_WALL_SECTIONS && `Noem in sections ten hoogste ${MOST_WALL_SECTIONS} rubrieken.`,
    // Where others are there the wall goes on, and says itself which one is not: a section may go while it hangs.
    sections.length > 0 &&
      unknown.length === sections.length &&
      (unknown.length === 1
        ? `Er is geen rubriek die ${JSON.stringify(unknown[0])} heet.`
        : `Er zijn geen rubrieken die ${unknown.map((id) => JSON.stringify(id)).join(' of ')} heten.`),
  ];
  const others = Object.entries(SETTINGS).map(([setting, [form, wanted]]) => {
    const value = text(setting);
    const right = value === '' || (form instanceof RegExp ? form.test(value) : form(value));
    if (!right) problems.push(`${setting} kan zijn: ${wanted}.`);
    return [setting, value || undefined] as const;
  });
  return {
    settings: { ...Object.fromEntries(others), name, sections },
    problems: problems.filter((problem) => typeof problem === 'string'),
  };
}
