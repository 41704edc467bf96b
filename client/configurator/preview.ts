/** The preview: the real element, with the news of this server or with a scene of the simulation. */
import { CHOICE_NAMES, type EmbedConfiguration } from '../../shared/embed-configuration.ts';
import type { EmbedPlace } from '../../shared/embed-snippets.ts';
import { pageSimulation, SCENES, SIMULATION_SERVER, type Scene } from './simulation.ts';

const REAL = 'Dit is het echte element, met het nieuws van deze server.';
const SIMULATED = 'Simulatie: verzonnen berichten, alleen op deze pagina.';
const WHAT_HAPPENS: Readonly<Record<Scene, string>> = {
  quiet: 'Zo meteen komt er één bericht, en dan een poos niets.',
  busy: 'Elke drie tellen een bericht. Wijs er een aan om te lezen: de nieuwe wachten dan achter een knop.',
  breaking: 'Eerst een flits, dan het bulletin dat hem vervangt, en wat er verder bekend wordt.',
  correction: 'Eerst wordt een bericht gecorrigeerd, dan een ander ingetrokken.',
  outage: 'De verbinding valt weg, en komt na twintig tellen terug met wat er gemist is.',
};

export function createPreview(
  root: HTMLElement,
  { sections }: Pick<EmbedPlace, 'sections'>,
): { show(configuration: EmbedConfiguration): void } {
  const stage = root.querySelector<HTMLElement>('.embed-stage');
  const scenes = [...root.querySelectorAll<HTMLInputElement>('[name=scene]')];
  let shown: EmbedConfiguration | undefined;
  let scene: Scene | undefined;

  for (const choice of scenes) {
    // A browser may have kept what was chosen before a reload; nothing plays then.
    choice.checked = choice.defaultChecked;
    choice.addEventListener('change', () => {
      scene = SCENES.find((one) => one === choice.value);
      if (shown) start(shown);
    });
  }
  // Its articles are nowhere to be read.
  stage?.addEventListener('ticker-select', (event) => {
    if (scene) event.preventDefault();
  });

  return {
    show(configuration) {
      const before = shown;
      shown = configuration;
      if (scene && before?.sections.join() !== configuration.sections.join()) start(configuration);
      else dress(ticker(), configuration);
    },
  };

  /** A scene begins with an element that has seen nothing. */
  function start(configuration: EmbedConfiguration): void {
    const old = ticker();
    const fresh = document.createElement('news-ticker');
    fresh.append(...(old?.childNodes ?? []));
    dress(fresh, configuration);
    if (scene) fresh.setAttribute('src', SIMULATION_SERVER);
    const inSections = sections.filter(({ id }) => configuration.sections.includes(id));
    if (scene) pageSimulation().play(scene, inSections);
    else pageSimulation().stop();
    old?.replaceWith(fresh);
    const note = stage?.querySelector('[data-scene-note]');
    if (note) note.textContent = scene ? `${SIMULATED} ${WHAT_HAPPENS[scene]}` : REAL;
    stage?.classList.toggle('embed-simulated', scene !== undefined);
  }

  function ticker(): HTMLElement | null {
    return stage?.querySelector<HTMLElement>('news-ticker') ?? null;
  }
}

function dress(ticker: HTMLElement | null, { sections, rows, heading, choices }: EmbedConfiguration): void {
  const set = (name: string, value: string) => {
    if (value === '') ticker?.removeAttribute(name);
    else if (ticker?.getAttribute(name) !== value) ticker?.setAttribute(name, value);
  };
  set('section', sections.join(' '));
  set('rows', String(rows));
  set('heading', heading);
  // It is in sight: when it connects makes no difference here.
  for (const name of CHOICE_NAMES) if (name !== 'loading') set(name, choices[name]);
}
