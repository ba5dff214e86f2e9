import { baseOf } from "./languages.js";

/** Zero to twelve as languages write them, forms of one number divided by a slash. */
const WORDS: Record<string, string> = {
  en: "zero/nil one two/twice/pair/both/couple three four five six seven eight nine ten eleven twelve/dozen",
  es: "cero un/uno/una dos/ambos/ambas tres cuatro cinco seis siete ocho nueve diez once doce/docena",
  fr: "zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze/douzaine",
  de: "null ein/eine/einen/einem/einer/eines/eins zwei/beide/beiden/zweit drei/dritt vier fünf sechs sieben acht neun zehn elf zwölf/dutzend",
  it: "zero un/uno/una due/entrambi tre quattro cinque sei sette otto nove dieci undici dodici/dozzina",
  pt: "zero um/uma dois/duas/ambos/ambas três quatro cinco seis sete oito nove dez onze doze/dúzia",
  nl: "nul een/één twee/beide drie vier vijf zes zeven acht negen tien elf twaalf/dozijn",
  sv: "noll en/ett två/båda tre fyra fem sex sju åtta nio tio elva tolv/dussin",
  da: "nul en/et/én/ét to/begge tre fire fem seks syv otte ni ti elleve tolv/dusin",
  no: "null en/et/ei/én/ett to/begge tre fire fem seks sju/syv åtte ni ti elleve tolv/dusin",
  pl: "zero jeden/jedna/jedno/jednego/jednej dwa/dwie/dwóch/dwoje/dwaj/oba/obie trzy/trzech/troje cztery/czterech pięć/pięciu sześć/sześciu siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście/jedenastu dwanaście/dwunastu/tuzin",
  cs: "nula jeden/jedna/jedno/jednoho/jedné dva/dvě/dvou/oba/obě tři/tří čtyři/čtyř pět/pěti šest/šesti sedm/sedmi osm/osmi devět/devíti deset/deseti jedenáct/jedenácti dvanáct/dvanácti/tucet",
  tr: "sıfır bir iki/her üç dört beş altı yedi sekiz dokuz on onbir oniki/düzine",
  fi: "nolla yksi/yhden/yhtä kaksi/kahden/kahta/molemmat kolme/kolmen/kolmea neljä/neljän/neljää viisi/viiden/viittä kuusi/kuuden/kuutta seitsemän/seitsemää kahdeksan/kahdeksaa yhdeksän/yhdeksää kymmenen/kymmentä yksitoista kaksitoista/tusina",
  ro: "zero un/o/unu/una doi/două/ambii/ambele trei patru cinci șase șapte opt nouă zece unsprezece doisprezece/douăsprezece/duzină",
  hu: "nulla egy két/kettő/mindkét három négy öt hat hét nyolc kilenc tíz tizenegy tizenkettő/tizenkét/tucat",
  id: "nol satu/se dua/kedua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas/lusin",
  ru: "ноль/нуль один/одна/одно/одного/одной два/две/двух/двое/двоих/двум/двумя/оба/обе/обоих три/трёх/трех/трое/троих/трём/трем/тремя четыре/четырёх/четырех/четверо/четверых/четырьмя пять/пяти/пятеро/пятью шесть/шести/шестью семь/семи/семью восемь/восьми/восемью девять/девяти/девятью десять/десяти/десятью/десяток одиннадцать/одиннадцати двенадцать/двенадцати/дюжина",
  uk: "нуль один/одна/одне/одного/однієї два/дві/двох/двоє/обидва/обидві три/трьох/троє чотири/чотирьох п'ять/п'яти шість/шести сім/семи вісім/восьми дев'ять/дев'яти десять/десяти одинадцять/одинадцяти дванадцять/дванадцяти/дюжина",
  bg: "нула един/една/едно два/две/двама/двете три/трима четири/четирима пет шест седем осем девет десет единадесет/единайсет дванадесет/дванайсет/дузина",
  ar: "صفر واحد/واحدة اثنان/اثنين/اثنتان/اثنتين/كلا ثلاثة/ثلاث/الثلاثة/الثلاث أربعة/أربع/الأربعة/الأربع خمسة/خمس/الخمسة/الخمس ستة/ست/الستة/الست سبعة/سبع/السبعة/السبع ثمانية/ثماني/ثمان/الثمانية تسعة/تسع/التسعة عشرة/عشر/العشرة أحد إثنا/اثنا/اثني/دزينة",
  he: "אפס אחד/אחת שני/שתי/שניים/שתיים/השני/השתי שלושה/שלוש/שלושת ארבעה/ארבע/ארבעת חמישה/חמש/חמשת שישה/שש/ששת שבעה/שבע/שבעת שמונה/שמונת תשעה/תשע/תשעת עשרה/עשר/עשרת אחת-עשרה שתים-עשרה/שנים-עשר/תריסר",
  hi: "शून्य एक दो/दोनों तीन/तीनों चार/चारों पांच/पाँच छह/छः/छे/छ सात आठ नौ दस ग्यारह बारह/दर्जन",
  ko: "영 한/하나/일 두/둘/이 세/셋/삼 네/넷/사 다섯/오 여섯/육 일곱/칠 여덟/팔 아홉/구 열/십 열하나/열한 열둘/열두",
  ja: "零 一/ひと 二/ふた 三 四 五 六 七 八 九 十 十一 十二/ダース",
  zh: "零 一 二/两/兩 三 四 五 六 七 八 九 十 十一 十二/打",
};

/** Words that stand for powers of ten, in all languages: beginnings of words, and whole words. */
const MAGNITUDES: [value: number, beginnings: string, words: string][] = [
  [
    1e9,
    "billion milliard миллиард мільярд милиард miljard مليار बिलियन מיליארד milyar miliard bilhõ bilhã",
    "млрд अरब mrd bn",
  ],
  [
    1e6,
    "million millon millón milion milió milhõ milhã miljoen miljoon miljon milyon milione milioni миллион мільйон милион مليون ملايين मिलियन מיליון",
    "млн mio mln",
  ],
  [1e7, "crore करोड़", ""],
  [1e5, "lakh", "लाख"],
  [
    1e3,
    "thousand millier tausend duizend tusen tusind tysi tisíc tuhat tuhan тысяч тисяч хиляди ألف آلاف हज़ार हजार",
    "mil mille mila bin mii ezer ribu тыс тис الف אלף אלפי אלפים",
  ],
  [
    1e2,
    "hundred hundert honderd hundra hundre cento сотн מאות",
    "cent cien sto sta yüz sută száz ratus сто сот مئة مائة مئات सौ מאה",
  ],
];
const CHARACTERS: [string, number][] = [
  ["万萬만", 1e4],
  ["億亿억", 1e8],
  ["千천", 1e3],
  ["百백", 1e2],
  ["兆조", 1e12],
];

const known = new Map<string, number | undefined>();
/** A run that meets more words than this does without remembering them. */
const MOST_KNOWN = 20_000;

/** The power of ten that a word, or a Chinese, Japanese or Korean character, stands for. */
export function magnitudeOf(word: string): number | undefined {
  if (word.length === 1) return CHARACTERS.find(([characters]) => characters.includes(word))?.[1];
  if (known.has(word)) return known.get(word);
  const text = word.toLowerCase();
  const fits = ([, beginnings, words]: (typeof MAGNITUDES)[number]) =>
    words.split(" ").includes(text) || beginnings.split(" ").some((stem) => text.startsWith(stem));
  const found = MAGNITUDES.find(fits)?.[0];
  if (known.size < MOST_KNOWN) known.set(word, found);
  return found;
}

const maps = new Map<string, Map<string, number> | undefined>();

/** The numbers from zero to twelve by their words; undefined where the language's words are not known. */
export function numberWordsOf(language: string): Map<string, number> | undefined {
  const base = baseOf(language) === "nb" ? "no" : baseOf(language);
  if (!maps.has(base)) {
    const row = Object.hasOwn(WORDS, base) ? WORDS[base] : undefined;
    const entries = row
      ?.split(" ")
      .flatMap((forms, value) => forms.split("/").map((form) => [form, value] as const));
    maps.set(base, entries && new Map(entries));
  }
  return maps.get(base);
}
