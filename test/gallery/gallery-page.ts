/** The page on which people look through the pictures: plain HTML, filtered by style alone. */
import type { Scheme } from './stage.ts';

export interface Picture {
  readonly file: string;
  readonly subject: string;
  readonly state: string;
  readonly width: number;
  readonly scheme: Scheme;
  /** Why there is no picture. */
  readonly trouble?: string;
}

const SCHEMES: Readonly<Record<Scheme, string>> = { light: 'licht', dark: 'donker' };

export function galleryPage(pictures: readonly Picture[], madeAt: Date): string {
  const subjects = [...new Set(pictures.map(({ subject }) => subject))];
  const widths = [...new Set(pictures.map(({ width }) => width))].sort((one, other) => one - other);
  const filters = {
    subject: subjects.map((subject) => [slug(subject), subject] as const),
    width: widths.map((width) => [String(width), `${width} px`] as const),
    scheme: Object.entries(SCHEMES),
  };
  return `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<title>Galerij van de nieuwstikker</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>${STYLE}${Object.entries(filters).map(rulesOf).join('')}</style>
</head>
<body>
<header>
<h1>Galerij</h1>
<p>${pictures.length} beelden van elke toestand, gemaakt op ${escaped(madeAt.toLocaleString('nl-NL'))}. Om te bekijken, niet om op te keuren.</p>
<div class="filters">
${Object.entries(filters)
  .map(([name, choices]) => fieldset(name, choices))
  .join('\n')}
</div>
</header>
<main>
${subjects.map((subject) => section(subject, pictures)).join('\n')}
</main>
</body>
</html>
`;
}

const LEGENDS: Readonly<Record<string, string>> = { subject: 'Wat', width: 'Breedte', scheme: 'Kleuren' };

function fieldset(name: string, choices: readonly (readonly [string, string])[]): string {
  const radios = [['all', 'alles'] as const, ...choices].map(
    ([value, text], at) =>
      `<label><input type="radio" name="${name}" value="${value}"${at === 0 ? ' checked' : ''}> ${escaped(text)}</label>`,
  );
  return `<fieldset><legend>${LEGENDS[name] ?? name}</legend>${radios.join('')}</fieldset>`;
}

/** Whatever differs from the choice is not shown. */
function rulesOf([name, choices]: [string, readonly (readonly [string, string])[]]): string {
  return choices
    .map(
      ([value]) =>
        `body:has([name=${name}][value="${value}"]:checked) [data-${name}]:not([data-${name}="${value}"]){display:none}`,
    )
    .join('');
}

function section(subject: string, pictures: readonly Picture[]): string {
  const own = pictures.filter((picture) => picture.subject === subject);
  const states = [...new Set(own.map(({ state }) => state))];
  return `<section data-subject="${slug(subject)}">
<h2>${escaped(subject)}</h2>
${states
  .map(
    (state) => `<h3>${escaped(state)}</h3>
<div class="row">
${own
  .filter((picture) => picture.state === state)
  .map(figure)
  .join('\n')}
</div>`,
  )
  .join('\n')}
</section>`;
}

function figure({ file, subject, state, width, scheme, trouble }: Picture): string {
  const caption = `${width} px, ${SCHEMES[scheme]}`;
  const shown =
    trouble === undefined
      ? `<a href="${file}"><img src="${file}" alt="${escaped(`${subject}: ${state}, ${caption}`)}" loading="lazy"></a>`
      : `<p class="trouble">Niet gelukt: ${escaped(trouble)}</p>`;
  return `<figure data-width="${width}" data-scheme="${scheme}">${shown}<figcaption>${caption}</figcaption></figure>`;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z]+/g, '-');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

const STYLE = `
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: 1rem 1.5rem; background: Canvas; border-bottom: 1px solid #8886; }
h1 { display: inline; margin: 0 1rem 0 0; font-size: 1.25rem; }
header p { display: inline; opacity: 0.8; font-size: 0.875rem; }
.filters { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; margin-top: 0.5rem; }
fieldset { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; border: 0; font-size: 0.875rem; }
legend { float: left; margin-right: 1rem; padding: 0; font-weight: 600; }
main { padding: 0 1.5rem 4rem; }
h2 { margin: 2.5rem 0 0; font-size: 1.375rem; }
h3 { margin: 1.25rem 0 0.5rem; font-size: 1rem; }
.row { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.25rem; }
figure { margin: 0; max-width: min(100%, 26rem); }
figure img { display: block; max-width: 100%; max-height: 24rem; border: 1px solid #8886; }
figcaption { font-size: 0.8125rem; opacity: 0.8; }
.trouble { max-width: 20rem; color: #c22; }
`;
