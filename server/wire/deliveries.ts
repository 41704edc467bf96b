/** A delivery on its way in, whichever road it came by: read, taken in item by item, and noted in the source's book. */
import type { Problem } from '../../shared/dispatch.ts';
import type { Delivered, Intake } from './intake.ts';
import type { SourceBook } from './source-book.ts';
import type { Source } from './sources.ts';
import type { WireReader } from './read-wire.ts';
import type { WireReading } from './wire-item.ts';
import { CUT_OFF, someRefused, troubleOf } from './wire-trouble.ts';

export interface Delivery {
  readonly bytes: Buffer;
  /** As it was sent with it. */
  readonly contentType?: string;
}

export interface Received {
  readonly format: string;
  readonly items: readonly Delivered[];
  /** Of the delivery as a whole. */
  readonly problems: readonly Problem[];
  /** It was cut off; what was complete before the cut has been taken in. */
  readonly isCut: boolean;
}

export interface Deliveries {
  /** @throws {UnreadableWire} and whatever else keeps it out; the same may be delivered again */
  receive(source: Source, delivery: Delivery): Promise<Received>;
}

export interface DeliveriesParts {
  readonly reader: Pick<WireReader, 'read'>;
  readonly intake: Intake;
  readonly book: SourceBook;
}

export function createDeliveries({ reader, intake, book }: DeliveriesParts): Deliveries {
  return {
    async receive(source, delivery) {
      const { format, items, problems, isCut = false } = await readNoted(source, delivery);
      // Feeds have their newest on top; told in that order, what is not dated would end up upside down.
      const inOrder = source.kind === 'feed' ? items.toReversed() : items;
      const delivered = await intake.take(source, inOrder);
      const news = delivered.filter(({ outcome }) => outcome !== 'repeated').length;
      const refused = delivered.filter(({ outcome }) => outcome === 'refused').length;
      await book.heard(source, news);
      if (isCut) await book.troubled(source, CUT_OFF);
      else if (refused > 0) await book.troubled(source, someRefused(refused));
      return { format, items: delivered, problems, isCut };
    },
  };

  async function readNoted(source: Source, delivery: Delivery): Promise<WireReading> {
    const { bytes, contentType } = delivery;
    const { timeZone, lang, agencies } = source;
    try {
      return await reader.read(bytes, { contentType }, { timeZone, lang, agencies });
    } catch (error) {
      await book.troubled(source, troubleOf(error));
      throw error;
    }
  }
}
