/** The news of the simulation: invented, in the grammar of a wire. Nobody in it exists, and nothing in it happened. */
import type { Card, Dateline } from '../../shared/card.ts';

export type Story = Pick<Card, 'title' | 'lead' | 'urgency'> &
  Partial<Pick<Card, 'id' | 'dateline' | 'replaces' | 'note' | 'signal'>>;

/** The first is the newest of the board that a scene begins with. */
export const STORIES: readonly Story[] = [
  {
    title: 'Brug bij Oudewater drie weken dicht voor herstel',
    dateline: line('OUDEWATER', 'ANP'),
    lead: 'De ophaalbrug over de Hollandse IJssel gaat maandag dicht voor herstel van het draaipunt. Auto’s rijden om over de provinciale weg; fietsers kunnen met een pontje over.',
    urgency: 4,
  },
  {
    title: 'Waterschap waarschuwt voor hoog water in het weekend',
    dateline: line('ZWOLLE', 'ANP'),
    lead: 'Het waterschap sluit zaterdag uit voorzorg twaalf keerdeuren langs de IJssel. Volgens een woordvoerster is er geen reden tot zorg, maar komt het water hoger dan normaal in deze tijd.',
    urgency: 3,
  },
  {
    title: 'Oudste kastanje van het land omgewaaid',
    dateline: line('DOESBURG', 'ANP'),
    lead: 'Een kastanje van naar schatting 320 jaar oud is in de nacht omgewaaid. Niemand raakte gewond. De gemeente wil van het hout banken laten maken voor het plein waar de boom stond.',
    urgency: 5,
  },
  {
    title: 'Ministers bereiken akkoord over nachttreinen',
    dateline: line('LUXEMBURG', 'ANP', 'DPA'),
    lead: 'Zeven landen gaan samen de inkoop van slaaprijtuigen regelen. De eerste nieuwe rijtuigen moeten over drie jaar rijden, onder meer op de lijnen door de Alpen.',
    urgency: 4,
  },
  {
    title: 'Bakkers zien prijs van boter weer dalen',
    dateline: line('TIEL', 'ANP'),
    lead: 'Voor het eerst in twee jaar is boter op de groothandelsmarkt goedkoper geworden. De brancheorganisatie verwacht dat klanten dat pas na de zomer merken.',
    urgency: 6,
  },
  {
    title: 'Schaatsster Van der Laar wint in Inzell',
    dateline: line('INZELL', 'ANP', 'RTR'),
    lead: 'Femke van der Laar heeft de 3000 meter gewonnen in een baanrecord. Ze bleef haar naaste belager een halve seconde voor.',
    urgency: 4,
  },
  {
    title: 'Nieuw stadsarchief opent met vondst uit 1587',
    dateline: line('DEVENTER', 'ANP'),
    lead: 'Bij de verhuizing van het archief kwam een kasboek tevoorschijn dat al sinds de negentiende eeuw zoek was. Bezoekers kunnen het vanaf dinsdag zien.',
    urgency: 5,
  },
  {
    title: 'Vulkaan op afgelegen eiland tot rust gekomen',
    dateline: line('REYKJAVIK', 'ANP', 'AFP'),
    lead: 'Na drie weken stroomt er geen lava meer uit de spleet ten noorden van het dorp. De bewoners mogen onder begeleiding terug om hun huizen te bekijken.',
    urgency: 4,
  },
  {
    title: 'Proef met rustiger kruispunten in acht steden',
    dateline: line('UTRECHT', 'ANP'),
    lead: 'Verkeerslichten die zonder vast ritme werken, moeten de wachttijd voor fietsers halveren. Na een half jaar wordt gekeken of ook automobilisten er iets aan hebben.',
    urgency: 5,
  },
  {
    title: 'Veerdienst vaart weer na storing in de stuurinrichting',
    dateline: line('DEN HELDER', 'ANP'),
    lead: 'De boot lag sinds de ochtend stil. Wie een kaartje had voor een afvaart die verviel, kan vandaag en morgen met elke boot mee.',
    urgency: 4,
  },
  {
    title: 'Orkest speelt onbekend werk in oude watertoren',
    dateline: line('SNEEK', 'ANP'),
    lead: 'Een strijkkwintet dat honderdveertig jaar in een la lag, klinkt zaterdag voor het eerst. De toren heeft een nagalm van acht tellen; de musici spelen daarom langzamer.',
    urgency: 6,
  },
  {
    title: 'Telescoop ziet sneeuw op verre planeet',
    dateline: line('GARCHING', 'ANP', 'DPA'),
    lead: 'Sterrenkundigen hebben op een planeet buiten ons zonnestelsel neerslag waargenomen die op sneeuw lijkt. Het zou gaan om vlokken van zand.',
    urgency: 5,
  },
  {
    title: 'Tunnel onder de Schelde in de nacht dicht',
    dateline: line('GOES', 'ANP'),
    lead: 'Rijkswaterstaat vervangt in twee nachten de verlichting. Hulpdiensten kunnen er op elk moment door.',
    urgency: 5,
  },
  {
    title: 'Gemeente vindt eigenaar van gestolen klok terug',
    dateline: line('HARLINGEN', 'ANP'),
    lead: 'De torenklok die vorige week in een container werd gevonden, blijkt van een kapel in Friesland te zijn. Hij hangt naar verwachting voor kerst weer op zijn plaats.',
    urgency: 6,
  },
  {
    title: 'Beurs sluit iets hoger na rustige dag',
    dateline: line('AMSTERDAM', 'ANP'),
    lead: 'Beleggers wachtten op de cijfers van morgen. Vooral fondsen van chipmakers gingen omhoog; bouwers leverden iets in.',
    urgency: 5,
  },
  {
    title: 'Zeldzame roerdomp broedt weer in de Wieden',
    dateline: line('GIETHOORN', 'ANP'),
    lead: 'Boswachters hoorden het geluid voor het eerst in elf jaar. Het rietland blijft tot augustus dicht voor kano’s.',
    urgency: 6,
  },
];

const FLASH_ID = 'simulatie-flits';

export const FLASH: Story = {
  id: FLASH_ID,
  title: 'Groot deel van noorden zonder stroom',
  dateline: line('GRONINGEN', 'ANP'),
  lead: 'In een groot deel van Noord-Nederland is de stroom uitgevallen, meldt de netbeheerder.',
  urgency: 1,
};

export const FOLLOW_UPS: readonly Story[] = [
  {
    id: 'simulatie-bulletin',
    title: 'Stroomstoring treft 340.000 huishoudens in het noorden',
    dateline: line('GRONINGEN', 'ANP'),
    lead: 'Door een storing in een hoogspanningsstation zitten in Groningen en Drenthe 340.000 huishoudens zonder stroom. Treinen staan stil. De netbeheerder hoopt binnen twee uur de eerste wijken weer aan te sluiten.',
    urgency: 2,
    replaces: FLASH_ID,
  },
  {
    title: 'Ziekenhuizen draaien op noodstroom',
    dateline: line('ASSEN', 'ANP'),
    lead: 'De ziekenhuizen in het getroffen gebied hebben genoeg brandstof voor drie dagen. Operaties die konden wachten, zijn uitgesteld.',
    urgency: 3,
  },
  {
    title: 'Eerste wijken hebben weer stroom',
    dateline: line('GRONINGEN', 'ANP'),
    lead: 'In Groningen-Zuid en Haren is de stroom terug. De netbeheerder vraagt bewoners om grote apparaten nog even uit te laten.',
    urgency: 3,
  },
];

/** What was wrong in the first of the stories, put right. */
export const CORRECTION = {
  title: 'Brug bij Oudewater vier weken dicht voor herstel',
  signal: 'correction',
  note: 'Het gaat om vier weken, niet om drie.',
} as const;

function line(place: string, ...agencies: string[]): Dateline {
  return { places: [place], agencies, raw: `${place} (${agencies.join('/')})` };
}
