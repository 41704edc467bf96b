/**
 * The form and the address say the same: each change is a step back in the history, but typing in one field
 * is one step however long it takes.
 */
import {
  CHOICE_NAMES,
  queryOf,
  readConfiguration,
  type EmbedConfiguration,
} from '../../shared/embed-configuration.ts';

/** Calls `changed` for what the address says now, and for each change after that. `ids`: the sections there are. */
export function followForm(
  root: HTMLElement,
  ids: readonly string[],
  changed: (configuration: EmbedConfiguration) => void,
): void {
  const form = root.querySelector<HTMLFormElement>('.embed-form');
  if (!form) return;
  let typedIn: EventTarget | null = null;

  const showAddress = () => {
    const configuration = readConfiguration(new URLSearchParams(location.search), ids);
    fill(form, configuration);
    typedIn = null;
    changed(configuration);
  };

  form.addEventListener('input', ({ target }) => {
    keepOneSection(form, target);
    const configuration = readConfiguration(asQuery(form), ids);
    const address = `?${queryOf(configuration)}`;
    const isTyping = target instanceof HTMLInputElement && /^(text|number)$/.test(target.type);
    if (isTyping && typedIn === target) history.replaceState(null, '', address);
    else if (address !== location.search) history.pushState(null, '', address);
    typedIn = isTyping ? target : null;
    changed(configuration);
  });
  // What is half typed stands as it was read, once the field is left.
  form.addEventListener('change', () => {
    fill(form, readConfiguration(asQuery(form), ids));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  addEventListener('popstate', showAddress);
  form.querySelector<HTMLElement>('.embed-send')?.remove();
  // A browser may have kept what was chosen before a reload; the address holds.
  showAddress();
}

function fill(form: HTMLFormElement, { sections, rows, heading, choices }: EmbedConfiguration): void {
  for (const tick of ticks(form)) tick.checked = sections.includes(tick.value);
  setValue(form, 'rows', String(rows));
  setValue(form, 'heading', heading);
  for (const name of CHOICE_NAMES) setValue(form, name, choices[name]);
}

function setValue(form: HTMLFormElement, name: string, value: string): void {
  const control = form.elements.namedItem(name);
  if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return;
  if (control.value !== value) control.value = value;
}

/** A ticker without a section shows nothing: the last one stays. */
function keepOneSection(form: HTMLFormElement, target: EventTarget | null): void {
  if (!ticks(form).some(({ checked }) => checked) && target instanceof HTMLInputElement)
    target.checked = true;
}

function ticks(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('[name=section]')];
}

function asQuery(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') query.append(name, value);
  return query;
}
