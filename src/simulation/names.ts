/** Given names, family names and words from which people, sites, servers and companies are named. */
export const GIVEN_NAMES: readonly string[] = (
  'Anna,Ben,Clara,David,Elena,Felix,Grace,Hannah,Ivan,Julia,Karl,Laura,Marco,Nadia,Oliver,Paula,Quentin,Rosa,Stefan,Tara,' +
  'Uwe,Vera,William,Xenia,Yusuf,Zoe,Amir,Bianca,Carlos,Diana,Erik,Fatima,George,Helga,Igor,Jana,Kevin,Lena,Martin,Nora,' +
  'Oscar,Petra,Ravi,Sophie,Thomas,Ursula,Victor,Wendy,Alice,Bruno,Celine,Dominik,Emma,Frank,Greta,Hugo,Ines,Jakob,Katrin,Leo'
).split(',');

export const FAMILY_NAMES: readonly string[] = (
  'Adler,Bauer,Carter,Diaz,Eriksen,Fischer,Gruber,Hoffmann,Ivanova,Jensen,Keller,Lopez,Meier,Novak,Ortega,Patel,Quinn,Richter,' +
  'Schmidt,Taylor,Ulrich,Vogel,Wagner,Xavier,Young,Zimmer,Ahmed,Brooks,Cooper,Duarte,Evans,Franke,Gomez,Huber,Iqbal,Jones,Krause,' +
  'Lang,Mueller,Nguyen,Olsen,Peters,Rossi,Singh,Turner,Urban,Vasquez,Weber,Werner,Zhang,Baker,Conti,Dubois,Engel,Foster,Graf,Hall'
).split(',');

export const COMPANY_WORDS: readonly string[] = (
  'alpine,anchor,aster,beacon,birch,bluewater,bright,cascade,cedar,cobalt,compass,copper,coral,crest,delta,eagle,ember,falcon,' +
  'forge,garnet,glacier,granite,harbor,hazel,horizon,indigo,iris,juniper,keystone,lakeside,lantern,linden,lumen,maple,meridian,' +
  'mistral,nimbus,north,oak,onyx,orbit,osprey,pacific,pine,prairie,quartz,raven,ridge,river,sable,sequoia,silver,slate,solstice,' +
  'spruce,stellar,summit,sterling,tidal,timber,topaz,union,valley,vantage,vertex,violet,walnut,west,willow,zenith'
).split(',');

export const COMPANY_KINDS: readonly string[] =
  'logistics,systems,foods,consulting,media,parts,labs,finance,energy,design,partners,supply,travel,health,print,software'.split(',');

export const TOP_LEVEL_DOMAINS: readonly string[] = ['com', 'com', 'com', 'com', 'de', 'de', 'co.uk', 'net', 'io', 'eu', 'org'];

export const DOCUMENT_WORDS: readonly string[] = (
  'Budget,Forecast,Roadmap,Offer,Contract,Minutes,Plan,Report,Review,Onboarding,Pricing,Invoice,Design,Status,Agenda,Summary,' +
  'Checklist,Policy,Training,Survey,Analysis,Handover,Proposal,Schedule,Inventory,Guideline,Campaign,Template,Notes,Metrics'
).split(',');

export const DOCUMENT_EXTENSIONS: readonly (readonly [string, number])[] = [
  ['docx', 30],
  ['xlsx', 28],
  ['pptx', 14],
  ['pdf', 16],
  ['msg', 3],
  ['png', 4],
  ['csv', 3],
  ['zip', 2],
];

export const SUBJECT_WORDS: readonly string[] = (
  'Meeting on Thursday,Quick question,Invoice,Project update,Re: Offer,Minutes of our call,Order confirmation,Status of the rollout,' +
  'Feedback on the draft,Vacation planning,Weekly report,Contract for signature,Next steps,Agenda,Access request,Ticket update,' +
  'Re: Next steps,Re: Quick question,Fwd: Offer,Delivery date,Re: Invoice,Customer visit,Training dates,Review needed,Thank you'
).split(',');
