/** Reads a hot folder into a log until it is killed. Started by hot-folder.test.ts with the data folder and the hot folder. */
import { pino } from 'pino';
import { createBoards } from '../../../server/boards.ts';
import { createNewsroom } from '../../../server/desk/newsroom.ts';
import { openLog } from '../../../server/log/open-log.ts';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { createDeliveries } from '../../../server/wire/deliveries.ts';
import { startHotFolder } from '../../../server/wire/hot-folder.ts';
import { createIntake } from '../../../server/wire/intake.ts';
import { createWireReader } from '../../../server/wire/read-wire.ts';
import { createSourceBook } from '../../../server/wire/source-book.ts';
import { parseSources } from '../../../server/wire/sources.ts';

const [dataDir = '', path = ''] = process.argv.slice(2);
const logger = pino({ level: 'silent' });
const said = { sources: [{ name: 'anp', kind: 'folder', path, section: 'regio', policy: 'publish' }] };
const [source] = parseSources(JSON.stringify(said), 'sources.json', DEFAULT_SECTIONS);
if (source?.kind !== 'folder') throw new Error('there is one folder');

const log = await openLog({ dataDir, logger });
const boards = await createBoards({ log, sections: DEFAULT_SECTIONS, logger });
const newsroom = createNewsroom({ log, logger });
const intake = createIntake({ newsroom, log, boards, logger });
const book = createSourceBook([source], log);
const deliveries = createDeliveries({ reader: createWireReader(), intake, book });
startHotFolder({ source, deliveries, book, log, logger, settleMs: 150, patienceMs: 0, leaseMs: 1000 });
