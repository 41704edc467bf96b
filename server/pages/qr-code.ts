import { html } from '@lit-labs/ssr';
import { encode } from 'uqr';

/** White around it, without which a camera does not find it: four modules, says ISO/IEC 18004. */
const QUIET = 4;

/** A QR code of a text as SVG: black on white in either scheme, one path, no style attributes. */
export function qrCode(text: string, label: string) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return html`<svg
    class="qr"
    role="img"
    aria-label=${label}
    viewBox=${`0 0 ${size} ${size}`}
    shape-rendering="crispEdges"
  >
    <path fill="#fff" d=${`M0 0h${size}v${size}h-${size}z`} />
    <path d=${path} />
  </svg>`;
}
