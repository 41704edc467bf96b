/** What partners' pages take besides the script, put beside it: the height that is reserved, and the frame. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { refuseNewerStyles } from './oldest-screen.ts';
import { reserveCss } from './reserve-css.ts';

const FRAMED = join('client', 'framed');
/** For the page around a frame, and for the page in it. */
const FRAME_FILES = ['frame.js', 'framed.js', 'framed.css'];

export function partnerFiles(): Plugin {
  return {
    name: 'embed-partner-files',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'reserve.css', source: reserveCss() });
      // As they are: short, and to be read by whoever includes them.
      for (const fileName of FRAME_FILES)
        this.emitFile({ type: 'asset', fileName, source: readFileSync(join(FRAMED, fileName), 'utf8') });
      refuseNewerStyles('reserve.css', reserveCss());
      refuseNewerStyles('framed.css', readFileSync(join(FRAMED, 'framed.css'), 'utf8'));
    },
  };
}
