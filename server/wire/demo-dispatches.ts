/**
 * The demo wire's copy: invented news in the grammar of a real wire. Nobody in it exists and nothing in it
 * happened. The order matters: the first ones make the first board, oldest first. `{word}` is filled from `vary`
 * and differs from round to round, `{WORD}` is the same in capitals, as a dateline has it.
 */

import type { Story } from './demo-story.ts';

export const STORIES: readonly Story[] = [
  {
    section: 'buitenland',
    title: 'Bergdorp bij {plaats} na vier dagen weer bereikbaar',
    text: '{PLAATS} (ANP/DPA) - Een bergdorp dat vier dagen van de buitenwereld was afgesloten, is weer over de weg bereikbaar. Ploegen hebben de laatste honderden meters van de pasweg vrijgemaakt van sneeuw en puin. De {aantal} inwoners hadden volgens de gemeente nog voor een week eten in huis.',
    body: `De weg raakte versperd toen na zware sneeuwval een helling begon te schuiven. Niemand raakte gewond, maar de stroom viel voor een deel van het dorp uit en de school bleef dicht.

Brood per kabelbaan

De bakker uit het dal stuurde elke ochtend brood en kranten omhoog met de goederenlift die normaal alleen hooi vervoert. "Wij hadden het niet slecht", zei een bewoonster. "Het was alleen heel erg stil."

Geologen blijven de helling de komende weken meten. Pas als de grond tot rust is gekomen, mogen er weer vrachtwagens over de pas.`,
    vary: { plaats: ['Bolzano', 'Innsbruck', 'Chur'], aantal: ['180', '240', '310', '95'] },
  },
  {
    section: 'regio',
    title: 'Veerpont tussen {plaats} en overkant vaart weer na reparatie',
    text: '{PLAATS} (ANP) - De veerpont bij {plaats} vaart weer. De boot lag anderhalve week aan de kant omdat een onderdeel van de stuurinrichting moest worden nagemaakt. Fietsers moesten tot dusver {aantal} kilometer omrijden.',
    vary: { plaats: ['Kruiningen', 'Olst', 'Wijhe', 'Lith'], aantal: ['14', '19', '22'] },
  },
  {
    section: 'cultuur',
    title: 'Vergeten schetsboek van schilderes gevonden in {meubel}',
    text: `'s-HERTOGENBOSCH (ANP) - Bij de restauratie van een {meubel} is een schetsboek gevonden van de negentiende-eeuwse schilderes Aleida van Rossem-Vink. Het boekje telt zestig bladen met havens, wolken en veel katten. Kenners noemen de vondst "een klein wonder".`,
    body: `De restaurateur voelde bij het losmaken van een lade dat de bodem dikker was dan nodig. Tussen twee plankjes zat het boekje, in een krant gewikkeld.

Van de schilderes waren tot nu toe elf doeken bekend. De schetsen zijn vanaf het voorjaar te zien; tot die tijd wordt elk blad gefotografeerd.`,
    vary: { meubel: ['secretaire', 'kabinet', 'ladekast'] },
  },
  {
    section: 'buitenland',
    title: 'Nachttrein naar {plaats} keert na twaalf jaar terug',
    text: '{PLAATS} (ANP/AFP) - Op het station van {plaats} is voor het eerst in twaalf jaar weer een nachttrein aangekomen. Ruim {aantal} reizigers stapten uit, van wie een deel al in de jaren negentig met dezelfde lijn reisde. De trein rijdt voorlopig vier keer per week.',
    body: `Aan boord zijn slaapcoupés, ligplaatsen en een rijtuig met stoelen. Wie een fiets meeneemt, moet reserveren.

Vertraging van elf minuten

De eerste rit had elf minuten vertraging, vooral doordat onderweg een muziekkapel het perron bezet hield. "Daar hadden we in de dienstregeling niet op gerekend", aldus een woordvoerster van de vervoerder.`,
    vary: { plaats: ['Ljubljana', 'Lyon', 'Triëst', 'Krakau'], aantal: ['230', '280', '310'] },
  },
  {
    section: 'binnenland',
    title: 'Proef met stillere vuilniswagens in {aantal} gemeenten',
    text: 'UTRECHT (ANP) - In {aantal} gemeenten begint een proef met vuilniswagens die containers neerzetten zonder klap. Een demper vangt de laatste centimeters op. Bewoners houden een halfjaar lang bij of ze er minder vaak wakker van worden.',
    vary: { aantal: ['zes', 'acht', 'elf'] },
  },
  {
    section: 'sport',
    title: 'Jeugdploeg {plaats} wint toernooi na dertien strafschoppen',
    text: '{PLAATS} (ANP) - De voetballers onder 13 van {plaats} hebben een internationaal jeugdtoernooi gewonnen na een reeks van dertien strafschoppen. Doelvrouw Noor Klaverdijk hield er vijf tegen en schoot de laatste zelf binnen. "Mijn handschoenen waren kletsnat", zei ze.',
    vary: { plaats: ['Goes', 'Zutphen', 'Roermond', 'Meppel'] },
  },
  {
    section: 'economie',
    title: 'Fietsenmaker levert meer {soort} dan ooit',
    text: 'ZWOLLE (ANP) - Fietsenbouwer Veldwiel heeft vorig kwartaal {aantal} {soort} afgeleverd, het hoogste aantal sinds de oprichting. De fabriek zoekt nog veertig monteurs. De wachttijd voor klanten loopt op tot veertien weken, meldt het bedrijf.',
    body: `Vooral gezinnen en bezorgdiensten bestellen. De fabriek draait sinds kort in twee ploegen; een derde ploeg komt er volgens directeur Hilde Brandsma pas als er genoeg opgeleide mensen zijn.

Eigen opleiding

Het bedrijf begint daarom een opleiding van tien weken. Wie slaagt, krijgt een vast contract.`,
    vary: {
      soort: ['bakfietsen', 'vrachtfietsen', 'vouwfietsen'],
      aantal: ['8.200', '9.100', '7.450', '10.300'],
    },
  },
  {
    section: 'buitenland',
    title: 'Havenstad {plaats} verbiedt vuurwerk op het water',
    text: '{PLAATS} (ANP/RTR) - De gemeenteraad van {plaats} verbiedt met ingang van volgend jaar vuurwerk vanaf boten. Aanleiding is een brand op een steiger, waarbij afgelopen zomer drie zeiljachten verloren gingen. Een lichtshow met drones moet het alternatief worden.',
    vary: { plaats: ['Aarhus', 'Göteborg', 'Bergen', 'Riga'] },
  },
  {
    section: 'regio',
    title: `Scholieren bouwen uitkijktoren in {plaats}`,
    text: `{PLAATS} (ANP) - Leerlingen van een vakcollege hebben in {plaats} een uitkijktoren van twaalf meter gebouwd van gekapte populieren. De toren is vrijdag gekeurd en gaat zondag open. "Hij wiebelt minder dan onze docent had voorspeld", zegt leerling Sem Ottevanger.`,
    vary: { plaats: ['Sint-Oedenrode', 'Winterswijk', 'Veere', 'Ommen'] },
    then: [
      {
        afterSeconds: 900,
        signal: 'correction',
        note: 'In een eerdere versie stond dat de toren twaalf meter hoog is; het is veertien meter.',
        text: `{PLAATS} (ANP) - Leerlingen van een vakcollege hebben in {plaats} een uitkijktoren van veertien meter gebouwd van gekapte populieren. De toren is vrijdag gekeurd en gaat zondag open. "Hij wiebelt minder dan onze docent had voorspeld", zegt leerling Sem Ottevanger.`,
      },
    ],
  },
  {
    section: 'binnenland',
    title: 'Steeds meer bibliotheken lenen gereedschap uit',
    text: 'DEN HAAG (ANP) - Bij {aantal} bibliotheken kunnen leden naast boeken ook boormachines, ladders en naaimachines lenen. Dat is bijna twee keer zo veel als een jaar geleden. Het populairst is volgens de branche de tapijtreiniger, die bijna nooit in de kast staat.',
    body: `De meeste vestigingen vragen alleen een lidmaatschap. Wie iets stuk terugbrengt, kan terecht bij vrijwilligers die elke zaterdag repareren.

Handleiding erbij

Bij elk apparaat zit een kaart met uitleg, in gewone taal en met tekeningen. "Dat deel kunnen wij als bibliotheek nu eenmaal goed", aldus een medewerkster.`,
    vary: { aantal: ['140', '155', '170'] },
  },
  {
    section: 'cultuur',
    title: 'Klokkenspel van {plaats} speelt weer op de hele toren',
    text: '{PLAATS} (ANP) - Na een restauratie van drie jaar klinkt in {plaats} het carillon weer voltallig. Alle 51 klokken zijn schoongemaakt en vier ervan opnieuw gestemd. Stadsbeiaardier Joost Hanenkamp opende met een verzoeknummer van een basisschool.',
    vary: { plaats: ['Middelburg', 'Enkhuizen', 'Kampen'] },
  },
  {
    section: 'buitenland',
    title: 'Onderzoekers vinden {vondst} in baai bij {plaats}',
    text: '{PLAATS} (ANP/BELGA) – Duikers hebben in een baai bij {plaats} {vondst} gevonden. De lading, honderden kruiken, ligt nog grotendeels op haar plek. Archeologen denken dat het schip in een najaarsstorm verging, vlak voor het de haven bereikte.',
    body: `De vindplaats ligt op 34 meter diepte en wordt bewaakt. Tegen plunderaars zijn boeien met sensoren uitgelegd.

Kruiken met zegel

Op een deel van de kruiken zit het zegel van een handelshuis dat tot nu toe alleen uit brieven bekend was. De onderzoekers hopen met chemisch onderzoek te weten te komen wat erin zat.

In het voorjaar wordt verder gedoken. Tot die tijd werken de onderzoekers met een driedimensionaal model dat uit achtduizend foto's is opgebouwd.`,
    vary: {
      plaats: ['Zadar', 'Tarragona', 'Bodrum'],
      vondst: ['een koopvaarder', 'een vrachtschip', 'een antiek wrak', 'een handelsschip'],
    },
  },
  {
    section: 'sport',
    title: 'Schaatsster Dekkinga rijdt baanrecord op {afstand} meter',
    text: 'HEERENVEEN (ANP) - Schaatsster Wytske Dekkinga heeft bij de regionale kampioenschappen een baanrecord gereden op de {afstand} meter. Ze was ruim een halve seconde sneller dan de vorige houdster. Dekkinga noemde haar laatste bocht "eerlijk gezegd geluk".',
    vary: { afstand: ['1500', '1000', '3000', '500'] },
  },
  {
    section: 'economie',
    title: 'Bakkers waarschuwen voor duurdere {product}',
    text: 'ROTTERDAM (ANP) - Een pond {product} wordt deze winter zeker {aantal} procent duurder, verwacht een vereniging van ambachtelijke bakkers. De oogst van amandelen viel tegen en boter is schaars. Leden beloven de porties niet te verkleinen.',
    vary: { product: ['speculaas', 'banketstaaf', 'kerststol'], aantal: ['8', '12', '9', '15'] },
    then: [
      {
        afterSeconds: 1500,
        signal: 'update',
        text: 'ROTTERDAM (ANP) - Een pond {product} wordt deze winter zeker {aantal} procent duurder, verwacht een vereniging van ambachtelijke bakkers. Supermarkten zeggen in een reactie hun prijzen voorlopig gelijk te houden. De oogst van amandelen viel tegen en boter is schaars.',
      },
    ],
  },
  {
    section: 'regio',
    title: 'Brug bij {plaats} blijft {aantal} weken dicht voor vrachtverkeer',
    text: '{PLAATS} – De brug over het kanaal bij {plaats} blijft zeker {aantal} weken dicht voor vrachtwagens. Bij een inspectie bleek een lager onder het wegdek gescheurd. Auto’s, bussen en fietsers kunnen er stapvoets overheen.',
    body: `Vrachtverkeer wordt omgeleid. De provincie heeft bij de school langs de omleiding verkeersregelaars neergezet.

Het nieuwe lager moet op maat worden gegoten. Zodra het er is, gaat de brug één nacht helemaal dicht.`,
    vary: { plaats: ['Sluiskil', 'Stadskanaal', 'Almelo', 'Lemmer'], aantal: ['drie', 'vier', 'zes'] },
  },
  {
    section: 'binnenland',
    title: 'Tandartsen krijgen spreekuur op {plek}',
    text: 'AMERSFOORT (ANP) - Op {aantal} {plek} komt volgend jaar een vast spreekuur van een tandarts. Uit een proef bleek dat de helft van de kinderen die nooit ging controleren, wel kwam toen de stoel dichtbij stond. Zorgverzekeraars betalen mee.',
    vary: {
      plek: ['basisscholen', 'sportparken', 'marktpleinen'],
      aantal: ['negentig', 'zestig', 'honderd', 'tachtig'],
    },
  },
  {
    section: 'buitenland',
    title: 'Eiland {plaats} stapt als eerste over op één klok',
    text: '{PLAATS} (ANP/EFE) - Het eilandbestuur van {plaats} schaft zomer- en wintertijd af voor alles wat het zelf regelt: scholen, bussen en de veerboot. Inwoners stemden er in ruime meerderheid voor. Op het vasteland blijft de klok wel verspringen.',
    body: `Wie twee keer per jaar met de veerboot reist, zal moeten rekenen. Op de kade komen daarom twee klokken te hangen.

Melkkoeien

Vooral boeren drongen aan. "Een koe heeft geen horloge", zei een van hen tijdens de raadsvergadering, die vanwege de drukte in de sporthal werd gehouden.`,
    vary: { plaats: ['Formentera', 'La Graciosa', 'El Hierro'] },
  },
  {
    section: 'economie',
    title: 'Scheepswerf {naam} haalt order voor elektrische pont binnen',
    text: 'HARLINGEN (ANP) - Scheepswerf {naam} gaat {aantal} elektrische veerponten bouwen voor een rederij in Scandinavië. Met de opdracht is volgens de werf drie jaar werk gemoeid voor tachtig mensen. De eerste pont moet over zestien maanden varen.',
    vary: { naam: ['Noordervaart', 'De Hellinge', 'Wadkade'], aantal: ['vier', 'twee', 'drie', 'vijf'] },
    then: [
      {
        afterSeconds: 1200,
        signal: 'correction',
        note: 'De eerste pont vaart over negentien maanden, niet over zestien.',
        text: 'HARLINGEN (ANP) - Scheepswerf {naam} gaat {aantal} elektrische veerponten bouwen voor een rederij in Scandinavië. Met de opdracht is volgens de werf drie jaar werk gemoeid voor tachtig mensen. De eerste pont moet over negentien maanden varen.',
      },
    ],
  },
  {
    section: 'sport',
    title: 'Marathon van {plaats} verplaatst start wegens harde wind',
    text: '{PLAATS} (ANP) - De organisatie van de marathon van {plaats} verplaatst de start van de dijk naar de binnenstad. Op het open stuk wordt windkracht 8 verwacht. De afstand blijft gelijk, maar het parcours telt nu {aantal} bochten meer.',
    vary: {
      plaats: ['Terneuzen', 'Den Helder', 'Lelystad', 'Delfzijl'],
      aantal: ['negen', 'twaalf', 'zeven'],
    },
  },
  {
    section: 'regio',
    title: 'Markthal in {plaats} krijgt oude kapconstructie terug',
    text: '{PLAATS} (ANP) - De markthal van {plaats} wordt hersteld zoals hij in 1911 was, met een houten kap en lichtstraat. De gemeenteraad stemde met ruime meerderheid in. Marktkooplieden staan tijdens de verbouwing {aantal} maanden op het stationsplein.',
    vary: {
      plaats: ['Doetinchem', 'Sneek', 'Bergen op Zoom'],
      aantal: ['tien', 'veertien', 'acht', 'twaalf'],
    },
  },
  {
    section: 'buitenland',
    title: 'Luchthaven {plaats} urenlang stil door {oorzaak}',
    text: '{PLAATS} (ANP/DPA) - Op de luchthaven van {plaats} heeft het vliegverkeer drie uur stilgelegen door {oorzaak}. Ruim veertig vluchten vielen uit en {aantal} reizigers moesten wachten. Tegen de middag kwamen de eerste toestellen weer los.',
    body: `Het personeel deelde water en broodjes uit. Wie naar een bestemming binnen vierhonderd kilometer moest, kreeg een treinkaartje aangeboden.

Geen gevaar

Volgens de luchthaven is niemand in gevaar geweest. Toestellen die al in de lucht zaten, weken uit naar drie andere velden.

De komende dagen wordt nagegaan waarom de reserve-installatie niet vanzelf inschakelde. De uitkomst wordt openbaar gemaakt.`,
    urgency: 3,
    vary: {
      plaats: ['München', 'Zagreb', 'Porto', 'Tallinn'],
      oorzaak: ['een stroomstoring', 'een kapotte noodgenerator', 'een storing in de radio'],
      aantal: ['6.000', '4.500', '7.200'],
    },
    then: [
      {
        afterSeconds: 600,
        signal: 'update',
        title: 'Luchthaven {plaats} weer open na {oorzaak}',
        text: '{PLAATS} (ANP/DPA) - Het vliegverkeer op de luchthaven van {plaats} is hervat na {oorzaak}. Drie uur lang kon er niets landen of vertrekken. Ruim vijftig vluchten vielen uit en {aantal} reizigers moesten wachten. De luchthaven verwacht dat de achterstand morgen is ingelopen.',
      },
    ],
  },
  {
    section: 'binnenland',
    title: 'Waterschappen houden {aantal} sluizen dag en nacht bemand',
    text: 'LELYSTAD (ANP) - Vanwege het hoge water worden {aantal} sluizen en gemalen de komende dagen dag en nacht bemand. De waterschappen verwachten geen overlast in woonwijken. Wandelaars wordt gevraagd van de kaden weg te blijven, omdat die drassig zijn.',
    urgency: 3,
    vary: { aantal: ['38', '45', '52', '29'] },
    then: [
      {
        afterSeconds: 2400,
        signal: 'update',
        text: 'LELYSTAD (ANP) - Vanwege het hoge water blijven {aantal} sluizen en gemalen tot na het weekeinde dag en nacht bemand. Het water stijgt volgens de waterschappen minder snel dan gevreesd. Wandelaars wordt nog steeds gevraagd van de kaden weg te blijven.',
      },
    ],
  },
  {
    section: 'cultuur',
    title: 'Debuut van {naam} bekroond met vertaalprijs',
    text: 'GRONINGEN (ANP) - De vertaling van de roman Zeven lichten uit Wad is bekroond met een prijs voor debuterende vertalers. Vertaalster {naam} werkte er vier jaar aan, vooral ’s nachts. De jury prijst "zinnen die ruiken naar teer en natte hond".',
    vary: { naam: ['Iris Woldendorp', 'Sanne ter Haak', 'Lotte Vermazeren'] },
  },
  {
    section: 'buitenland',
    title: 'Wijnboeren bij {plaats} oogsten voor het eerst ’s nachts',
    text: '{PLAATS} (ANP/AFP) - Vanwege de warmte plukken wijnboeren in de omgeving van {plaats} hun druiven dit jaar alleen nog ’s nachts. Met hoofdlampen trekken ploegen van {aantal} man door de rijen. De smaak lijdt er volgens de boeren niet onder, hun slaap wel.',
    vary: { plaats: ['Perpignan', 'Évora', 'Mendoza'], aantal: ['twintig', 'dertig', 'vijftien', 'veertig'] },
  },
  {
    section: 'regio',
    title: 'Zeehond zwemt {aantal} kilometer landinwaarts',
    text: '{PLAATS} (ANP) - Een jonge zeehond is via de rivier ruim {aantal} kilometer het land in gezwommen en ligt sinds vanochtend op een steiger in {plaats}. Het dier is gezond, zegt de opvang, en heeft "duidelijk geen haast". Boten wordt gevraagd vaart te minderen.',
    vary: { plaats: ['Deventer', 'Nijmegen', 'Gorinchem'], aantal: ['90', '110', '75', '60'] },
    then: [
      {
        afterSeconds: 1100,
        signal: 'update',
        title: 'Zeehond in {plaats} zwemt uit zichzelf weer weg',
        text: '{PLAATS} (ANP) - De jonge zeehond die in {plaats} op een steiger was gaan liggen, is uit zichzelf weer vertrokken. Hij was via de rivier ruim {aantal} kilometer het land in gezwommen. Medewerkers van de opvang volgden hem met een roeiboot tot voorbij de brug.',
      },
    ],
  },
  {
    section: 'economie',
    title: 'Winkelketen {naam} opent weer filialen in dorpen',
    text: 'TILBURG (ANP) - Huishoudwinkel {naam} opent het komende jaar {aantal} kleine filialen in dorpen zonder warenhuis. De zaken krijgen één medewerker en een balie voor pakketjes. Een proef in Drenthe draaide volgens het bedrijf beter dan verwacht.',
    vary: {
      naam: ['Ketel & Kan', 'De Zinken Emmer', 'Pannenland'],
      aantal: ['twaalf', 'zestien', 'tien', 'twintig'],
    },
  },
  {
    section: 'binnenland',
    title: 'Kamercommissie wil één loket voor {onderwerp}',
    text: 'DEN HAAG (ANP) = Een ruime meerderheid van een Kamercommissie wil dat inwoners met vragen over {onderwerp} voortaan bij één loket terechtkunnen. Nu zijn er gemiddeld vijf instanties bij betrokken. De verantwoordelijke minister komt voor de zomer met een plan.',
    vary: { onderwerp: ['mantelzorg', 'verhuizen', 'een nieuw bedrijf'] },
  },
  {
    section: 'sport',
    title: 'Roeiers uit {plaats} varen elfde titel op rij binnen',
    text: '{PLAATS} (ANP) - De acht van roeivereniging De Dol uit {plaats} heeft voor de elfde keer op rij de winterwedstrijd gewonnen. Het verschil met de nummer twee was {aantal} seconde. Stuurvrouw Fenna Loois bleef na afloop traditiegetrouw niet droog.',
    vary: { plaats: ['Leiden', 'Zaandam', 'Delft', 'Wageningen'], aantal: ['één', 'een halve', 'een kwart'] },
  },
  {
    section: 'buitenland',
    title: 'Astronomen ontdekken {aantal} manen bij ijsdwerg',
    text: 'LA SERENA (ANP/RTR) - Met een nieuwe telescoop in de Chileense woestijn zijn {aantal} onbekende manen gevonden bij een ijsdwerg aan de rand van het zonnestelsel. Ze zijn niet groter dan een flinke stad. De ontdekkers mogen namen voorstellen uit "rivieren en regen".',
    body: `De manen werden zichtbaar doordat de dwerg voor een verre ster langs schoof. Zo'n bedekking duurt nog geen minuut.

Jaren rekenen

Het rekenwerk kostte meer tijd dan de waarneming zelf. Drie groepen kwamen onafhankelijk van elkaar tot dezelfde banen, zegt onderzoekster Catalina Ferreyra Ruiz. "Toen pas hebben we taart gehaald."`,
    vary: { aantal: ['twee', 'drie', 'vier'] },
  },
  {
    section: 'regio',
    title: 'Kerk in {plaats} wordt opvang voor vleermuizen en koor',
    text: '{PLAATS} (ANP) - De leegstaande kerk van {plaats} krijgt een dubbele bestemming: op zolder mogen {aantal} vleermuizen blijven, beneden repeteert een koor. Ecologen en zangers spraken af dat er na tien uur ’s avonds niet meer hard gezongen wordt.',
    vary: {
      plaats: ['Hulst', 'Appingedam', 'Thorn', 'Domburg'],
      aantal: ['driehonderd', 'vierhonderd', 'honderd'],
    },
  },
  {
    section: 'binnenland',
    title: 'Spoorstoring rond {plaats} voorbij, treinen rijden weer',
    text: '{PLAATS} (ANP) - Rond {plaats} rijden weer treinen. Een kapotte wissel legde het verkeer sinds het begin van de ochtendspits stil in {aantal} richtingen. Reizigers moeten volgens de spoorbeheerder nog zeker een uur rekening houden met een langere reistijd.',
    urgency: 3,
    vary: { plaats: ['Amersfoort', 'Zwolle', 'Eindhoven', 'Roosendaal'], aantal: ['drie', 'vier', 'twee'] },
    then: [
      {
        afterSeconds: 780,
        signal: 'correction',
        note: 'De storing ontstond door een kapot sein, niet door een wissel.',
        text: '{PLAATS} (ANP) - Rond {plaats} rijden weer treinen. Een kapot sein legde het verkeer sinds het begin van de ochtendspits stil in {aantal} richtingen. Reizigers moeten volgens de spoorbeheerder nog zeker een uur rekening houden met een langere reistijd.',
      },
    ],
  },
  {
    section: 'buitenland',
    title: 'Bouwmeester van {plaats} stapt op na ruzie over brug',
    text: '{PLAATS} (ANP/RTR/AFP) - De stadsbouwmeester van {plaats} is opgestapt na een ruzie over een brug die twee keer zo duur werd als begroot. Zij zegt het vertrouwen van de gemeenteraad kwijt te zijn. De burgemeester neemt haar taken voorlopig waar.',
    body: `De brug had al drie jaar klaar moeten zijn. Uit een rapport dat deze week uitlekte, blijkt dat ambtenaren al lang wisten dat de kosten uit de hand liepen.

Raad wil onderzoek

De oppositie wil nu een onafhankelijk onderzoek. "Dat iemand vertrekt, maakt de brug niet goedkoper", zei een van de raadsleden.

De bouw gaat intussen door. Volgens de aannemer kan het eerste verkeer over veertien maanden naar de overkant.`,
    urgency: 3,
    vary: { plaats: ['Riga', 'Koper', 'Akureyri', 'Split'] },
    then: [
      {
        afterSeconds: 420,
        signal: 'update',
        title: 'Burgemeester {plaats} neemt taken van bouwmeester over',
        text: '{PLAATS} (ANP/RTR/AFP) - De burgemeester van {plaats} neemt zelf de taken over van de stadsbouwmeester, die vandaag opstapte na een ruzie over een te dure brug. Hij belooft binnen twee weken een opvolger. De oppositie houdt vast aan een onderzoek.',
      },
    ],
  },
  {
    section: 'economie',
    title: 'Prijs van {product} daalt na goede oogst',
    text: 'WAGENINGEN (ANP/BLOOMBERG) - De prijs van {product} is op de termijnmarkt {aantal} procent gedaald na berichten over een ruime oogst. Handelaren verwachten dat consumenten het pas in het voorjaar merken. Brouwers en bakkers kopen nu al vooruit.',
    vary: { product: ['gerst', 'tarwe', 'haver'], aantal: ['vier', 'zes', 'vijf', 'drie'] },
  },
  {
    section: 'sport',
    title: 'Volleybalsters {plaats} stunten tegen bekerhouder',
    text: '{PLAATS} (ANP) - De volleybalsters van {plaats} hebben de bekerhouder uit het toernooi geslagen. In een kolkende sporthal werd het 3-{sets}. "We hebben vooral goed geserveerd en heel hard gelachen", zei aanvoerster Bente Rijkeboer na afloop.',
    vary: { plaats: ['Assen', 'Weert', 'Barneveld', 'Vlissingen'], sets: ['2', '1', '0'] },
  },
  {
    section: 'buitenland',
    title: 'Zware storm trekt over {gebied}, veerdiensten gestaakt',
    text: '{PLAATS} (ANP/AP) - Een zware storm is over {gebied} getrokken. Veerdiensten zijn gestaakt en in kustplaatsen waaiden daken van loodsen. Voor zover bekend is niemand gewond geraakt. De autoriteiten vragen inwoners tot middernacht binnen te blijven.',
    body: `Op het hoogste punt werd een windvlaag van 164 kilometer per uur gemeten. Bij {aantal} huishoudens viel de stroom uit.

Scholen dicht

Scholen blijven morgen gesloten. Reddingsboten liggen klaar, maar hoefden tot nu toe niet uit te varen.

De storm trekt naar het noordoosten en verliest dan snel aan kracht.`,
    urgency: 2,
    vary: {
      gebied: ['de Azoren', 'de Faeröer', 'de Orkneyeilanden'],
      plaats: ['Ponta Delgada', 'Tórshavn', 'Kirkwall'],
      aantal: ['2.100', '3.800', '1.400', '5.200'],
    },
    then: [
      {
        afterSeconds: 240,
        signal: 'update',
        text: '{PLAATS} (ANP/AP) - De zware storm boven {gebied} neemt af. Veerdiensten liggen nog stil en bij {aantal} huishoudens is de stroom uitgevallen. Voor zover bekend is niemand gewond geraakt. De autoriteiten vragen inwoners tot middernacht binnen te blijven.',
      },
    ],
  },
  {
    section: 'regio',
    title: 'Ploegen vinden {vondst} bij aanleg fietspad',
    text: '{PLAATS} (ANP) - Bij de aanleg van een fietspad in {plaats} is {vondst} tevoorschijn gekomen. Archeologen krijgen drie weken de tijd om de plek op te graven. Het fietspad gaat er daarna met een bocht omheen, zodat de resten in de grond kunnen blijven.',
    vary: {
      plaats: ['Vaassen', 'Zierikzee', 'Roden', 'Elst'],
      vondst: ['een middeleeuwse waterput', 'een Romeinse weg', 'een oude kade'],
    },
  },
  {
    section: 'buitenland',
    title: 'Museum in {plaats} geeft {aantal} beelden terug',
    text: '{PLAATS} (ANP/BELGA) - Een museum in {plaats} geeft {aantal} bronzen beelden terug aan het dorp waar ze een eeuw geleden werden weggehaald. De overdracht gebeurt in stilte, op verzoek van de dorpsraad. Afgietsels blijven in het museum te zien.',
    body: `Het museum deed zes jaar onderzoek naar de herkomst. Doorslaggevend was een reisverslag dat in een kelderarchief lag.

Werkplaats mee terug

Twee restaurateurs reizen mee en blijven een jaar om jonge bronsgieters op te leiden.`,
    vary: { plaats: ['Gent', 'Leipzig', 'Porto'], aantal: ['zeven', 'negen', 'elf', 'vier'] },
  },
  {
    section: 'cultuur',
    title: 'Straattheater in {plaats} trekt recordaantal bezoekers',
    text: '{PLAATS} (ANP) - Het straattheaterfestival van {plaats} heeft dit weekeinde {aantal} bezoekers getrokken, meer dan ooit. Publiekslieveling was een gezelschap dat een uur lang een zinkende piano bespeelde. De organisatie overweegt een vierde dag.',
    vary: {
      plaats: ['Deventer', 'Zwartsluis', 'Den Bosch'],
      aantal: ['61.000', '58.000', '64.500', '70.000'],
    },
  },
  {
    section: 'buitenland',
    title: 'Grensovergang bij {plaats} gesloten na vondst koffer',
    text: '{PLAATS} (ANP/DPA) - De grensovergang bij {plaats} is ontruimd nadat een onbeheerde koffer was gevonden. Specialisten onderzoeken de inhoud. Het verkeer staat in beide richtingen vast; automobilisten wordt aangeraden via het noorden om te rijden.',
    urgency: 2,
    vary: { plaats: ['Görlitz', 'Passau', 'Aken'] },
    then: [
      {
        afterSeconds: 150,
        withdraw: 'De melding bleek te berusten op een oefening.',
      },
    ],
  },
  {
    section: 'binnenland',
    title: 'Weerinstituut: nacht met kans op {verschijnsel}',
    text: `DE BILT (ANP) - In de nacht kan in het hele land {verschijnsel} voorkomen, meldt een weerbureau. De kans is het grootst in het noorden en oosten. Tegen de ochtend klaart het op vanaf zee en wordt het {aantal} graden. Later op de dag neemt de wind af.`,
    vary: {
      verschijnsel: ['dichte mist', 'natte sneeuw', 'onweer', 'ijzel'],
      aantal: ['vier', 'zes', 'drie'],
    },
  },
  {
    section: 'sport',
    title: '{naam} wint koninginnenrit na solo van {aantal} kilometer',
    text: 'SAN SEBASTIÁN (ANP/EFE) - Wielrenner {naam} heeft de zwaarste etappe van een rittenkoers in Baskenland gewonnen. Op {aantal} kilometer van de streep reed hij weg uit een kopgroep van negen. In het klassement klimt hij naar de derde plaats.',
    vary: {
      naam: ['Teun Haverlag', 'Mikel Otxandategi', 'Jarle Tveitane'],
      aantal: ['34', '41', '27', '52'],
    },
    then: [
      {
        afterSeconds: 200,
        signal: 'correction',
        note: 'De winnaar klimt naar de tweede plaats in het klassement, niet naar de derde.',
        text: 'SAN SEBASTIÁN (ANP/EFE) - Wielrenner {naam} heeft de zwaarste etappe van een rittenkoers in Baskenland gewonnen. Op {aantal} kilometer van de streep reed hij weg uit een kopgroep van negen. In het klassement klimt hij naar de tweede plaats.',
      },
    ],
  },
  {
    section: 'economie',
    title: 'Staking bij vervoerder {naam} van de baan',
    text: 'ARNHEM (ANP) - De aangekondigde staking bij streekvervoerder {naam} gaat niet door. Bonden en directie zijn het eens over een nieuwe cao, met {aantal} procent meer loon en langere pauzes. Chauffeurs stemmen er volgende week nog over.',
    vary: { naam: ['Oostlijn', 'Deltabus', 'Noorderrit'], aantal: ['vijf', 'vierenhalf', 'zes', 'zeven'] },
    then: [
      {
        afterSeconds: 320,
        signal: 'update',
        text: 'ARNHEM (ANP) - De aangekondigde staking bij streekvervoerder {naam} gaat niet door. Bonden en directie zijn het eens over een nieuwe cao, met {aantal} procent meer loon en langere pauzes. Reizigersorganisaties reageren opgelucht; alle bussen rijden volgens de gewone dienstregeling.',
      },
    ],
  },
  {
    section: 'regio',
    title: 'Burgemeester van {plaats} opent kleinste theater van het land',
    text: `{PLAATS} (ANP) - In een voormalig trafohuisje in {plaats} is een theater geopend met {aantal} stoelen. Het is volgens de initiatiefnemers het kleinste van het land. Burgemeester Marit Oudelaar kreeg bij de opening de slappe lach en moest de zaal uit.`,
    vary: { plaats: ['Borculo', 'Harlingen', 'Oisterwijk', 'Axel'], aantal: ['elf', 'negen', 'twaalf'] },
  },
  {
    section: 'cultuur',
    title: 'Filmmaakster {naam} wint publieksprijs met stille film',
    text: 'ROTTERDAM (ANP) – Regisseuse {naam} heeft de publieksprijs gewonnen van een festival voor korte films. In haar werk, dat zeventien minuten duurt, wordt geen woord gesproken. Ze draaide het in haar eentje op een binnenvaartschip, met alleen daglicht.',
    vary: { naam: ['Yara Middendorp', 'Puck Elsinga', 'Dunya Karsten'] },
  },
];
