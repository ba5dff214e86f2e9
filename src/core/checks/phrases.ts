/** What chat models say when they talk about a translation instead of giving one. Patterns of lower-case text. */
interface Phrases {
  /** How an announcement begins: "Here is the translation:". A colon must follow. */
  intro: string;
  /** An offer or hope after it: "Let me know if you need anything else." */
  offer: string;
  /** How a note begins, behind a bracket or at the start of a line. */
  note: string;
  /** A refusal, as models word it. */
  refusal: string;
  /** Words that a source uses which may rightly be translated by a refusal. */
  sorry: string;
}

export const PHRASES: Record<string, Phrases> = {
  en: {
    intro:
      "here(?:'|’)?s |here is |here are |(?:the )?(?:\\w+ )?translation|translated (?:text|line|version)",
    offer:
      "let me know if |(?:i )?hope this helps|feel free to (?:ask|let)|is there anything else (?:i|you)|would you like me to |if you(?:'d| would) like me to ",
    note: "note\\b|translat(?:or|ion)(?:'|’)?s? note|t/?n\\b|literally:|lit\\.",
    refusal:
      "\\bas an ai\\b|language model|i(?:'|’)?m sorry,? (?:but )?i (?:can(?:'|’)?t|cannot|am (?:not able|unable))|i (?:can(?:'|’)?t|cannot|won(?:'|’)?t|am unable to|(?:'|’)?m unable to|(?:am|(?:'|’)m) not able to) (?:assist|help with|translate|provide|comply|fulfil|process|complete)|i(?:'|’)m (?:unable|not able) to (?:assist|help|translate|provide|comply|fulfil)|(?:violates?|against) (?:our|my|the) (?:content |usage )?(?:policy|policies|guidelines)",
    sorry:
      "sorry|apolog|regret|unfortunately|(?:can(?:'|’)?t|cannot|unable to|not able to|won(?:'|’)?t) |language model|polic(?:y|ies)|guidelines",
  },
  es: {
    intro: "aquí (?:está|tienes|tiene|van?)|(?:la )?traducción|texto traducido",
    offer:
      "avísame si |avíseme si |hágame saber si |házmelo saber|espero que (?:esto )?(?:te|le) (?:ayude|sirva)|¿(?:hay|necesitas|necesita) algo más",
    note: "nota\\b|n\\. ?(?:del|de la) t\\b|literalmente:",
    refusal:
      "lo siento,? (?:pero )?no puedo|no puedo (?:ayudar(?:te|le)? con|traducir|proporcionar|cumplir|asistir)|como (?:una )?(?:ia|modelo de lenguaje|inteligencia artificial)|modelo de lenguaje",
    sorry: "lo siento|perd[oó]n|lament|no puedo|disculp",
  },
  fr: {
    intro: "voici |(?:la )?traduction|texte traduit",
    offer:
      "n(?:'|’)hésitez pas à |n(?:'|’)hésite pas à |faites-moi savoir|fais-moi savoir|j(?:'|’)espère que cela (?:vous|t)|souhaitez-vous que je",
    note: "note\\b|remarque\\b|n\\.?d\\.?t\\.?\\b|littéralement:",
    refusal:
      "(?:je suis )?désolée?,? (?:mais )?je ne (?:peux|suis) pas|je ne peux pas (?:traduire|vous aider|t(?:'|’)aider|fournir|répondre à|accéder)|en tant qu(?:'|’)(?:ia|intelligence|un modèle|modèle)|modèle de langage",
    sorry: "désolé|pardon|excuse|regrett|je ne peux",
  },
  de: {
    intro: "hier (?:ist|sind|kommt)|(?:die |deutsche )?übersetzung|übersetzter text",
    offer:
      "lass(?:en sie)? (?:es )?mich wissen|lass mich wissen|ich hoffe,? das hilft|wenn (?:du|sie) (?:weitere|noch) |möchte(?:n sie|st du),? dass ich",
    note: "anmerkung|hinweis\\b|anm\\.|wörtlich:|notiz\\b",
    refusal:
      "(?:es )?tut mir leid,? (?:aber )?(?:ich kann|das kann|dabei kann|ich darf)|ich kann (?:das|dies|diese[ns]?|ihnen|dir|dabei) .{0,40}nicht (?:übersetzen|helfen|bereitstellen|erfüllen)|als (?:ki|künstliche|sprachmodell|ein sprachmodell)|sprachmodell",
    sorry: "leid|entschuldig|verzeih|bedaur|kann .{0,40}nicht",
  },
  it: {
    intro: "ecco |(?:la )?traduzione|testo tradotto",
    offer: "fammi sapere se |mi faccia sapere|spero (?:che )?(?:questo )?(?:ti|le|sia) |posso aiutarti",
    note: "nota\\b|n\\.?d\\.?t\\.?\\b|letteralmente:",
    refusal:
      "mi dispiace,? (?:ma )?non posso|non posso (?:tradurre|aiutarti con|aiutarla con|fornire|assister)|come (?:ia|intelligenza|modello)|modello linguistico",
    sorry: "dispiace|scus|perdon|non posso",
  },
  pt: {
    intro: "aqui (?:está|estão|vai|tem)|(?:a )?tradução|texto traduzido",
    offer:
      "avise-me se |me avise se |diga-me se |espero que (?:isso|isto) ajude|se precisar de mais|posso ajudar com mais",
    note: "nota\\b|observação\\b|obs\\.|n\\. ?(?:do|da) t\\b|literalmente:",
    refusal:
      "(?:desculpe|desculpa|lamento|sinto muito),? (?:mas )?(?:eu )?não posso|não posso (?:traduzir|ajudar com|ajudá-l[oa] com|fornecer|atender)|como (?:uma? )?(?:ia|inteligência|modelo de ling)|modelo de linguagem",
    sorry: "desculp|lament|sinto muito|perd[ãoôo]|não posso",
  },
  nl: {
    intro: "hier (?:is|zijn|volgt)|(?:de )?vertaling|vertaalde tekst",
    offer: "laat (?:het )?me weten|ik hoop dat dit helpt|als je nog (?:vragen|iets)",
    note: "opmerking|noot\\b|let op:|letterlijk:|n\\.?v\\.?d\\.?v",
    refusal:
      "(?:het spijt me|sorry),? (?:maar )?ik kan|ik kan (?:dit|deze|dat|je|u) .{0,40}niet (?:vertalen|helpen|geven)|als (?:ai|een ai|taalmodel|een taalmodel)|taalmodel",
    sorry: "spijt|sorry|excus|kan .{0,40}niet",
  },
  sv: {
    intro: "här (?:är|kommer)|översättning(?:en)?|översatt text",
    offer: "låt mig veta|säg till om|hoppas (?:att )?det(?:ta)? hjälper|hör av dig om",
    note: "obs[:!]|anmärkning|översättarens|bokstavligen:|not:",
    refusal:
      "(?:tyvärr|förlåt|jag beklagar|jag är ledsen),? (?:men )?(?:kan jag inte|jag kan inte)|jag kan inte (?:översätta|hjälpa (?:dig )?(?:till )?med|tillhandahålla)|som (?:en )?(?:ai|språkmodell)|språkmodell",
    sorry: "tyvärr|förlåt|ledsen|ursäkt|beklag|kan inte",
  },
  da: {
    intro: "her (?:er|kommer)|oversættelse(?:n)?|oversat tekst",
    offer: "lad mig vide|sig til,? hvis|håber,? (?:at )?det(?:te)? hjælper",
    note: "note\\b|bemærk|obs[:!]|ordret:|bogstaveligt:",
    refusal:
      "(?:beklager|undskyld|desværre),? (?:men )?(?:jeg kan ikke|kan jeg ikke)|jeg kan ikke (?:oversætte|hjælpe (?:dig )?med|levere)|som (?:en )?(?:ai|sprogmodel)|sprogmodel",
    sorry: "beklag|undskyld|desværre|ked af|kan ikke",
  },
  no: {
    intro: "her (?:er|kommer)|oversettelse(?:n)?|oversatt tekst",
    offer: "gi meg beskjed|la meg vite|si fra (?:hvis|om)|håper (?:at )?dette hjelper",
    note: "merk\\b|merknad|obs[:!]|note\\b|bokstavelig:",
    refusal:
      "(?:beklager|unnskyld|dessverre),? (?:men )?(?:jeg kan ikke|kan jeg ikke)|jeg kan ikke (?:oversette|hjelpe (?:deg )?med|levere)|som (?:en )?(?:ai|ki|språkmodell)|språkmodell",
    sorry: "beklag|unnskyld|dessverre|lei meg|kan ikke",
  },
  pl: {
    intro: "oto |tłumaczenie|przetłumaczony tekst",
    offer: "daj(?:cie)? (?:mi )?znać|proszę dać znać|mam nadzieję,? że to pomoże",
    note: "uwaga\\b|przyp\\.|dosłownie:|nota\\b",
    refusal:
      "(?:przepraszam|przykro mi),? (?:ale )?nie mogę|nie mogę (?:przetłumaczyć|pomóc w|dostarczyć|spełnić)|jako (?:sztuczna|model|ai)|model(?:em)? językow",
    sorry: "przeprasz|przykro|wybacz|niestety|nie mogę",
  },
  cs: {
    intro: "zde je|tady je|překlad|přeložený text",
    offer: "dejte mi vědět|dej mi vědět|doufám,? že (?:to|vám to|ti to) pomůže",
    note: "poznámka|pozn\\.|doslova:",
    refusal:
      "(?:omlouvám se|promiňte|je mi líto|bohužel),? (?:ale )?(?:nemohu|nemůžu|vám nemohu)|(?:nemohu|nemůžu) (?:přeložit|pomoci s|poskytnout)|jako (?:umělá|jazykový|ai)|jazykov(?:ý|ým) model",
    sorry: "omlouv|promi[nň]|líto|bohužel|nem(?:ohu|ůžu)",
  },
  tr: {
    intro: "işte |çeviri(?:si)?|çevrilmiş metin",
    offer: "(?:başka bir|bir) sorunuz (?:olursa|varsa)|bana bildirin|umarım (?:bu )?yardımcı olur|haber ver",
    note: "not:|çevirmen(?:in)? notu|ç\\.n\\.",
    refusal:
      "(?:üzgünüm|özür dilerim|maalesef),? .{0,60}(?:yardımcı olamam|çeviremem|yapamam|yerine getiremem|olamıyorum)|bir yapay zeka|dil modeli",
    sorry: "üzgün|özür|maalesef|affed|[ae]mam\\b|yapay zek",
  },
  fi: {
    intro: "tässä (?:on|ovat)|(?:suomen)?käännös|käännetty teksti",
    offer: "kerro,? jos|ilmoita,? jos|toivottavasti (?:tämä|tästä)",
    note: "huom(?:autus|\\.|:)|kirjaimellisesti:",
    refusal:
      "(?:olen pahoillani|valitettavasti|anteeksi|pahoittelen),? (?:mutta )?(?:en voi|en pysty)|en voi (?:kääntää|auttaa (?:tässä|tämän)|tarjota)|(?:tekoälynä|kielimallina)|kielimalli",
    sorry: "pahoi|valitet|anteeksi|en voi|en pysty|tekoäly",
  },
  ro: {
    intro: "iată |aici (?:este|ai|aveți)|traducere(?:a)?|textul tradus",
    offer: "anunță-mă dacă|spune-mi dacă|spuneți-mi dacă|sper că (?:acest lucru |te |vă )?ajută",
    note: "notă\\b|nota traducătorului|n\\. ?tr\\.|literal:",
    refusal:
      "(?:îmi pare rău|ne pare rău|scuze),? (?:dar )?nu (?:pot|te pot|vă pot)|nu pot (?:traduce|ajuta cu|oferi|îndeplini)|ca (?:ia|inteligență|model)|model(?:ul)? de limbaj",
    sorry: "pare rău|scuz|iart|regret|nu pot",
  },
  hu: {
    intro: "íme |itt (?:van|a) |(?:a )?fordítás|a lefordított szöveg",
    offer: "szólj(?:on)?,? ha|kérem,? jelezze|remélem,? (?:ez )?segít",
    note: "megjegyzés|megj\\.|szó szerint:",
    refusal:
      "(?:sajnálom|elnézést|bocsánat|sajnos),? (?:de )?(?:nem tudo[mk]|nem tudok|ezt nem)|nem tudo[mk] (?:lefordítani|segíteni ebben|teljesíteni)|mesterséges intelligenci|nyelvi modell",
    sorry: "sajn|elnéz|bocsá|nem tudo[mk]|mesterséges",
  },
  id: {
    intro: "berikut|ini (?:adalah )?terjemahan|terjemahan(?:nya)?",
    offer: "beri tahu saya jika|semoga (?:ini )?membantu|jika ada pertanyaan",
    note: "catatan\\b|secara harfiah:",
    refusal:
      "maaf,? (?:tetapi |tapi |namun )?saya tidak (?:dapat|bisa)|saya tidak (?:dapat|bisa) (?:menerjemahkan|membantu dengan|memberikan|memenuhi)|sebagai (?:ai|model bahasa|kecerdasan)|model bahasa",
    sorry: "maaf|tidak (?:dapat|bisa)|menyesal",
  },
  ru: {
    intro: "вот |перевод|переведённый текст|переведенный текст",
    offer:
      "дайте (?:мне )?знать|дай (?:мне )?знать|надеюсь,? (?:это|вам|тебе) (?:поможет|помог)|если (?:вам|тебе) (?:нужно|нужна|понадобится)|если у (?:вас|тебя) (?:есть|возникнут) вопросы",
    note: "примечание|прим\\.|букв(?:\\.|ально:)",
    refusal:
      "(?:извините|простите|к сожалению|прошу прощения|мне жаль),? (?:но )?(?:я )?не (?:могу|смогу)|(?:я )?не могу (?:перевести|помочь с|предоставить|выполнить)|как (?:ии|искусственный|языковая модель)|языков(?:ая|ой) модель",
    sorry: "извини|прости|прощени|сожал|жаль|не (?:могу|смогу)|искусственн",
  },
  uk: {
    intro: "ось |переклад|перекладений текст",
    offer:
      "дайте (?:мені )?знати|дай (?:мені )?знати|сподіваюся,? (?:це|вам) |якщо (?:вам|тобі) (?:потрібно|потрібна)",
    note: "примітка|прим\\.|дослівно:",
    refusal:
      "(?:вибачте|пробачте|на жаль|перепрошую),? (?:але )?(?:я )?не (?:можу|зможу)|(?:я )?не можу (?:перекласти|допомогти з|надати|виконати)|як (?:ші|штучний|мовна модель)|мовн(?:а|ою) модел",
    sorry: "вибач|пробач|на жаль|шкода|перепрош|не (?:можу|зможу)|штучн",
  },
  bg: {
    intro: "ето |превод(?:ът)?|преведеният текст",
    offer: "кажете ми,? ако|уведомете ме|надявам се,? (?:че )?това",
    note: "забележка|бел\\.|буквално:",
    refusal:
      "(?:съжалявам|извинете|за съжаление),? (?:но )?не мога|не мога да (?:преведа|помогна с|предоставя|изпълня)|като (?:ии|изкуствен|езиков)|езиков модел",
    sorry: "съжал|извин|прост|не мога|изкуствен",
  },
  ja: {
    intro: "以下(?:は|が|に)|こちらが|翻訳|訳文|日本語訳|訳[:：]",
    offer: "お知らせください|お気軽に|お役に立て|他に(?:何か)?(?:ご質問|必要)",
    note: "注[:：]|訳注|※|注記|注釈|備考",
    refusal:
      "申し訳(?:ありません|ございません)が.{0,40}(?:できません|致しかね|いたしかね|お手伝い)|(?:翻訳|対応|お応え|お手伝い)(?:する)?(?:こと(?:は|が))?(?:は)?(?:できません|できかねます|いたしかねます)|aiとして|言語モデル",
    sorry: "申し訳|すみません|ごめん|できません|できない|無理|残念",
  },
  zh: {
    intro: "以下是|以下為|这是|這是|翻译|翻譯|译文|譯文|中文翻译",
    offer: "请告诉我|請告訴我|请随时|請隨時|希望(?:这|這|对|對).{0,8}(?:帮助|幫助)|如果您(?:还|還|有|需要)",
    note: "注[:：]|译注|譯注|译者注|譯者註|備註|备注|註[:：]|說明[:：]|说明[:：]",
    refusal:
      "(?:抱歉|对不起|對不起|很遗憾|很遺憾)[,，]?.{0,12}(?:无法|無法|不能)|我(?:无法|無法|不能)(?:翻译|翻譯|协助|協助|提供|完成|满足|滿足)|作为(?:一个|一個)?(?:ai|人工智能|语言模型)|作為(?:一個)?(?:ai|人工智慧|語言模型)|语言模型|語言模型",
    sorry: "抱歉|对不起|對不起|遗憾|遺憾|无法|無法|不能|人工智",
  },
  ko: {
    intro: "다음은|여기|번역(?:문|은)?|아래는",
    offer: "알려 ?주세요|말씀해 ?주세요|도움이 되(?:었|셨|길|기를)",
    note: "참고|주[:：]|역주|옮긴이|비고",
    refusal:
      "(?:죄송합니다|죄송하지만|미안하지만|유감).{0,40}(?:수 없|못)|(?:번역|도와드릴|제공)(?:할)? ?수 없습니다|ai로서|언어 모델",
    sorry: "죄송|미안|유감|수 없|못 ?(?:하|해)|인공지능",
  },
  ar: {
    intro: "إليك|هذه (?:هي )?|(?:ال)?ترجمة|فيما يلي|النص المترجم",
    offer: "أخبرني إذا|أعلمني إذا|آمل أن (?:يكون|يساعد)|لا تتردد",
    note: "ملاحظة|ملحوظة|حرفي[اً]+:",
    refusal:
      "(?:آسف|عذر[اً]+|أعتذر|للأسف|معذرة)[،,]?.{0,20}(?:لا (?:أستطيع|يمكنني)|لن أتمكن|غير قادر)|لا (?:أستطيع|يمكنني) (?:ترجمة|المساعدة|مساعدتك في|تقديم|تلبية)|(?:ك)?نموذج (?:ال)?لغ(?:ة|وي)|كذكاء اصطناعي",
    sorry: "آسف|أسف|عذر|معذرة|للأسف|لا (?:أستطيع|يمكن)|ذكاء",
  },
  he: {
    intro: "הנה|להלן|(?:ה)?תרגום|הטקסט המתורגם",
    offer: "הודיעו לי אם|הודע לי אם|תגיד לי אם|אשמח לעזור|מקווה שזה",
    note: "הערה|הערת|מילולית:",
    refusal:
      "(?:מצטער(?:ת)?|סליחה|לצערי|אני מתנצל(?:ת)?)[,]?.{0,12}(?:אבל |אך )?(?:אני )?לא (?:יכול|יכולה|אוכל)|(?:אני )?לא (?:יכול|יכולה|אוכל) (?:לתרגם|לעזור עם|לסייע|לספק)|מודל שפה|כבינה מלאכותית",
    sorry: "מצטער|סליח|לצערי|מתנצל|לא (?:יכול|אוכל)|בינה",
  },
  hi: {
    intro: "यहाँ|यहां|(?:यह )?अनुवाद|निम्नलिखित",
    offer: "मुझे बताएं|मुझे बताइए|आशा है (?:कि )?(?:यह|इससे)",
    note: "नोट|टिप्पणी|शाब्दिक",
    refusal:
      "(?:क्षमा करें|माफ़ करें|माफ करें|खेद है|मुझे खेद है)[,]?.{0,40}(?:नहीं कर सकता|नहीं कर सकती|असमर्थ|नहीं दे सकता)|अनुवाद नहीं कर सक|भाषा मॉडल",
    sorry: "क्षमा|माफ|खेद|अफ़?सोस|नहीं (?:कर )?सक|असमर्थ",
  },
};
